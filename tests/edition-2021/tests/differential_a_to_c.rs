//! The corpus files a* to c* in a caller of edition 2021.
visible_async_test_support::corpus! {
    arguments: "../../corpus/arguments.rs";
    assigned_parts: "../../corpus/assigned_parts.rs";
    async_blocks: "../../corpus/async_blocks.rs";
    auto_traits: "../../corpus/auto_traits.rs";
    beside_tails: "../../corpus/beside_tails.rs";
    block_operands: "../../corpus/block_operands.rs";
    block_tails: "../../corpus/block_tails.rs";
    block_tails_more: "../../corpus/block_tails_more.rs";
    borrows: "../../corpus/borrows.rs";
    borrows_more: "../../corpus/borrows_more.rs";
    boxes_declared: "../../corpus/boxes_declared.rs";
    boxes_declared_more: "../../corpus/boxes_declared_more.rs";
    boxes_lent: "../../corpus/boxes_lent.rs";
    boxes_of_self: "../../corpus/boxes_of_self.rs";
    branches: "../../corpus/branches.rs";
    callers: "../../corpus/callers.rs";
    captured_there: "../../corpus/captured_there.rs";
    captures: "../../corpus/captures.rs";
    captures_joined: "../../corpus/captures_joined.rs";
    captures_matched: "../../corpus/captures_matched.rs";
    captures_matched_more: "../../corpus/captures_matched_more.rs";
    chain_heads: "../../corpus/chain_heads.rs";
    closures: "../../corpus/closures.rs";
    closures_more: "../../corpus/closures_more.rs";
    combinators: "../../corpus/combinators.rs";
}
