//! What the parser gives for whole files.
use super::*;
#[test]
fn the_sample_has_no_problem() {
    let parsed = parse(FileId(0), include_str!("../../tests/syntax/sample.assize"));
    assert_eq!(parsed.problems, []);
    assert_eq!(parsed.file.items.len(), 33);
}
