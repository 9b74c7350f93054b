//! The corpus in a caller of edition 2021, where the temporaries of a tail expression and of `if let` live longer.
macro_rules! corpus {
    ($($name:ident: $file:literal;)*) => {
        $(mod $name {
            visible_async_test_support::differential!($file);
        })*
    };
}

corpus! {
    arguments: "../../corpus/arguments.rs";
    async_blocks: "../../corpus/async_blocks.rs";
    auto_traits: "../../corpus/auto_traits.rs";
    block_operands: "../../corpus/block_operands.rs";
    block_tails: "../../corpus/block_tails.rs";
    block_tails_more: "../../corpus/block_tails_more.rs";
    borrows: "../../corpus/borrows.rs";
    borrows_more: "../../corpus/borrows_more.rs";
    branches: "../../corpus/branches.rs";
    captures: "../../corpus/captures.rs";
    chain_heads: "../../corpus/chain_heads.rs";
    closures: "../../corpus/closures.rs";
    combinators: "../../corpus/combinators.rs";
    drop_order: "../../corpus/drop_order.rs";
    drop_order_more: "../../corpus/drop_order_more.rs";
    everyday: "../../corpus/everyday.rs";
    everyday_more: "../../corpus/everyday_more.rs";
    found: "../../corpus/found.rs";
    found_more: "../../corpus/found_more.rs";
    found_still_more: "../../corpus/found_still_more.rs";
    generics: "../../corpus/generics.rs";
    generics_more: "../../corpus/generics_more.rs";
    guards: "../../corpus/guards.rs";
    hints: "../../corpus/hints.rs";
    ignored_values: "../../corpus/ignored_values.rs";
    impl_blocks: "../../corpus/impl_blocks.rs";
    in_flight: "../../corpus/in_flight.rs";
    in_flight_more: "../../corpus/in_flight_more.rs";
    inference: "../../corpus/inference.rs";
    inference_more: "../../corpus/inference_more.rs";
    items: "../../corpus/items.rs";
    items_more: "../../corpus/items_more.rs";
    keepers: "../../corpus/keepers.rs";
    keepers_apart: "../../corpus/keepers_apart.rs";
    keepers_inside: "../../corpus/keepers_inside.rs";
    keepers_macros: "../../corpus/keepers_macros.rs";
    keepers_more: "../../corpus/keepers_more.rs";
    watched: "../../corpus/watched.rs";
    last_uses: "../../corpus/last_uses.rs";
    leaf_breaks: "../../corpus/leaf_breaks.rs";
    leaf_matches: "../../corpus/leaf_matches.rs";
    leaf_moves: "../../corpus/leaf_moves.rs";
    leaf_moves_more: "../../corpus/leaf_moves_more.rs";
    leaf_parts: "../../corpus/leaf_parts.rs";
    leftovers: "../../corpus/leftovers.rs";
    locals: "../../corpus/locals.rs";
    logging: "../../corpus/logging.rs";
    loop_items: "../../corpus/loop_items.rs";
    loops: "../../corpus/loops.rs";
    macros: "../../corpus/macros.rs";
    macros_named: "../../corpus/macros_named.rs";
    macros_user: "../../corpus/macros_user.rs";
    matches: "../../corpus/matches.rs";
    matches_operands: "../../corpus/matches_operands.rs";
    methods: "../../corpus/methods.rs";
    moves: "../../corpus/moves.rs";
    moves_more: "../../corpus/moves_more.rs";
    receivers: "../../corpus/receivers.rs";
    names: "../../corpus/names.rs";
    names_more: "../../corpus/names_more.rs";
    nested_items: "../../corpus/nested_items.rs";
    operands: "../../corpus/operands.rs";
    partings: "../../corpus/partings.rs";
    parts: "../../corpus/parts.rs";
    parts_arms: "../../corpus/parts_arms.rs";
    parts_more: "../../corpus/parts_more.rs";
    places: "../../corpus/places.rs";
    question: "../../corpus/question.rs";
    rounds: "../../corpus/rounds.rs";
    scalars: "../../corpus/scalars.rs";
    scopes: "../../corpus/scopes.rs";
    streams: "../../corpus/streams.rs";
    taken_over: "../../corpus/taken_over.rs";
    temporaries: "../../corpus/temporaries.rs";
    traits: "../../corpus/traits.rs";
}
