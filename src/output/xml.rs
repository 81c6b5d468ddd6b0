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
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if place == Place::Attribute => out.push_str("&quot;"),
            // A parser would turn it into a line feed.
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' if place == Place::Text => out.push(c),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            _ => out.push(c),
        }
    }
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

fn integer(out: &mut String, value: i64) {
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
