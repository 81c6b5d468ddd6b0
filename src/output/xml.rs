//! XML text: escaped, and numbers that are short.

/// What an escaped text stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Between tags; white space is kept.
    Text,
    /// In an attribute between double quotes.
    Attribute,
}

/// Appends `text`; characters that XML does not allow become spaces.
pub(super) fn escape(out: &mut String, text: &str, place: Place) {
    // Most of a text is plain: copied piece by piece.
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' if place == Place::Attribute => "&quot;",
            // A parser would turn it into a line feed.
            '\r' => "&#13;",
            '\n' if place == Place::Attribute => "&#10;",
            '\t' if place == Place::Attribute => "&#9;",
            '\n' | '\t' => continue,
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => " ",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        out.push_str(instead);
        plain = at + c.len_utf8();
    }
    out.push_str(&text[plain..]);
}

/// Appends ` name="value"`.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value, Place::Attribute);
    out.push('"');
}

/// Appends ` name="value"`.
pub(super) fn measure(out: &mut String, name: &str, value: f64) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    number(out, value);
    out.push('"');
}

/// Appends a number with two decimals at most.
pub(super) fn number(out: &mut String, value: f64) {
    let hundredths = (value * 100.0).round();
    // Nothing in a picture is that far away, and what is no number has no place in it at all.
    let hundredths = if hundredths.abs() < 1e12 { hundredths as i64 } else { 0 };
    let (whole, part) = (hundredths / 100, (hundredths % 100).unsigned_abs());
    if hundredths < 0 && whole == 0 {
        out.push('-');
    }
    integer(out, whole);
    if part != 0 {
        out.push('.');
        out.push(char::from(b'0' + (part / 10) as u8));
        if part % 10 != 0 {
            out.push(char::from(b'0' + (part % 10) as u8));
        }
    }
}

/// Appends a whole number.
pub(super) fn integer(out: &mut String, value: i64) {
    let mut digits = [0_u8; 20];
    let (mut at, mut rest) = (digits.len(), value.unsigned_abs());
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push('-');
    }
    out.extend(digits[at..].iter().map(|&digit| char::from(digit)));
}
