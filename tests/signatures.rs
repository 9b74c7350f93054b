//! Every shape of signature under edition 2024.
#![deny(warnings)]
#[path = "signatures/corpus.rs"]
mod corpus;
