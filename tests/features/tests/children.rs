//! The feature `children`: which machines are told to be polled by which, whatever stands between them. With the features `children` and
//! `serde`: `scripts/features.sh` runs it. Under Miri those without tokio's runtime:
//! `MIRIFLAGS="-Zmiri-tree-borrows -Zmiri-disable-isolation -Zmiri-permissive-provenance -Zmiri-ignore-leaks" cargo +nightly miri test
//! --package visible-async-features --features children,serde --test children`.
#[path = "children/ended.rs"]
mod ended;
#[path = "children/futures.rs"]
mod futures_crate;
#[path = "children/looks.rs"]
mod looks;
#[path = "children/parents.rs"]
mod parents;
#[path = "children/roots.rs"]
mod roots;
#[path = "children/text.rs"]
mod text;
#[path = "children/tokio.rs"]
mod tokio_crate;
