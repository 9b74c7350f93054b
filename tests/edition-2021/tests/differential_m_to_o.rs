//! The corpus files m* to o* in a caller of edition 2021.
visible_async_test_support::corpus! {
    macros: "../../corpus/macros.rs";
    macros_named: "../../corpus/macros_named.rs";
    macros_operands: "../../corpus/macros_operands.rs";
    macros_out_of_sight: "../../corpus/macros_out_of_sight.rs";
    macros_showing: "../../corpus/macros_showing.rs";
    macros_scopes: "../../corpus/macros_scopes.rs";
    macros_user: "../../corpus/macros_user.rs";
    matches: "../../corpus/matches.rs";
    matches_operands: "../../corpus/matches_operands.rs";
    messages: "../../corpus/messages.rs";
    methods: "../../corpus/methods.rs";
    moves: "../../corpus/moves.rs";
    moves_more: "../../corpus/moves_more.rs";
    names: "../../corpus/names.rs";
    names_more: "../../corpus/names_more.rs";
    nested_items: "../../corpus/nested_items.rs";
    operands: "../../corpus/operands.rs";
    operands_added: "../../corpus/operands_added.rs";
    operators: "../../corpus/operators.rs";
}
