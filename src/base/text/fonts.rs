//! The fonts of a run: the embedded ones first, then what the user brings; each character from the first that has it.

use super::face::{Face, FontData, Glyph, Origin};
use super::{Font, Measure, Weight, ascii};
use fontdb::{Database, FaceInfo, ID, Source};
use std::sync::{Arc, LazyLock, OnceLock};
use unicode_bidi::{BidiInfo, Level};
use unicode_width::UnicodeWidthChar;

/// Two weights of the family, then the signs that it lacks. Licences beside the files.
static EMBEDDED: [&[u8]; 3] = [
    include_bytes!("fonts/Inter-Regular.otf"),
    include_bytes!("fonts/Inter-SemiBold.otf"),
    include_bytes!("fonts/Symbols-Regular.ttf"),
];
const SYMBOLS: usize = 2;

/// Before this character no script runs from right to left and nothing steers direction.
const FIRST_RIGHT_TO_LEFT: char = '\u{590}';

/// Fonts to measure and draw with.
#[derive(Debug)]
pub struct Fonts {
    /// The embedded ones, then those that the user brings, best first.
    faces: Vec<Face>,
    /// Indices of the latter, by weight of the text.
    further: [Vec<usize>; 2],
    /// What the user brings, and the id of each of its faces in their order in `faces`.
    brought: (Arc<Database>, Vec<ID>),
    drawing: OnceLock<Drawing>,
}

/// The same fonts as the drawing library wants them, ids by face.
#[derive(Debug)]
struct Drawing {
    database: Arc<Database>,
    ids: Vec<ID>,
}

impl Fonts {
    /// The embedded fonts alone: Latin, Greek, Cyrillic, arrows and common symbols.
    pub fn embedded() -> &'static Self {
        static ALONE: LazyLock<Fonts> = LazyLock::new(|| Fonts::with(Database::new()));
        &ALONE
    }

    /// The embedded fonts, then those of `brought` for what the embedded ones lack.
    pub fn with(brought: Database) -> Self {
        let brought = Arc::new(brought);
        let mut infos: Vec<&FaceInfo> = brought.faces().collect();
        infos.sort_by_cached_key(|info| rank(info));
        let ids = infos.iter().map(|info| info.id).collect();
        let mut faces: Vec<Face> = (0..EMBEDDED.len()).map(embedded_face).collect();
        faces.extend(infos.iter().map(|info| Face::new(Origin::Brought(brought.clone(), info.id), info.index)));
        let further = [400_u16, 600].map(|wanted| {
            let mut order: Vec<usize> = (EMBEDDED.len()..faces.len()).collect();
            order.sort_by_key(|&face| infos[face - EMBEDDED.len()].weight.0.abs_diff(wanted));
            order
        });
        Self { faces, further, brought: (brought, ids), drawing: OnceLock::new() }
    }

    /// Whether a reader would miss `c`: it needs a glyph, and no font has one.
    pub fn lacks(&self, c: char) -> bool {
        let seen = !c.is_whitespace() && !c.is_control() && c.width() != Some(0);
        seen && !self.faces[0].has(c) && self.fallback(c, Weight::Regular, &[0]).is_none()
    }

    /// All faces for the drawing library.
    pub fn database(&self) -> Arc<Database> {
        self.drawing().database.clone()
    }

    /// The face of a weight in [`Self::database`].
    pub fn id(&self, weight: Weight) -> Option<ID> {
        self.drawing().ids.get(weight as usize).copied()
    }

    /// The face of [`Self::database`] that has a glyph for `c` where the faces `used` lack one.
    pub fn fallback_id(&self, c: char, used: &[ID]) -> Option<ID> {
        let ids = &self.drawing().ids;
        let used: Vec<usize> = used.iter().filter_map(|id| ids.iter().position(|i| i == id)).collect();
        let weight =
            if used.first() == Some(&(Weight::Semibold as usize)) { Weight::Semibold } else { Weight::Regular };
        ids.get(self.fallback(c, weight, &used)?).copied()
    }

    /// What fonts/ascii.bin holds: widths of plain letters, as shaping gives them.
    pub fn ascii_tables() -> Vec<u8> {
        ascii::tables(&[0, 1].map(embedded_face))
    }

    fn drawing(&self) -> &Drawing {
        self.drawing.get_or_init(|| {
            let (brought, further) = &self.brought;
            let mut database = Database::clone(brought);
            let mut ids = Vec::new();
            for bytes in EMBEDDED {
                ids.extend(database.load_font_source(Source::Binary(Arc::new(bytes))));
            }
            ids.extend(further);
            Drawing { database: Arc::new(database), ids }
        })
    }

    fn fallback(&self, c: char, weight: Weight, used: &[usize]) -> Option<usize> {
        let further = self.further[weight as usize].iter().copied();
        std::iter::once(SYMBOLS).chain(further).find(|&i| !used.contains(&i) && self.faces[i].has(c))
    }

    /// The bytes of a face's file and its number there; none where it cannot be read.
    pub fn face(&self, face: usize) -> Option<(FontData, u32)> {
        self.faces.get(face)?.data()
    }

    /// The glyphs of a line in the order of drawing. Follows the drawing library step by step (`usvg::text::layout::shape_text`): the whole
    /// line in the first face, then for each glyph that is missing the whole line in a face that has it.
    pub fn shape(&self, text: &str, weight: Weight) -> Vec<Glyph> {
        let first = weight as usize;
        let mut glyphs = self.shape_runs(first, text);
        let mut used = vec![first];
        while let Some(missing) = glyphs.iter().find(|glyph| glyph.is_missing()) {
            let Some(c) = text[missing.at..].chars().next() else { break };
            let Some(face) = self.fallback(c, weight, &used) else { break };
            let others = self.shape_runs(face, text);
            if !others.iter().any(Glyph::is_missing) {
                return others;
            }
            if others.len() != glyphs.len() {
                break;
            }
            for (glyph, other) in glyphs.iter_mut().zip(others) {
                if glyph.is_missing() && !other.is_missing() {
                    *glyph = other;
                }
            }
            used.push(face);
        }
        glyphs
    }
}

impl Fonts {
    fn shape_runs(&self, face: usize, text: &str) -> Vec<Glyph> {
        let mut glyphs = shape_runs(&self.faces[face], text);
        for glyph in &mut glyphs {
            glyph.face = face;
        }
        glyphs
    }
}

impl Measure for Fonts {
    fn width(&self, text: &str, font: Font) -> f64 {
        if let Some(width) = ascii::width(text, font.weight) {
            return font.size * width;
        }
        let advance = |glyph: &Glyph| {
            // What no font has is drawn as a box here and by some other font in a browser: room for both.
            let c = if glyph.is_missing() { text[glyph.at..].chars().next() } else { None };
            glyph.advance.max(c.and_then(UnicodeWidthChar::width).map_or(0.0, |cells| cells as f64 * 0.6))
        };
        font.size * self.shape(text, font.weight).iter().map(advance).sum::<f64>()
    }
}

fn embedded_face(index: usize) -> Face {
    Face::new(Origin::Embedded(EMBEDDED[index]), 0)
}

/// Plain faces first, then by name, so that the order of a folder's listing does not matter.
fn rank(info: &FaceInfo) -> (bool, bool, String, u32) {
    let plain = info.style == fontdb::Style::Normal && info.stretch == fontdb::Stretch::Normal;
    let special = ["Serif", "Mono", "Display"].iter().any(|word| info.post_script_name.contains(word));
    (!plain, info.monospaced || special, info.post_script_name.clone(), info.index)
}

/// The glyphs of a line in one face; all missing where the face cannot be read.
fn shape_runs(face: &Face, text: &str) -> Vec<Glyph> {
    let unreadable = || {
        let missing = |(at, _)| Glyph { face: 0, id: 0, at, advance: 0.5, offset: (0.0, 0.0) };
        text.char_indices().map(missing).collect()
    };
    if text.chars().all(|c| c < FIRST_RIGHT_TO_LEFT) {
        return face.shape(text, false).unwrap_or_else(unreadable);
    }
    let bidi = BidiInfo::new(text, Some(Level::ltr()));
    let Some(paragraph) = bidi.paragraphs.first() else { return Vec::new() };
    let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
    let mut glyphs = Vec::new();
    for run in runs {
        let Some(shaped) = face.shape(&text[run.clone()], levels[run.start].is_rtl()) else { return unreadable() };
        glyphs.extend(shaped.into_iter().map(|glyph| Glyph { at: glyph.at + run.start, ..glyph }));
    }
    glyphs
}
