//! Tokens -> axes, quadrants and points, by the official grammar.

use super::super::cursor::Cursor;
use super::super::fault::Fault;
use super::super::label;
use super::lex::{Kind, Lexer};
use super::{Look, Point, Quadrant};
use std::ops::Range;

type Done = Result<(), Fault>;

const STATEMENT: &str =
    "Write `x-axis Low --> High`, `quadrant-1 Text` or `Name: [0.3, 0.6]`; a text with other signs in quotes.";

struct Parser<'a> {
    cursor: Cursor<'a, Lexer<'a>>,
    chart: Quadrant,
}

/// Reads a quadrant chart.
pub(in super::super) fn read(text: &str) -> Result<Quadrant, Fault> {
    let mut parser = Parser { cursor: Cursor::new(text, Lexer::new(text)), chart: Quadrant::default() };
    while matches!(parser.cursor.token.kind, Kind::Newline | Kind::Space) {
        parser.cursor.next();
    }
    parser.cursor.expect(Kind::Diagram, "`quadrantChart`", "Write `quadrantChart` alone on the first line.")?;
    loop {
        parser.statement()?;
        match parser.cursor.token.kind {
            Kind::Finish => return Ok(parser.chart),
            Kind::Newline => {
                parser.cursor.next();
            }
            _ => return Err(parser.cursor.unexpected("the end of the line", STATEMENT)),
        }
    }
}

const fn starts_text(kind: Kind) -> bool {
    matches!(kind, Kind::Letters | Kind::Number | Kind::Sign | Kind::Comma | Kind::Hash)
}

impl Parser<'_> {
    fn statement(&mut self) -> Done {
        while self.cursor.eat(Kind::Space) {}
        match self.cursor.token.kind {
            Kind::Newline | Kind::Finish => {}
            Kind::Title => {
                self.cursor.next();
                let value = self.cursor.next();
                self.chart.title = Some(label::shown(self.cursor.slice(&value.at)));
            }
            Kind::TextKey => {
                self.cursor.next();
                self.cursor.next();
            }
            Kind::TextLines => {
                self.cursor.next();
            }
            Kind::XAxis => self.chart.x_axis = self.axis()?,
            Kind::YAxis => self.chart.y_axis = self.axis()?,
            Kind::Quadrant(number) => {
                self.cursor.next();
                let text = self.text()?;
                if let Some(quadrant) = self.chart.quadrants.get_mut(number) {
                    *quadrant = Some(text);
                }
            }
            Kind::ClassDef => {
                const HELP: &str = "Write `classDef name color: #ff3300, radius: 10`.";
                self.cursor.next();
                self.cursor.expect(Kind::Space, "a blank", HELP)?;
                let name = self.cursor.while_of(|kind| {
                    matches!(
                        kind,
                        Kind::Letters
                            | Kind::Number
                            | Kind::Minus
                            | Kind::Comma
                            | Kind::Colon
                            | Kind::Hash
                            | Kind::Sign
                    )
                });
                // Of the signs a name has `&`, `*` and letters of other scripts alone.
                let odd = |c: char| c.is_ascii() && "+=_.!$%'`?\\/".contains(c);
                if name.is_empty() || self.cursor.slice(&name).contains(odd) {
                    return Err(self.cursor.unexpected("the name of a class", HELP));
                }
                self.cursor.expect(Kind::Space, "a style", HELP)?;
                let name = self.cursor.slice(&name).to_owned();
                let look = self.styles()?;
                self.chart.classes.push((name, look));
            }
            _ => self.point()?,
        }
        Ok(())
    }

    fn axis(&mut self) -> Result<[Option<String>; 2], Fault> {
        self.cursor.next();
        let low = Some(self.text()?);
        let more = self.cursor.eat(Kind::Between)
            && (starts_text(self.cursor.token.kind) || matches!(self.cursor.token.kind, Kind::Quoted | Kind::Markdown));
        let high = if more { Some(self.text()?) } else { None };
        Ok([low, high])
    }

    /// Words, or a text in quotes with words behind it.
    fn text(&mut self) -> Result<String, Fault> {
        let mut markdown = false;
        let mut out = match self.cursor.token.kind {
            Kind::Quoted | Kind::Markdown => {
                let token = self.cursor.next();
                markdown = token.kind == Kind::Markdown;
                self.cursor.slice(&token.at).to_owned()
            }
            kind if starts_text(kind) => String::new(),
            _ => return Err(self.cursor.unexpected("a text", STATEMENT)),
        };
        let more = self.cursor.while_of(|kind| starts_text(kind) || matches!(kind, Kind::Space | Kind::Minus));
        out.push_str(self.cursor.slice(&more));
        Ok(if markdown { label::markdown(&out) } else { label::shown(&out) })
    }

    fn point(&mut self) -> Done {
        const HELP: &str = "Write a point as `Name: [0.3, 0.6]`, with numbers from 0 to 1.";
        let start = self.cursor.token.at.start;
        let name = self.text()?;
        let class = self.cursor.is(Kind::ClassName).then(|| self.cursor.next().at);
        let class = class.map(|at| self.cursor.slice(&at).trim_start_matches(':').to_owned());
        self.cursor.expect(Kind::PointStart, "`: [`", HELP)?;
        let x = self.cursor.expect(Kind::X, "a number from 0 to 1", HELP)?;
        let y = self.cursor.expect(Kind::Y, "a number from 0 to 1", HELP)?;
        let number = |at: &Range<usize>| self.cursor.slice(at).parse().unwrap_or_default();
        let (x, y) = (number(&x.at), number(&y.at));
        let mut end = self.cursor.token.at.start;
        let mut look = Look::default();
        if !matches!(self.cursor.token.kind, Kind::Newline | Kind::Finish) {
            look = self.styles()?;
            end = self.cursor.token.at.start;
        }
        self.chart.points.push(Point { name, x, y, class, look, at: start..end });
        Ok(())
    }

    /// `color: #ff3300, radius: 10`: keys and values that hosts know.
    fn styles(&mut self) -> Result<Look, Fault> {
        const HELP: &str = "Write `radius: 12`, `color: #ff3300`, `stroke-color: #10f0f0` or `stroke-width: 5px`, with commas between.";
        let mut look = Look::default();
        loop {
            let at = self.cursor.while_of(|kind| {
                matches!(kind, Kind::Letters | Kind::Number | Kind::Colon | Kind::Space | Kind::Hash | Kind::Minus)
            });
            if at.is_empty() {
                return Err(self.cursor.unexpected("a style", HELP));
            }
            let words = self.cursor.slice(&at).trim();
            let (key, value) = words.split_once(':').map_or((words, ""), |(key, value)| (key.trim(), value.trim()));
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            let hex = value.strip_prefix('#').unwrap_or(value);
            let sound = match key {
                "radius" => digits(value),
                "color" | "stroke-color" => matches!(hex.len(), 3 | 6) && hex.bytes().all(|b| b.is_ascii_hexdigit()),
                "stroke-width" => value.strip_suffix("px").is_some_and(digits),
                _ => false,
            };
            if !sound {
                return Err(Fault::new(at, format!("`{words}` is no style of a point."), HELP));
            }
            match key {
                "radius" => look.radius = value.parse().ok(),
                "color" => look.color = Some(format!("#{hex}")),
                "stroke-color" => look.stroke_color = Some(format!("#{hex}")),
                _ => look.stroke_width = value.trim_end_matches("px").parse().ok(),
            }
            if !self.cursor.eat(Kind::Comma) {
                return Ok(look);
            }
        }
    }
}
