use super::*;

fn rows(bytes: &[u8], delimiter: u8) -> Result<Vec<(u32, Vec<String>)>, FileProblem> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, bytes).unwrap();
    let mut file = CsvFile::open(&path, delimiter)?;
    let mut rows = vec![(1, file.header().to_vec())];
    while let Some(row) = file.next_row()? {
        rows.push((row.line, row.cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()));
    }
    Ok(rows)
}

fn lines(bytes: &[u8]) -> Vec<u32> {
    rows(bytes, b',').unwrap().into_iter().map(|(line, _)| line).collect()
}

#[test]
fn rows_are_counted_as_a_person_finds_them() {
    assert_eq!(lines(b"a,b\n1,2\n3,4\n"), [1, 2, 3]);
    assert_eq!(lines(b"a,b\n1,2\n3,4"), [1, 2, 3]);
    assert_eq!(lines(b"a,b\r\n1,2\r\n3,4\r\n"), [1, 2, 3]);
    assert_eq!(lines(b"a,b\r1,2\r3,4"), [1, 2, 3]);
    assert_eq!(lines(b"a,b\n\n\n1,2\n\n3,4\n\n"), [1, 4, 6]);
    assert_eq!(lines(b"a,b\r\n\r\n1,2\r\n\r\n\r\n3,4"), [1, 3, 6]);
    assert_eq!(lines(b"a,b\n\"x\ny\",2\n3,4\n"), [1, 2, 4]);
    assert_eq!(lines(b"a,b\r\n\"x\r\n\r\ny\",2\r\n3,4\r\n"), [1, 2, 5]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_header() {
    for bytes in [&b"\xef\xbb\xbfa,b\n1,2\n"[..], b"\xef\xbb\xbf\"a\",b\n1,2\n"] {
        let rows = rows(bytes, b',').unwrap();
        assert_eq!(rows[0].1, ["a", "b"]);
        assert_eq!(rows[1].1, ["1", "2"]);
    }
}

#[test]
fn other_delimiters() {
    assert_eq!(rows(b"a;b\n1,5;2\n", b';').unwrap()[1].1, ["1,5", "2"]);
    assert_eq!(rows(b"a\tb\n1\t2\n", b'\t').unwrap()[1].1, ["1", "2"]);
}

#[test]
fn quotes_that_do_not_close_are_named_and_swallow_nothing() {
    assert_eq!(rows(b"a,b\n1,2\n\"x,2\n3,4\n", b',').unwrap_err(), FileProblem::OpenQuote { line: 3 });
    let stray = rows(b"a,b\n\"x,2\n3,4\n5,\"y\"\n", b',').unwrap_err();
    assert_eq!(stray, FileProblem::StrayQuote { line: 2, last: 4 });
    assert!(rows(b"a,b\n\"x \"\"quoted\"\"\",2\n", b',').is_ok());
    assert!(rows(b"a,b\n5\" pipe,2\n", b',').is_ok());
}

#[test]
fn a_row_without_end_is_bounded() {
    let mut bytes = b"a,b\n1,2\n".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', 3 * LONGEST_ROW));
    assert_eq!(rows(&bytes, b',').unwrap_err(), FileProblem::TooLong { line: 3 });
    let mut bytes = b"a,b\n1,2\n\"".to_vec();
    bytes.extend(b"1,2\n".repeat(LONGEST_ROW));
    assert_eq!(rows(&bytes, b',').unwrap_err(), FileProblem::TooLong { line: 3 });
}

#[test]
fn many_rows_keep_their_lines() {
    let mut bytes = b"a,b\r\n".to_vec();
    for row in 0..50_000 {
        bytes.extend(format!("{row},\"x\r\ny\"\r\n").as_bytes());
    }
    let rows = rows(&bytes, b',').unwrap();
    assert_eq!(rows.len(), 50_001);
    for (place, (line, cells)) in rows.iter().enumerate().skip(1) {
        assert_eq!(usize::try_from(*line).unwrap(), 2 * place);
        assert_eq!(cells[0], (place - 1).to_string());
    }
}

#[test]
fn what_is_no_csv_says_so() {
    assert_eq!(rows(b"", b',').unwrap_err(), FileProblem::Empty);
    assert_eq!(rows(b"\n\n", b',').unwrap_err(), FileProblem::Empty);
    assert_eq!(rows(b"PK\x03\x04xx", b',').unwrap_err(), FileProblem::NotCsv("a workbook"));
    assert_eq!(rows(b"\xff\xfea\0,\0b\0", b',').unwrap_err(), FileProblem::NotCsv("text in UTF-16"));
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(CsvFile::open(folder.path(), b','), Err(FileProblem::NotCsv("a folder") | FileProblem::Io(_))));
    assert!(matches!(CsvFile::open(&folder.path().join("none.csv"), b','), Err(FileProblem::Io(_))));
}

#[test]
fn raw_text_of_some_rows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, b"a,b\n1,2\n\"x\ny\",\"say \"\"hi\"\"\"\n5,6\n").unwrap();
    assert_eq!(raw_rows(&path, b',', &[3, 2]), [(2, "1,2".to_owned()), (3, "\"x\ny\",\"say \"\"hi\"\"\"".to_owned())]);
    assert_eq!(raw_rows(&path, b',', &[9]), []);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::sample::select(b"a,\"\n\r;\xff\xef".to_vec()), 0..60)) {
        let _ = rows(&bytes, b',').is_ok();
    }
}
