//! The corpus files j* to l* in a caller of edition 2021.
visible_async_test_support::corpus! {
    keepers: "../../corpus/keepers.rs";
    keepers_apart: "../../corpus/keepers_apart.rs";
    keepers_fields: "../../corpus/keepers_fields.rs";
    keepers_heads: "../../corpus/keepers_heads.rs";
    keepers_inside: "../../corpus/keepers_inside.rs";
    keepers_lent: "../../corpus/keepers_lent.rs";
    keepers_macros: "../../corpus/keepers_macros.rs";
    keepers_nested: "../../corpus/keepers_nested.rs";
    keepers_operands: "../../corpus/keepers_operands.rs";
    keepers_more: "../../corpus/keepers_more.rs";
    known_types: "../../corpus/known_types.rs";
    last_uses: "../../corpus/last_uses.rs";
    leaf_breaks: "../../corpus/leaf_breaks.rs";
    leaf_matches: "../../corpus/leaf_matches.rs";
    leaf_moves: "../../corpus/leaf_moves.rs";
    leaf_moves_more: "../../corpus/leaf_moves_more.rs";
    leaf_parts: "../../corpus/leaf_parts.rs";
    leftovers: "../../corpus/leftovers.rs";
    lent_literals: "../../corpus/lent_literals.rs";
    let_else: "../../corpus/let_else.rs";
    locals: "../../corpus/locals.rs";
    logging: "../../corpus/logging.rs";
    lookers: "../../corpus/lookers.rs";
    loop_items: "../../corpus/loop_items.rs";
    loops: "../../corpus/loops.rs";
}
