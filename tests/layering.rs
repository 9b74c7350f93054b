//! Where things may stand: no `quote!` outside `emit`, no `unsafe` outside the slot and machine files, short files.
#[test]
fn placeholder() {}
