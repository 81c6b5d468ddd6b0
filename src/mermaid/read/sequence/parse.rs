//! Tokens -> statements, by the official grammar. Frames nest on a stack of their own, never on ours.

use super::super::cursor::Cursor;
use super::super::fault::Fault;
use super::super::label;
use super::build::Build;
use super::lex::Lexer;
use super::token::Kind;
use super::{Frame, Role, Sequence, Side, What};
use std::ops::Range;

struct Parser<'a> {
    cursor: Cursor<'a, Lexer<'a>>,
    build: Build,
    open: Vec<Frame>,
}

type Done = Result<(), Fault>;

const MESSAGE: &str = "Write a message as `A->>B: text`; a `#` or `;` in a text is `#35;` or `#59;`.";

/// Reads a sequence diagram.
pub(in super::super) fn read(text: &str) -> Result<Sequence, Fault> {
    let cursor = Cursor::new(text, Lexer::new(text));
    let mut parser = Parser { cursor, build: Build::default(), open: Vec::new() };
    while parser.cursor.eat(Kind::Newline) {}
    parser.cursor.expect(Kind::Diagram, "`sequenceDiagram`", "Write `sequenceDiagram` on the first line.")?;
    parser.document()?;
    parser.build.finish()
}

impl Parser<'_> {
    fn document(&mut self) -> Done {
        loop {
            match self.cursor.token.kind {
                Kind::Newline | Kind::Odd => {
                    self.cursor.next();
                }
                Kind::Finish => {
                    return match self.open.last() {
                        None => Ok(()),
                        Some(frame) => Err(Fault::new(
                            self.cursor.token.at.clone(),
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
        self.cursor.expect(
            Kind::Newline,
            "the end of the line",
            "Write one statement a line, without anything behind it.",
        )?;
        Ok(())
    }

    fn event(&mut self, what: What, at: Range<usize>) {
        self.build.event(what, at);
    }

    fn statement(&mut self) -> Done {
        let at = self.cursor.token.at.clone();
        match self.cursor.token.kind {
            Kind::Participant | Kind::Actor => self.participant().map(|_| ()),
            Kind::Destroy => self.destroy(),
            Kind::Create => {
                self.cursor.next();
                if self.cursor.is(Kind::Destroy) {
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
                self.cursor.next();
                let on = !self.cursor.eat(Kind::Off);
                let mut numbers = [None; 2];
                for number in &mut numbers {
                    if !on || !self.cursor.is(Kind::Number) {
                        break;
                    }
                    let token = self.cursor.next();
                    *number = self.cursor.slice(&token.at).parse().ok();
                }
                self.end_of_line()?;
                let [start, step] = numbers;
                self.event(What::Numbers { on, start, step }, at);
                Ok(())
            }
            Kind::Activate | Kind::Deactivate => {
                let begins = self.cursor.next().kind == Kind::Activate;
                let (id, place) = self.name("Write the id of a participant alone on the line.")?;
                self.end_of_line()?;
                let what = if begins { What::Activate(id) } else { What::Deactivate(id) };
                self.event(what, at.start..place.end);
                Ok(())
            }
            Kind::Note => self.note(),
            Kind::Link => {
                const HELP: &str = "Write `link A: name @ address`.";
                self.cursor.next();
                let (id, place) = self.name(HELP)?;
                self.build.participant(&id, &place, None, None);
                let text = self.cursor.expect(Kind::Text, "`:` and a text", HELP)?;
                self.build.menu(at.start..text.at.end);
                self.end_of_line()
            }
            Kind::Title => {
                self.cursor.next();
                let words = self.cursor.slice(&at).get(5..).unwrap_or_default();
                self.build.title(words.strip_prefix(':').unwrap_or(words));
                Ok(())
            }
            Kind::Description => {
                self.cursor.next();
                Ok(())
            }
            Kind::Key => {
                // Its text is the rest of the line.
                self.cursor.next();
                self.cursor.next();
                Ok(())
            }
            Kind::Open(frame) => {
                self.cursor.next();
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
                self.cursor.next();
                self.event(What::Close, at);
                Ok(())
            }
            Kind::Name => self.message(),
            _ => Err(self.cursor.unexpected("a statement", MESSAGE)),
        }
    }

    fn condition(&mut self) -> Result<String, Fault> {
        let line = self.cursor.expect(Kind::Line, "a condition", "Write the condition on the same line.")?;
        Ok(words(self.cursor.slice(&line.at)))
    }

    fn branch(&mut self) -> Done {
        let token = self.cursor.token.clone();
        let (frames, help): (&[Frame], _) = match token.kind {
            Kind::Else => (&[Frame::Alt], "`else` stands inside of `alt`."),
            Kind::And => (&[Frame::Par, Frame::ParOver], "`and` stands inside of `par`."),
            _ => (&[Frame::Critical], "`option` stands inside of `critical`."),
        };
        if !self.open.last().is_some_and(|frame| frames.contains(frame)) {
            let message = format!("`{}` parts nothing here.", self.cursor.slice(&token.at));
            return Err(Fault::new(token.at, message, help));
        }
        self.cursor.next();
        let text = self.condition()?;
        self.event(What::Branch(text), token.at);
        Ok(())
    }

    /// The id of a participant that is due here.
    fn name(&mut self, help: &str) -> Result<(String, Range<usize>), Fault> {
        const WORD: &str = "This is a word of Mermaid, in capitals too: give the participant another id.";
        let shown = self.cursor.slice(&self.cursor.token.at);
        let help = if shown.starts_with(|c: char| c.is_ascii_alphabetic()) { WORD } else { help };
        let token = self.cursor.expect(Kind::Name, "the id of a participant", help)?;
        Ok((self.cursor.slice(&token.at).to_owned(), token.at))
    }

    /// A line that names a participant: its id, where that stands, and whether it was known.
    fn participant(&mut self) -> Result<(String, Range<usize>, bool), Fault> {
        const HELP: &str = "Write `participant A as the name`.";
        let role = match self.cursor.token.kind {
            Kind::Actor => Role::Actor,
            Kind::Participant => Role::Participant,
            _ => return Err(self.cursor.unexpected("`participant` or `actor`", HELP)),
        };
        self.cursor.next();
        let (id, at) = self.name(HELP)?;
        let data = if self.cursor.eat(Kind::ConfigOpen) {
            const HELP: &str = "Write `participant A@{ \"type\": \"database\" }`.";
            let config = self.cursor.expect(Kind::Config, "data", HELP)?;
            self.cursor.expect(Kind::ConfigClose, "`}`", HELP)?;
            config_of(self.cursor.slice(&config.at))
        } else {
            (None, None)
        };
        let mut name = data.1;
        if self.cursor.eat(Kind::As) {
            let line = self.cursor.expect(Kind::Line, "a name", HELP)?;
            name = Some(self.cursor.slice(&line.at).to_owned());
        }
        self.end_of_line()?;
        let name = name.map(|name| wrapless(&name).to_owned());
        let known = self.build.knows(&id);
        self.build.participant(&id, &at, Some(data.0.unwrap_or(role)), name.as_deref());
        Ok((id, at, known))
    }

    fn destroy(&mut self) -> Done {
        let at = self.cursor.next().at;
        let (id, place) = self.name("Write `destroy A`.")?;
        self.end_of_line()?;
        self.event(What::Destroy(id), at.start..place.end);
        Ok(())
    }

    fn boxed(&mut self) -> Done {
        const HELP: &str = "Between `box` and its `end` stand participants alone.";
        self.cursor.next();
        let title = self.cursor.expect(Kind::Line, "a title", HELP)?;
        self.build.open_box(self.cursor.slice(&title.at), title.at.clone());
        loop {
            match self.cursor.token.kind {
                Kind::Newline => {
                    self.cursor.next();
                }
                Kind::Participant | Kind::Actor => {
                    self.participant()?;
                }
                Kind::Destroy => self.destroy()?,
                Kind::End => {
                    self.cursor.next();
                    self.build.close_box();
                    return Ok(());
                }
                _ => return Err(self.cursor.unexpected("a participant or `end`", HELP)),
            }
        }
    }

    fn note(&mut self) -> Done {
        const HELP: &str = "Write `Note over A,B: text`, `Note left of A: text` or `Note right of A: text`.";
        let at = self.cursor.next().at;
        let side = match self.cursor.token.kind {
            Kind::LeftOf => Side::Left,
            Kind::RightOf => Side::Right,
            Kind::Over => Side::Over,
            _ => return Err(self.cursor.unexpected("`over`, `left of` or `right of`", HELP)),
        };
        self.cursor.next();
        let mut of = Vec::new();
        let (id, place) = self.name(HELP)?;
        self.build.participant(&id, &place, None, None);
        of.push(id);
        if side == Side::Over && self.cursor.eat(Kind::Comma) {
            let (id, place) = self.name(HELP)?;
            self.build.participant(&id, &place, None, None);
            of.push(id);
        }
        let text = self.cursor.expect(Kind::Text, "`:` and a text", HELP)?;
        self.end_of_line()?;
        let said = words(self.cursor.slice(&text.at).get(1..).unwrap_or_default());
        self.event(What::Note { side, of, text: said }, at.start..text.at.end);
        Ok(())
    }

    fn message(&mut self) -> Done {
        let (from, start) = self.name(MESSAGE)?;
        let central = self.cursor.eat(Kind::Central);
        let Kind::Arrow(mut arrow) = self.cursor.token.kind else {
            return Err(self.cursor.unexpected("an arrow", MESSAGE));
        };
        self.cursor.next();
        let mark = self.cursor.token.kind;
        arrow.dots = [central, mark == Kind::Central];
        let marked = match mark {
            Kind::Plus | Kind::Minus => !central,
            Kind::Central => true,
            _ => false,
        };
        if marked {
            self.cursor.next();
        }
        let (to, place) = self.name(MESSAGE)?;
        let text = self.cursor.expect(Kind::Text, "`:` and a text", MESSAGE)?;
        self.end_of_line()?;
        self.build.participant(&from, &start, None, None);
        self.build.participant(&to, &place, None, None);
        let said = words(self.cursor.slice(&text.at).get(1..).unwrap_or_default());
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
