//! Ours against rustc's: `let .. else` whose value leaves temporaries, and patterns with `ref mut` beside moves.
visible_async_test_support::differential!("corpus/let_else.rs");
