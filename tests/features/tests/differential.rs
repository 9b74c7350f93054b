//! Files of the corpus with one of each sort of saved local, leaf future and keeper, for `scripts/features.sh`. With the feature `driver` also
//! while somebody listens to what all machines do.
macro_rules! themes {
    ($($name:ident: $file:literal;)*) => {
        $(mod $name {
            visible_async_test_support::differential!($file);

            #[cfg(feature = "driver")]
            #[test]
            fn same_behaviour_while_somebody_listens() {
                let coverage = visible_async::driver::Coverage::of_process();
                visible_async_test_support::compare::behaviour(&plain::cases(), &visible::cases());
                assert!(coverage.to_string().contains("transitions"), "{coverage}");
            }
        })*
    };
}

themes! {
    drop_order: "../../corpus/drop_order.rs";
    in_flight: "../../corpus/in_flight.rs";
    keepers: "../../corpus/keepers.rs";
    leaf_moves: "../../corpus/leaf_moves.rs";
    loops: "../../corpus/loops.rs";
    parts: "../../corpus/parts.rs";
    question: "../../corpus/question.rs";
    watched: "../../corpus/watched.rs";
}
