//! One font face: glyphs and advances of a line, as the library that draws shapes it.

use fontdb::{Database, ID, Source};
use harfrust::{Direction, FontRef, ShapeOptions, ShapePlan, Shaper, ShaperData, UnicodeBuffer, script};
use skrifa::MetadataProvider;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A face that is parsed when it is first used.
#[derive(Debug)]
pub(super) struct Face {
    origin: Origin,
    index: u32,
    parsed: OnceLock<Option<Parsed>>,
}

/// Where the bytes of a face come from.
#[derive(Debug)]
pub(super) enum Origin {
    /// From this program.
    Embedded(&'static [u8]),
    /// From what the user brings, which may be a file that is read when a text first needs it.
    Brought(Arc<Database>, ID),
}

/// A glyph in a line.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// Number of its face in [`super::Fonts`].
    pub face: usize,
    /// Number in its face; 0 where the face has none for the character.
    pub id: u32,
    /// Byte of the text at which its cluster starts.
    pub at: usize,
    /// Advance, in parts of the font size.
    pub advance: f64,
    /// How far it is moved from the pen to the right and up, in parts of the font size.
    pub offset: (f64, f64),
}

impl Glyph {
    /// Whether the face has no glyph for the character.
    pub(super) fn is_missing(&self) -> bool {
        self.id == 0
    }
}

/// The bytes of a font file.
pub type FontData = Arc<dyn AsRef<[u8]> + Send + Sync>;

struct Parsed {
    data: FontData,
    shaper: ShaperData,
    /// A plan costs more than the shaping of a word.
    plans: Mutex<Plans>,
}

/// By script and direction.
type Plans = BTreeMap<(u32, bool), Arc<ShapePlan>>;

impl std::fmt::Debug for Parsed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parsed").finish_non_exhaustive()
    }
}

impl Face {
    pub(super) fn new(origin: Origin, index: u32) -> Self {
        Self { origin, index, parsed: OnceLock::new() }
    }

    /// Whether the face has a glyph for `c`.
    pub(super) fn has(&self, c: char) -> bool {
        self.font().is_some_and(|(_, font)| font.charmap().map(c).is_some_and(|glyph| glyph.to_u32() != 0))
    }

    /// Its units, 0 where it cannot be read.
    pub(super) fn units_per_em(&self) -> u16 {
        let location = skrifa::instance::LocationRef::default();
        let size = skrifa::instance::Size::unscaled();
        self.font().map_or(0, |(_, font)| font.metrics(size, location).units_per_em)
    }

    /// The glyphs of one run of one direction, in the order of drawing; none where the face cannot be read.
    pub(super) fn shape(&self, run: &str, right_to_left: bool) -> Option<Vec<Glyph>> {
        let (parsed, font) = self.font()?;
        let shaper = parsed.shaper.shaper(&font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(run);
        buffer.set_direction(if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.guess_segment_properties();
        let plan = parsed.plan(&shaper, &buffer, right_to_left);
        let shaped = shaper.shape(buffer, ShapeOptions::new().plan(Some(&plan)));
        let em = f64::from(shaper.units_per_em());
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        Some(
            glyphs
                .map(|(info, position)| Glyph {
                    face: 0,
                    id: info.glyph_id,
                    at: info.cluster as usize,
                    advance: f64::from(position.x_advance) / em,
                    offset: (f64::from(position.x_offset) / em, f64::from(position.y_offset) / em),
                })
                .collect(),
        )
    }

    /// The bytes of its file and its number there; none where it cannot be read.
    pub(super) fn data(&self) -> Option<(FontData, u32)> {
        self.font().map(|(parsed, _)| (parsed.data.clone(), self.index))
    }

    fn font(&self) -> Option<(&Parsed, FontRef<'_>)> {
        let parsed = self.parsed.get_or_init(|| Parsed::new(&self.origin, self.index)).as_ref()?;
        Some((parsed, FontRef::from_index((*parsed.data).as_ref(), self.index).ok()?))
    }
}

impl Parsed {
    fn new(origin: &Origin, index: u32) -> Option<Self> {
        let data: FontData = match origin {
            Origin::Embedded(bytes) => Arc::new(*bytes),
            Origin::Brought(database, id) => match database.face_source(*id)? {
                (Source::Binary(data) | Source::SharedFile(_, data), _) => data,
                (Source::File(_), _) => Arc::new(database.with_face_data(*id, |bytes, _| bytes.to_vec())?),
            },
        };
        let font = FontRef::from_index((*data).as_ref(), index).ok()?;
        // The drawing library refuses such a face as well.
        if !(16..=16384).contains(
            &font.metrics(skrifa::instance::Size::unscaled(), skrifa::instance::LocationRef::default()).units_per_em,
        ) {
            return None;
        }
        let shaper = ShaperData::new(&font);
        Some(Self { data, shaper, plans: Mutex::default() })
    }

    fn plan(&self, shaper: &Shaper<'_>, buffer: &UnicodeBuffer, right_to_left: bool) -> Arc<ShapePlan> {
        let script = buffer.script();
        let key = (u32::from_be_bytes(script.tag().to_be_bytes()), right_to_left);
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let plan = plans.entry(key).or_insert_with(|| {
            let script = (script != script::UNKNOWN).then_some(script);
            Arc::new(ShapePlan::new(shaper, buffer.direction(), script, None, &[]))
        });
        Arc::clone(plan)
    }
}
