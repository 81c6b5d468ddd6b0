//! Tokens -> statements, by the official grammar. Subgraphs nest on a stack of their own, never on ours.

use super::super::cursor::{Cursor, Token};
use super::super::fault::Fault;
use super::build::{Build, Link, Words, outline};
use super::lex::Lexer;
use super::token::{Bracket, Kind};
use super::{Flowchart, Shape, shape};
use crate::base::Direction;
use crate::base::text::short;
use std::ops::Range;

pub(super) struct Parser<'a> {
    pub(super) cursor: Cursor<'a, Lexer<'a>>,
    pub(super) build: Build,
}

type Done = Result<(), Fault>;

/// Reads a flowchart.
pub(in super::super) fn read(text: &str) -> Result<Flowchart, Fault> {
    let mut parser = Parser { cursor: Cursor::new(text, Lexer::new(text)), build: Build::default() };
    parser.head()?;
    parser.document()?;
    Ok(parser.build.finish())
}

impl Parser<'_> {
    pub(super) fn expect(&mut self, kind: Kind, what: &str, help: &str) -> Result<Token<Kind>, Fault> {
        if self.cursor.is(kind) { Ok(self.cursor.next()) } else { Err(self.unexpected(what, help)) }
    }

    /// The next token is none that can stand here.
    pub(super) fn unexpected(&self, expected: &str, help: &str) -> Fault {
        let mut at = self.cursor.token.at.clone();
        let shown = self.cursor.slice(&at).trim_end();
        at.end = if shown.is_empty() { at.end } else { at.start + shown.len() };
        let (found, help) = match self.cursor.token.kind {
            Kind::Finish | Kind::Cut => ("the end of the diagram".to_owned(), help),
            Kind::Newline => ("the end of the line".to_owned(), help),
            Kind::Space => ("a blank".to_owned(), help),
            Kind::End => (
                "`end`, a word of Mermaid,".to_owned(),
                "Write `End` in a label; as an id it needs another name, as `finish`.",
            ),
            Kind::Quoted | Kind::Markdown => ("a text in quotes".to_owned(), help),
            Kind::Style
            | Kind::Default
            | Kind::LinkStyle
            | Kind::ClassDef
            | Kind::Class
            | Kind::Graph
            | Kind::Subgraph => (
                format!("`{}`, a word of Mermaid,", self.cursor.slice(&at).trim()),
                if expected.contains("id") { "Give it an id that is no word of Mermaid." } else { help },
            ),
            Kind::Unknown => (
                format!("`{}`, a character of no id and no arrow,", short(shown)),
                "Put what a box shows in quotes, as in `id[\"text\"]`, and write arrows as `-->`.",
            ),
            _ => (format!("`{}`", short(shown.trim())), help),
        };
        let help = if self.cursor.text[at.start..].starts_with("->") {
            "Write arrows as `-->`, `---` or `==>`."
        } else {
            help
        };
        Fault::new(at, format!("{} stands where {expected} is due.", capital(&found)), help)
    }

    fn head(&mut self) -> Done {
        const HELP: &str =
            "Write `flowchart` or `graph` and one of TB, TD, BT, LR, RL on the first line, and nothing else.";
        while matches!(self.cursor.token.kind, Kind::Space | Kind::Newline) {
            self.cursor.next();
        }
        self.expect(Kind::Graph, "`flowchart`", HELP)?;
        match self.cursor.token.kind {
            Kind::NoDirection => {
                self.build.graph(Direction::Down);
                self.cursor.next();
                Ok(())
            }
            Kind::GraphDirection(direction) => {
                self.build.graph(direction);
                self.cursor.next();
                let spaces = self.spaces();
                if spaces == 0 && self.cursor.eat(Kind::Semicolon) || self.cursor.eat(Kind::Newline) {
                    Ok(())
                } else {
                    Err(self.unexpected("the end of the first line", HELP))
                }
            }
            _ => Err(self.no_direction(HELP)),
        }
    }

    /// What stands behind `flowchart` is no direction; the lexer stops at the blank before it.
    fn no_direction(&self, help: &str) -> Fault {
        let from = self.cursor.token.at.start;
        let line = self.cursor.text[from..].lines().next().unwrap_or_default();
        let word = line.split_whitespace().next().unwrap_or_default();
        let start = from + line.find(word).unwrap_or_default();
        if word.is_empty() {
            return self.unexpected("a direction", help);
        }
        Fault::new(start..start + word.len(), format!("`{}` is no direction.", short(word)), help)
    }

    /// How many blanks there were.
    pub(super) fn spaces(&mut self) -> usize {
        let mut count = 0;
        while self.cursor.eat(Kind::Space) {
            count += 1;
        }
        count
    }

    fn document(&mut self) -> Done {
        loop {
            match self.cursor.token.kind {
                Kind::Semicolon | Kind::Newline | Kind::Space => {
                    self.cursor.next();
                }
                Kind::Finish => {
                    return match self.build.innermost() {
                        None => Ok(()),
                        Some(open) => Err(Fault::new(
                            self.cursor.token.at.clone(),
                            format!("The diagram ends inside of the subgraph `{}`.", short(&open.title)),
                            "Close it with a line `end`.",
                        )),
                    };
                }
                Kind::End => {
                    if !self.build.close() {
                        return Err(Fault::new(
                            self.cursor.token.at.start..self.cursor.token.at.start + "end".len(),
                            "`end` closes no subgraph.",
                            "Leave it out; as an id it needs another name, as `finish`.",
                        ));
                    }
                    self.cursor.next();
                }
                _ => self.statement()?,
            }
        }
    }

    fn statement(&mut self) -> Done {
        match self.cursor.token.kind {
            Kind::Direction(direction) => {
                self.build.direction(direction);
                self.cursor.next();
                Ok(())
            }
            Kind::TitleKey | Kind::DescriptionKey => {
                // Its text is whatever follows.
                self.cursor.next();
                self.cursor.next();
                Ok(())
            }
            Kind::Description2 => {
                self.cursor.next();
                Ok(())
            }
            Kind::Subgraph => self.subgraph(),
            Kind::Style => self.style(),
            Kind::LinkStyle => self.link_style(),
            Kind::ClassDef => self.class_definition(),
            Kind::Class => self.class(),
            Kind::Click => self.click(),
            kind if kind.in_id() => self.chain(),
            _ => Err(self.unexpected(
                "a statement",
                "Begin the line with the id of a node, or with `subgraph`, `end`, `classDef`, `class`, `style`, `click` or `direction`; a comment has its own line and begins with `%%`.",
            )),
        }
    }

    pub(super) fn separator(&mut self) -> Done {
        match self.cursor.token.kind {
            Kind::Newline | Kind::Semicolon => {
                self.cursor.next();
                Ok(())
            }
            Kind::Finish => Ok(()),
            Kind::End => Err(self.unexpected("the end of the line", "Write `end` on a line of its own.")),
            _ => Err(self.unexpected("the end of the line", "Write one statement a line, without anything behind it.")),
        }
    }

    fn subgraph(&mut self) -> Done {
        const HELP: &str =
            "Write `subgraph id[\"Title\"]`: a title with other characters than letters and digits in quotes.";
        self.cursor.next();
        self.expect(Kind::Space, "the name of the subgraph", HELP)?;
        let start = self.cursor.token.at.start;
        let name = self.words(Kind::in_name, HELP)?;
        let at = start..self.cursor.token.at.start;
        if self.cursor.eat(Kind::Open(Bracket::Square)) {
            let title = self.words(Kind::in_text, HELP)?;
            self.close_label(Bracket::Square)?;
            self.separator()?;
            self.build.open(Some(name.text.trim()), &title, at);
            return Ok(());
        }
        self.separator().map_err(|_| self.unexpected("the end of the line", HELP))?;
        let several = name.text.contains(super::super::scan::is_space);
        self.build.open((!several).then_some(name.text.as_str()), &name, at);
        Ok(())
    }

    /// A text of tokens of some kinds; its first part may be in quotes.
    fn words(&mut self, of: impl Fn(Kind) -> bool, help: &str) -> Result<Words, Fault> {
        let mut out = Words::default();
        match self.cursor.token.kind {
            Kind::Quoted | Kind::Markdown => {
                let token = self.cursor.next();
                out.markdown = token.kind == Kind::Markdown;
                out.text.push_str(self.cursor.slice(&token.at));
            }
            kind if of(kind) => {}
            _ => return Err(self.unexpected("a text", help)),
        }
        while of(self.cursor.token.kind) {
            let token = self.cursor.next();
            out.text.push_str(self.cursor.slice(&token.at));
        }
        Ok(out)
    }

    /// `a --> b & c`: nodes and the arrows between them.
    fn chain(&mut self) -> Done {
        let mut all = Vec::new();
        let mut last = self.nodes()?;
        loop {
            if matches!(self.cursor.token.kind, Kind::Link | Kind::EdgeId | Kind::LinkStart) {
                let link = self.link()?;
                let next = self.nodes()?;
                self.build.link(&last, &next, &link)?;
                all.extend(std::mem::replace(&mut last, next));
            } else {
                self.separator()?;
                all.extend(last);
                self.build.members(all);
                return Ok(());
            }
        }
    }

    /// `a & b`, with the data and the blanks behind it.
    fn nodes(&mut self) -> Result<Vec<String>, Fault> {
        let mut out = Vec::new();
        loop {
            let (id, at) = self.node()?;
            let mut data = String::new();
            let start = self.cursor.token.at.start;
            let shaped = self.cursor.is(Kind::ShapeData);
            let mut quoted = false;
            while self.cursor.is(Kind::ShapeData) {
                let token = self.cursor.next();
                let piece = self.cursor.slice(&token.at);
                if quoted && piece != "\"" {
                    // Lines of a text in quotes are lines of the label.
                    let lines = piece.split('\n').enumerate();
                    let lines: Vec<&str> = lines.map(|(i, l)| if i > 0 { l.trim_start() } else { l }).collect();
                    data.push_str(&lines.join("<br/>"));
                } else {
                    data.push_str(piece.strip_prefix("@{").unwrap_or(piece));
                }
                quoted ^= piece == "\"";
            }
            if shaped {
                let place = at.start..self.cursor.token.at.start.max(start);
                self.build.data(&id, shape::data(&data), &place)?;
            }
            out.push(id);
            let spaces = self.spaces();
            if spaces > 0 && self.cursor.eat(Kind::Ampersand) {
                const HELP: &str = "Write a blank and an id behind the `&`.";
                self.expect(Kind::Space, "a blank", HELP)?;
                self.spaces();
            } else if spaces > 0 && shaped {
                return Err(self.unexpected("`&`", "Leave out the blank behind the braces, or begin a new line."));
            } else {
                return Ok(out);
            }
        }
    }

    fn node(&mut self) -> Result<(String, Range<usize>), Fault> {
        let at = self.id()?;
        let id = self.cursor.slice(&at).to_owned();
        let outlined = match self.cursor.token.kind {
            Kind::Open(bracket) => {
                self.cursor.next();
                Some(self.label(bracket)?)
            }
            Kind::TagEnd => {
                self.cursor.next();
                let words = self.label_words()?;
                self.close_label(Bracket::Square)?;
                Some((words, Shape::Flag))
            }
            _ => None,
        };
        if let Some(node) = self.build.node(&id, &at)
            && let Some((words, shape)) = outlined
        {
            node.say(words.shown());
            node.shape = shape;
        }
        if self.cursor.eat(Kind::ClassMark) {
            let class = self.id()?;
            let class = self.cursor.slice(&class);
            self.build.class(&id, class);
        }
        Ok((id, at))
    }

    pub(super) fn id(&mut self) -> Result<Range<usize>, Fault> {
        if !self.cursor.token.kind.in_id() {
            return Err(self.unexpected(
                "an id",
                "Write an id of letters, digits and `_`; put what a box shows in `id[\"text\"]`.",
            ));
        }
        Ok(self.cursor.while_of(Kind::in_id))
    }

    /// A label with its closing bracket.
    fn label(&mut self, open: Bracket) -> Result<(Words, Shape), Fault> {
        let twice = matches!(open, Bracket::Round | Bracket::Curly) && self.cursor.eat(Kind::Open(open));
        if open == Bracket::Properties {
            const HELP: &str = "Write `id[|borders:lt|text]`.";
            for kind in [Kind::NodeText, Kind::Colon, Kind::NodeText, Kind::Pipe] {
                self.expect(kind, "a property", HELP)?;
            }
        }
        let words = self.label_words()?;
        let close = match self.cursor.token.kind {
            Kind::Close(close) if matches!(open, Bracket::Trapezoid | Bracket::InverseTrapezoid) => close,
            _ if open == Bracket::Properties => Bracket::Square,
            _ => open,
        };
        self.close_label(close)?;
        if twice {
            self.close_label(close)?;
        }
        let shape = match (open, twice) {
            (Bracket::Round, true) => Shape::Circle,
            (Bracket::Curly, true) => Shape::Hexagon,
            _ => outline(open, close),
        };
        Ok((words, shape))
    }

    fn label_words(&mut self) -> Result<Words, Fault> {
        self.words(Kind::in_text, "Write a text between the brackets, in quotes: `id[\"text\"]`.")
    }

    fn close_label(&mut self, close: Bracket) -> Done {
        if self.cursor.eat(Kind::Close(close)) { Ok(()) } else { Err(self.in_label()) }
    }

    /// Something stands in a label that ends it or means something else there.
    fn in_label(&self) -> Fault {
        let found = short(self.cursor.slice(&self.cursor.token.at));
        match self.cursor.token.kind {
            Kind::Finish | Kind::Cut => Fault::new(
                self.cursor.token.at.clone(),
                "The diagram ends inside of a label.",
                "Close its bracket and its quotes.",
            ),
            Kind::Quoted | Kind::Markdown => Fault::new(
                self.cursor.token.at.clone(),
                "A quote stands inside of a label.",
                "Put the whole label in quotes, and write a quote inside of it as `#quot;`.",
            ),
            _ => Fault::new(
                self.cursor.token.at.clone(),
                format!("`{}` stands inside of a label without quotes.", found.trim()),
                "Put the label in quotes: `id[\"text (more)\"]` or `-->|\"text (more)\"|`.",
            ),
        }
    }

    fn link(&mut self) -> Result<Link, Fault> {
        const HELP: &str = "Write an arrow such as `-->`, `-->|\"text\"|` or `-- text -->`.";
        let start = self.cursor.token.at.start;
        let id = self
            .cursor
            .is(Kind::EdgeId)
            .then(|| self.cursor.next())
            .map(|token| self.cursor.slice(&token.at).replacen('@', "", 1));
        let mut link = if self.cursor.is(Kind::LinkStart) {
            let first = self.cursor.next();
            let label = self.words(|kind| matches!(kind, Kind::EdgeText | Kind::Letter), HELP)?;
            let last = self.expect(Kind::Link, "the end of the arrow", HELP)?;
            let mut link = Link::new(Some(self.cursor.slice(&first.at)), self.cursor.slice(&last.at));
            let letter = self.cursor.slice(&last.at).starts_with(['x', 'o']);
            let joined = self.cursor.text[..last.at.start].ends_with(char::is_alphanumeric);
            link.lost = (letter && joined).then(|| last.at.start..last.at.start + 1);
            link.label = label;
            link.at = first.at.start..last.at.end;
            link
        } else {
            let arrow = self.expect(Kind::Link, "an arrow", HELP)?;
            let mut link = Link::new(None, self.cursor.slice(&arrow.at));
            link.at = arrow.at;
            if self.cursor.eat(Kind::Pipe) {
                link.label = self.words(Kind::in_text, "Write a text between the `|`, in quotes.")?;
                if !self.cursor.eat(Kind::Pipe) {
                    return Err(self.in_label());
                }
                self.cursor.eat(Kind::Space);
            }
            link
        };
        link.id = id;
        // The blanks around an arrow are a part of its token.
        let arrow = self.cursor.slice(&link.at);
        let end = link.at.start + arrow.trim_end().len();
        link.at = start + (arrow.len() - arrow.trim_start().len()) * usize::from(link.id.is_none())..end;
        Ok(link)
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
