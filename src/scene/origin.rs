//! What a picture was made from, so that whoever gets the picture can change it.

/// A text, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What the text is written in.
    pub language: Language,
    /// Which view of a description; none where the text is one diagram.
    pub view: Option<String>,
    /// The text, as it was read.
    pub text: String,
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// A description of ours.
    Groundplan,
    /// Mermaid.
    Mermaid,
}

impl Language {
    /// Its name: the word of a code fence.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Groundplan => "groundplan",
            Self::Mermaid => "mermaid",
        }
    }

    /// The language of that name.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Groundplan, Self::Mermaid].into_iter().find(|language| language.word() == word)
    }

    /// How its files end, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Groundplan => "yaml",
            Self::Mermaid => "mmd",
        }
    }
}
