//! Where a text breaks into lines.

use super::{Font, Measure};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How much room a text gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Width of a line, in px.
    pub width: f64,
    /// Number of lines; what does not fit ends in an ellipsis.
    pub lines: usize,
}

/// More is not looked at for one line: nobody reads on, and a text of megabytes must not cost seconds.
const MOST_CHARACTERS_A_LINE: usize = 200;

/// After these a long word may break.
const BREAKS_AFTER: [char; 9] = ['/', '-', '_', '.', ',', ':', '&', '=', '?'];

/// Whether [`wrap`] made this last line of `text` by leaving something out.
pub fn is_cut(line: &str, text: &str) -> bool {
    let open = |s: &str| s.trim_end_matches(']').ends_with('…');
    open(line) && !open(text.trim_end())
}

/// What is never parted by a break, where it does not have to be.
struct Piece<'t> {
    text: &'t str,
    width: f64,
    /// How much longer it makes a line that it does not begin: letters that meet stand nearer together, or farther apart.
    more: f64,
    /// Whether a space stands before it.
    spaced: bool,
}

/// Breaks `text` into lines that fit, as equally long as the number of lines allows.
///
/// White space of any kind is one space; a line that is a single piece may be wider than the limit only where one
/// grapheme is.
pub fn wrap(text: &str, font: Font, limit: Limit, measure: &dyn Measure) -> Vec<String> {
    let most = limit.lines.max(1) * MOST_CHARACTERS_A_LINE;
    let (text, cut) = match text.char_indices().nth(most) {
        Some((at, _)) => (&text[..at], true),
        None => (text, false),
    };
    // Most texts fit as they are, and one measurement tells.
    let pieces = pieces(text, font, limit.width, measure);
    let lines = fill(&pieces, limit.width);
    if lines.len() > limit.lines || cut {
        // Brackets around the whole stay a pair.
        let end = if text.starts_with('[') { "…]" } else { "…" };
        return ellipsis(&pieces, &lines, end, limit, font, measure);
    }
    if lines.len() < 2 {
        return join(&pieces, &lines);
    }
    // The narrowest width that needs no further line.
    let (mut low, mut high) = (limit.width / lines.len() as f64 / 2.0, limit.width);
    let mut best = lines;
    for _ in 0..8 {
        let middle = f64::midpoint(low, high);
        let tried = fill(&pieces, middle);
        let fits = tried.len() == best.len() && tried.iter().all(|line| line_width(&pieces[line.clone()]) <= middle);
        if fits {
            (best, high) = (tried, middle);
        } else {
            low = middle;
        }
    }
    join(&pieces, &best)
}

type Line = std::ops::Range<usize>;

/// Fills lines greedily.
fn fill(pieces: &[Piece<'_>], width: f64) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut start, mut used) = (0, 0.0);
    for (i, piece) in pieces.iter().enumerate() {
        if i > start && used + piece.more > width {
            lines.push(start..i);
            (start, used) = (i, piece.width);
        } else {
            used += if i == start { piece.width } else { piece.more };
        }
    }
    if start < pieces.len() {
        lines.push(start..pieces.len());
    }
    lines
}

fn line_width(pieces: &[Piece<'_>]) -> f64 {
    pieces.first().map_or(0.0, |piece| piece.width) + pieces.iter().skip(1).map(|piece| piece.more).sum::<f64>()
}

fn join(pieces: &[Piece<'_>], lines: &[Line]) -> Vec<String> {
    lines.iter().map(|line| join_line(&pieces[line.clone()])).collect()
}

fn join_line(pieces: &[Piece<'_>]) -> String {
    let mut out = String::new();
    for (i, piece) in pieces.iter().enumerate() {
        if i > 0 && piece.spaced {
            out.push(' ');
        }
        out.push_str(piece.text);
    }
    out
}

/// The lines that there is room for, the last one with `end` in place of its last letters.
fn ellipsis(
    pieces: &[Piece<'_>],
    lines: &[Line],
    end: &str,
    limit: Limit,
    font: Font,
    measure: &dyn Measure,
) -> Vec<String> {
    let kept = limit.lines.max(1).min(lines.len());
    let mut out = join(pieces, &lines[..kept]);
    if let Some(last) = out.last_mut() {
        let stop = |text: &str| format!("{}{end}", text.trim_end_matches([' ', '.', ',', ';', ':', '…']));
        let mut ends: Vec<usize> = last.grapheme_indices(true).map(|(at, _)| at).collect();
        let mut shown = stop(last);
        while measure.width(&shown, font) > limit.width {
            let Some(at) = ends.pop() else { break };
            shown = stop(&last[..at]);
        }
        *last = shown;
    }
    out
}

/// Words, parts of long words, and wide characters one by one.
fn pieces<'t>(text: &'t str, font: Font, width: f64, measure: &dyn Measure) -> Vec<Piece<'t>> {
    let mut out = Vec::new();
    let space = measure.width(" ", font);
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        let first = out.len();
        for part in parts(word) {
            let measured = measure.width(part, font);
            if measured <= width {
                out.push(Piece { text: part, width: measured, more: measured, spaced: false });
            } else {
                split(part, font, width, measure, &mut out);
            }
        }
        if let Some(piece) = out.get_mut(first) {
            (piece.more, piece.spaced) = (space + piece.width, true);
        }
        for k in first + 1..out.len() {
            let before = out[k - 1].text;
            let both: String = [before, out[k].text].concat();
            out[k].more = measure.width(&both, font) - out[k - 1].width;
        }
    }
    out
}

/// Parts a word where it may break: after certain signs, before a capital in camel case, around wide characters.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = rest.len();
        if rest.len() > 12 {
            let mut before = None;
            for (at, grapheme) in rest.grapheme_indices(true) {
                let wide = grapheme.width() > 1;
                let capital = grapheme.starts_with(char::is_uppercase);
                let breaks = before.is_some_and(|(was_wide, low, breaks)| wide || was_wide || breaks || low && capital);
                if breaks && at > 0 {
                    end = at;
                    break;
                }
                // A sign at the very start belongs to what follows: `/orders`, `.env`.
                let low = grapheme.ends_with(char::is_lowercase);
                before = Some((wide, low, at > 0 && grapheme.ends_with(BREAKS_AFTER)));
            }
        }
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

/// Breaks a part that is wider than a line anywhere between graphemes.
fn split<'t>(part: &'t str, font: Font, width: f64, measure: &dyn Measure, out: &mut Vec<Piece<'t>>) {
    let (mut start, mut used) = (0, 0.0);
    for (at, grapheme) in part.grapheme_indices(true) {
        let end = at + grapheme.len();
        let mut with = measure.width(&part[start..end], font);
        if at > start && with > width {
            out.push(Piece { text: &part[start..at], width: used, more: used, spaced: false });
            (start, with) = (at, measure.width(grapheme, font));
        }
        used = with;
    }
    out.push(Piece { text: &part[start..], width: used, more: used, spaced: false });
}
