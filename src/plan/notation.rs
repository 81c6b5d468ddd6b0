//! What a diagram in a document is written in, by what the document calls it.
//!
//! Part of: plan. Input: the words behind the marks of a fence, or a class. Output: [`Notation`].

/// What a diagram is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Mermaid.
    Mermaid,
    /// A description of ours.
    Groundplan,
}

impl Notation {
    /// By the words behind the marks of a fence: `mermaid`, `{.mermaid}`, `{mermaid}`, `{#id .mermaid}`, `kroki-mermaid`.
    pub fn of_info(info: &str) -> Option<Self> {
        let words = |text| str::split(text, |c: char| c.is_whitespace() || matches!(c, '{' | '}' | ','));
        let name = match info.trim_start().strip_prefix('{') {
            None => words(info.trim_start()).next()?,
            // Pandoc takes the first class, wherever it stands.
            Some(inner) => {
                let mut words = words(inner).filter(|word| !word.is_empty());
                let first = words.next()?;
                let is_name = !first.starts_with('#') && !first.contains('=');
                let word = if is_name { first } else { words.find(|word| word.starts_with('.'))? };
                word.strip_prefix('.').unwrap_or(word)
            }
        };
        Self::of_name(name)
    }

    /// By a class of an element: the name of a language, or that behind `language-`.
    pub fn of_class(class: &str) -> Option<Self> {
        const PREFIX: &str = "language-";
        let head = class.get(..PREFIX.len()).filter(|head| head.eq_ignore_ascii_case(PREFIX));
        Self::of_name(head.map_or(class, |head| &class[head.len()..]))
    }

    fn of_name(name: &str) -> Option<Self> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("mermaid") || is("kroki-mermaid") {
            Some(Self::Mermaid)
        } else {
            is("groundplan").then_some(Self::Groundplan)
        }
    }
}
