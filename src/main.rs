//! The `assize` program.
fn main() {}
