//! Every shape of signature under edition 2021.
#![cfg(test)]
#![deny(warnings)]
#[path = "../../signatures/corpus.rs"]
mod corpus;
