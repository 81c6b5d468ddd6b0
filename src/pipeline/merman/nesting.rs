//! How deep a text is nested, in the ways that the grammars of merman's kinds have: known without any of them.

use std::ops::Range;

/// The line that goes deeper than `most`: brackets in brackets and subgraphs in subgraphs, or each line further in than
/// the last. Brackets in words count too. Cost: linear.
pub(super) fn deeper(text: &str, most: usize) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    let mut indents: Vec<usize> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let (at, words) = (start..start + line.trim_end().len(), line.trim());
        start += line.len();
        if words.is_empty() || words.starts_with("%%") {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        while indents.pop_if(|outer| *outer >= indent).is_some() {}
        indents.push(indent);
        match words.split_whitespace().next() {
            Some("subgraph") => depth += 1,
            Some("end") => depth = depth.saturating_sub(1),
            _ => {}
        }
        for letter in words.chars() {
            match letter {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth.max(indents.len()) > most {
                return Some(at);
            }
        }
    }
    None
}
