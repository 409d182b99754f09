//! From text to a tree: never fails, gives what it could read and every problem.

pub mod ast;
