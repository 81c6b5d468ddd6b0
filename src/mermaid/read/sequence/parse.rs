//! Tokens -> statements, by the official grammar. Frames nest on a stack of their own, never on ours.

use super::super::fault::Fault;
use super::super::kind::short;
use super::super::label;
use super::build::Build;
use super::lex::Lexer;
use super::token::{Kind, Token};
use super::{Frame, Role, Sequence, Side, What};
use std::ops::Range;

struct Parser<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    /// The next token.
    token: Token,
    build: Build,
    open: Vec<Frame>,
}

type Done = Result<(), Fault>;

const MESSAGE: &str = "Write a message as `A->>B: text`; a `#` or `;` in a text is `#35;` or `#59;`.";

/// Reads a sequence diagram.
pub(in super::super) fn read(text: &str) -> Result<Sequence, Fault> {
    let mut lexer = Lexer::new(text);
    let token = lexer.next();
    let mut parser = Parser { text, lexer, token, build: Build::default(), open: Vec::new() };
    while parser.eat(Kind::Newline) {}
    parser.expect(Kind::Diagram, "`sequenceDiagram`", "Write `sequenceDiagram` on the first line.")?;
    parser.document()?;
    parser.build.finish()
}

impl<'a> Parser<'a> {
    fn next(&mut self) -> Token {
        let next = self.lexer.next();
        std::mem::replace(&mut self.token, next)
    }

    fn is(&self, kind: Kind) -> bool {
        self.token.kind == kind
    }

    fn eat(&mut self, kind: Kind) -> bool {
        let there = self.is(kind);
        if there {
            self.next();
        }
        there
    }

    fn expect(&mut self, kind: Kind, what: &str, help: &str) -> Result<Token, Fault> {
        if self.is(kind) { Ok(self.next()) } else { Err(self.unexpected(what, help)) }
    }

    fn slice(&self, at: &Range<usize>) -> &'a str {
        self.text.get(at.clone()).unwrap_or_default()
    }

    fn unexpected(&self, expected: &str, help: &str) -> Fault {
        let at = self.token.at.clone();
        let shown = self.slice(&at);
        let found = match self.token.kind {
            Kind::Finish => "The diagram ends".to_owned(),
            Kind::Newline | Kind::Unknown if shown.is_empty() => "The line ends".to_owned(),
            Kind::Newline => format!("`{shown}` ends the statement"),
            kind if !matches!(kind, Kind::Name | Kind::Text | Kind::Line | Kind::Odd | Kind::Arrow(_))
                && shown.starts_with(|c: char| c.is_ascii_alphabetic()) =>
            {
                format!("`{}`, a word of Mermaid, stands", short(shown))
            }
            _ => format!("`{}` stands", short(shown)),
        };
        Fault::new(at, format!("{found} where {expected} is due."), help)
    }

    fn document(&mut self) -> Done {
        loop {
            match self.token.kind {
                Kind::Newline | Kind::Odd => {
                    self.next();
                }
                Kind::Finish => {
                    return match self.open.last() {
                        None => Ok(()),
                        Some(frame) => Err(Fault::new(
                            self.token.at.clone(),
                            format!("The diagram ends inside of `{}`.", word(*frame)),
                            "Close it with a line `end`.",
                        )),
                    };
                }
                _ => self.statement()?,
            }
        }
    }

    fn end_of_line(&mut self) -> Done {
        self.expect(Kind::Newline, "the end of the line", "Write one statement a line, without anything behind it.")?;
        Ok(())
    }

    fn event(&mut self, what: What, at: Range<usize>) {
        self.build.event(what, at);
    }

    fn statement(&mut self) -> Done {
        let at = self.token.at.clone();
        match self.token.kind {
            Kind::Participant | Kind::Actor => self.participant().map(|_| ()),
            Kind::Destroy => self.destroy(),
            Kind::Create => {
                self.next();
                if self.is(Kind::Destroy) {
                    return self.destroy();
                }
                let (id, place, known) = self.participant()?;
                if known {
                    self.build.twice(&id, &place);
                }
                self.event(What::Create(id), at.start..place.end);
                Ok(())
            }
            Kind::Box => self.boxed(),
            Kind::Autonumber => {
                self.next();
                if !self.eat(Kind::Off) && self.eat(Kind::Number) {
                    self.eat(Kind::Number);
                }
                self.end_of_line()
            }
            Kind::Activate | Kind::Deactivate => {
                let begins = self.next().kind == Kind::Activate;
                let (id, place) = self.name("Write the id of a participant alone on the line.")?;
                self.end_of_line()?;
                let what = if begins { What::Activate(id) } else { What::Deactivate(id) };
                self.event(what, at.start..place.end);
                Ok(())
            }
            Kind::Note => self.note(),
            Kind::Link => {
                const HELP: &str = "Write `link A: name @ address`.";
                self.next();
                let (id, place) = self.name(HELP)?;
                self.build.participant(&id, &place, None, None);
                self.expect(Kind::Text, "`:` and a text", HELP)?;
                self.end_of_line()
            }
            Kind::Title | Kind::Description => {
                self.next();
                Ok(())
            }
            Kind::Key => {
                // Its text is the rest of the line.
                self.next();
                self.next();
                Ok(())
            }
            Kind::Open(frame) => {
                self.next();
                let text = self.condition()?;
                self.open.push(frame);
                self.event(What::Open { frame, text }, at);
                Ok(())
            }
            Kind::Else | Kind::And | Kind::Option => self.branch(),
            Kind::End => {
                if self.open.pop().is_none() {
                    return Err(Fault::new(
                        at,
                        "`end` closes nothing.",
                        "Leave it out; a participant cannot have this id.",
                    ));
                }
                self.next();
                self.event(What::Close, at);
                Ok(())
            }
            Kind::Name => self.message(),
            _ => Err(self.unexpected("a statement", MESSAGE)),
        }
    }

    fn condition(&mut self) -> Result<String, Fault> {
        let line = self.expect(Kind::Line, "a condition", "Write the condition on the same line.")?;
        Ok(words(self.slice(&line.at)))
    }

    fn branch(&mut self) -> Done {
        let token = self.token.clone();
        let (frames, help): (&[Frame], _) = match token.kind {
            Kind::Else => (&[Frame::Alt], "`else` stands inside of `alt`."),
            Kind::And => (&[Frame::Par, Frame::ParOver], "`and` stands inside of `par`."),
            _ => (&[Frame::Critical], "`option` stands inside of `critical`."),
        };
        if !self.open.last().is_some_and(|frame| frames.contains(frame)) {
            let message = format!("`{}` parts nothing here.", self.slice(&token.at));
            return Err(Fault::new(token.at, message, help));
        }
        self.next();
        let text = self.condition()?;
        self.event(What::Branch(text), token.at);
        Ok(())
    }

    /// The id of a participant that is due here.
    fn name(&mut self, help: &str) -> Result<(String, Range<usize>), Fault> {
        let token = self.expect(Kind::Name, "the id of a participant", help)?;
        Ok((self.slice(&token.at).to_owned(), token.at))
    }

    /// A line that names a participant: its id, where that stands, and whether it was known.
    fn participant(&mut self) -> Result<(String, Range<usize>, bool), Fault> {
        const HELP: &str = "Write `participant A as the name`.";
        let role = match self.token.kind {
            Kind::Actor => Role::Actor,
            Kind::Participant => Role::Participant,
            _ => return Err(self.unexpected("`participant` or `actor`", HELP)),
        };
        self.next();
        let (id, at) = self.name(HELP)?;
        let data = if self.eat(Kind::ConfigOpen) {
            const HELP: &str = "Write `participant A@{ \"type\": \"database\" }`.";
            let config = self.expect(Kind::Config, "data", HELP)?;
            self.expect(Kind::ConfigClose, "`}`", HELP)?;
            config_of(self.slice(&config.at))
        } else {
            (None, None)
        };
        let mut name = data.1;
        if self.eat(Kind::As) {
            let line = self.expect(Kind::Line, "a name", HELP)?;
            name = Some(self.slice(&line.at).to_owned());
        }
        self.end_of_line()?;
        let name = name.map(|name| wrapless(&name).to_owned());
        let known = self.build.knows(&id);
        self.build.participant(&id, &at, Some(data.0.unwrap_or(role)), name.as_deref());
        Ok((id, at, known))
    }

    fn destroy(&mut self) -> Done {
        let at = self.next().at;
        let (id, place) = self.name("Write `destroy A`.")?;
        self.end_of_line()?;
        self.event(What::Destroy(id), at.start..place.end);
        Ok(())
    }

    fn boxed(&mut self) -> Done {
        const HELP: &str = "Between `box` and its `end` stand participants alone.";
        self.next();
        let title = self.expect(Kind::Line, "a title", HELP)?;
        self.build.open_box(self.slice(&title.at));
        loop {
            match self.token.kind {
                Kind::Newline => {
                    self.next();
                }
                Kind::Participant | Kind::Actor => {
                    self.participant()?;
                }
                Kind::Destroy => self.destroy()?,
                Kind::End => {
                    self.next();
                    self.build.close_box();
                    return Ok(());
                }
                _ => return Err(self.unexpected("a participant or `end`", HELP)),
            }
        }
    }

    fn note(&mut self) -> Done {
        const HELP: &str = "Write `Note over A,B: text`, `Note left of A: text` or `Note right of A: text`.";
        let at = self.next().at;
        let side = match self.token.kind {
            Kind::LeftOf => Side::Left,
            Kind::RightOf => Side::Right,
            Kind::Over => Side::Over,
            _ => return Err(self.unexpected("`over`, `left of` or `right of`", HELP)),
        };
        self.next();
        let mut of = Vec::new();
        let (id, place) = self.name(HELP)?;
        self.build.participant(&id, &place, None, None);
        of.push(id);
        if side == Side::Over && self.eat(Kind::Comma) {
            let (id, place) = self.name(HELP)?;
            self.build.participant(&id, &place, None, None);
            of.push(id);
        }
        let text = self.expect(Kind::Text, "`:` and a text", HELP)?;
        self.end_of_line()?;
        let said = words(self.slice(&text.at).get(1..).unwrap_or_default());
        self.event(What::Note { side, of, text: said }, at.start..text.at.end);
        Ok(())
    }

    fn message(&mut self) -> Done {
        let (from, start) = self.name(MESSAGE)?;
        let central = self.eat(Kind::Central);
        let Kind::Arrow(arrow) = self.token.kind else { return Err(self.unexpected("an arrow", MESSAGE)) };
        self.next();
        let mark = self.token.kind;
        let marked = match mark {
            Kind::Plus | Kind::Minus => !central,
            Kind::Central => true,
            _ => false,
        };
        if marked {
            self.next();
        }
        let (to, place) = self.name(MESSAGE)?;
        let text = self.expect(Kind::Text, "`:` and a text", MESSAGE)?;
        self.end_of_line()?;
        self.build.participant(&from, &start, None, None);
        self.build.participant(&to, &place, None, None);
        let said = words(self.slice(&text.at).get(1..).unwrap_or_default());
        let at = start.start..text.at.end;
        let ends = if mark == Kind::Minus { Some(What::Deactivate(from.clone())) } else { None };
        let begins = if mark == Kind::Plus { Some(What::Activate(to.clone())) } else { None };
        self.event(What::Message { from, to, arrow, text: said }, at.clone());
        if let Some(what) = begins.or(ends) {
            self.event(what, at);
        }
        Ok(())
    }
}

/// A text without the word that lets it wrap.
fn wrapless(text: &str) -> &str {
    let text = text.trim();
    let bare = text.strip_prefix(':').unwrap_or(text);
    bare.strip_prefix("wrap:").or_else(|| bare.strip_prefix("nowrap:")).unwrap_or(text)
}

fn words(text: &str) -> String {
    label::shown(wrapless(text))
}

/// `"type": "database"` and `"alias": "name"`.
fn config_of(text: &str) -> (Option<Role>, Option<String>) {
    let mut out = (None, None);
    for pair in text.split([',', '\n']) {
        let Some((key, value)) = pair.split_once(':') else { continue };
        let clean = |t: &str| t.trim().trim_matches(['"', '\'']).to_owned();
        let value = clean(value);
        match clean(key).as_str() {
            "type" => {
                out.0 = match value.as_str() {
                    "actor" => Some(Role::Actor),
                    "boundary" => Some(Role::Boundary),
                    "control" => Some(Role::Control),
                    "entity" => Some(Role::Entity),
                    "database" => Some(Role::Database),
                    "collections" => Some(Role::Collections),
                    "queue" => Some(Role::Queue),
                    _ => None,
                }
            }
            "alias" => out.1 = Some(value),
            _ => {}
        }
    }
    out
}

const fn word(frame: Frame) -> &'static str {
    match frame {
        Frame::Loop => "loop",
        Frame::Alt => "alt",
        Frame::Opt => "opt",
        Frame::Par => "par",
        Frame::ParOver => "par_over",
        Frame::Critical => "critical",
        Frame::Break => "break",
        Frame::Rect => "rect",
    }
}
