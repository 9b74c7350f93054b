//! The corpus files d* to i* in a caller of edition 2021.
visible_async_test_support::corpus! {
    drop_order: "../../corpus/drop_order.rs";
    drop_order_more: "../../corpus/drop_order_more.rs";
    everyday: "../../corpus/everyday.rs";
    everyday_more: "../../corpus/everyday_more.rs";
    extended: "../../corpus/extended.rs";
    found: "../../corpus/found.rs";
    found_in_services: "../../corpus/found_in_services.rs";
    found_further: "../../corpus/found_further.rs";
    found_more: "../../corpus/found_more.rs";
    found_still_more: "../../corpus/found_still_more.rs";
    generics: "../../corpus/generics.rs";
    generics_more: "../../corpus/generics_more.rs";
    guards: "../../corpus/guards.rs";
    guards_waiting: "../../corpus/guards_waiting.rs";
    guessed: "../../corpus/guessed.rs";
    guessed_types: "../../corpus/guessed_types.rs";
    hints: "../../corpus/hints.rs";
    ignored_values: "../../corpus/ignored_values.rs";
    impl_blocks: "../../corpus/impl_blocks.rs";
    in_flight: "../../corpus/in_flight.rs";
    in_flight_more: "../../corpus/in_flight_more.rs";
    inference: "../../corpus/inference.rs";
    inference_more: "../../corpus/inference_more.rs";
    items: "../../corpus/items.rs";
    items_more: "../../corpus/items_more.rs";
}
