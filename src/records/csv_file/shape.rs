//! Lines and quotes of raw CSV text.

/// Counts lines, however they end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines {
    pub line: u32,
    after_return: bool,
}

impl Lines {
    pub const START: Lines = Lines { line: 1, after_return: false };

    pub fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let ends = *byte == b'\r' || (*byte == b'\n' && !self.after_return);
            self.line = self.line.saturating_add(u32::from(ends));
            self.after_return = *byte == b'\r';
        }
    }
}

/// How the quotes of a row stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quotes {
    Fine,
    /// A quoted cell has no closing quote.
    Open,
    /// Something stands between a closing quote and the next delimiter.
    Stray,
}

pub(super) fn quotes(raw: &[u8], delimiter: u8) -> Quotes {
    enum At {
        Start,
        Plain,
        Quoted,
        Closed,
    }
    let mut at = At::Start;
    let mut stray = false;
    for byte in raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw) {
        let ends = *byte == delimiter || matches!(byte, b'\r' | b'\n');
        at = match at {
            At::Start if *byte == b'"' => At::Quoted,
            At::Start | At::Plain | At::Closed if ends => At::Start,
            At::Start | At::Plain => At::Plain,
            At::Quoted if *byte == b'"' => At::Closed,
            At::Quoted => At::Quoted,
            At::Closed if *byte == b'"' => At::Quoted,
            At::Closed => {
                stray = true;
                At::Plain
            }
        };
    }
    match at {
        At::Quoted => Quotes::Open,
        At::Start | At::Plain | At::Closed if stray => Quotes::Stray,
        At::Start | At::Plain | At::Closed => Quotes::Fine,
    }
}
