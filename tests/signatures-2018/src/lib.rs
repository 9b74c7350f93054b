//! Every shape of signature under edition 2018.
#![cfg(test)]
#![deny(warnings)]
#[path = "../../signatures/corpus.rs"]
mod corpus;
