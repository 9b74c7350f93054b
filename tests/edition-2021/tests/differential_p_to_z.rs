//! The corpus files p* to z* in a caller of edition 2021.
visible_async_test_support::corpus! {
    partings: "../../corpus/partings.rs";
    parts: "../../corpus/parts.rs";
    parts_arms: "../../corpus/parts_arms.rs";
    parts_changed: "../../corpus/parts_changed.rs";
    parts_else: "../../corpus/parts_else.rs";
    parts_boxed: "../../corpus/parts_boxed.rs";
    parts_lent: "../../corpus/parts_lent.rs";
    parts_more: "../../corpus/parts_more.rs";
    pinned: "../../corpus/pinned.rs";
    pinned_more: "../../corpus/pinned_more.rs";
    places: "../../corpus/places.rs";
    question: "../../corpus/question.rs";
    receivers: "../../corpus/receivers.rs";
    renewed: "../../corpus/renewed.rs";
    renewed_inside: "../../corpus/renewed_inside.rs";
    rounds: "../../corpus/rounds.rs";
    scalars: "../../corpus/scalars.rs";
    scopes: "../../corpus/scopes.rs";
    streams: "../../corpus/streams.rs";
    tail_owners: "../../corpus/tail_owners.rs";
    taken_over: "../../corpus/taken_over.rs";
    temporaries: "../../corpus/temporaries.rs";
    traits: "../../corpus/traits.rs";
    watched: "../../corpus/watched.rs";
    watched_places: "../../corpus/watched_places.rs";
}
