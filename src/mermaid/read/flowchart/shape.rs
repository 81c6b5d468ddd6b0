//! `@{shape: cyl, label: "Orders"}`: the names of shapes, and the data between the braces.

use super::Shape;

/// Every name that the official parser takes, and what it is here. Sorted.
const NAMES: &[(&str, Option<Shape>)] = &[
    ("anchor", None),
    ("bang", None),
    ("bolt", None),
    ("bow-rect", None),
    ("bow-tie-rectangle", None),
    ("brace", None),
    ("brace-l", None),
    ("brace-r", None),
    ("braces", None),
    ("browser", None),
    ("bucket", None),
    ("card", None),
    ("choice", None),
    ("circ", Some(Shape::Circle)),
    ("circle", Some(Shape::Circle)),
    ("cloud", None),
    ("collate", None),
    ("com-link", None),
    ("comment", None),
    ("composite", None),
    ("console", None),
    ("cross-circ", None),
    ("crossed-circle", None),
    ("curv-trap", None),
    ("curved-trapezoid", None),
    ("cyl", Some(Shape::Cylinder)),
    ("cylinder", Some(Shape::Cylinder)),
    ("das", None),
    ("data-store", None),
    ("database", Some(Shape::Cylinder)),
    ("datastore", None),
    ("db", Some(Shape::Cylinder)),
    ("dbl-circ", Some(Shape::DoubleCircle)),
    ("decision", Some(Shape::Diamond)),
    ("delay", None),
    ("diam", Some(Shape::Diamond)),
    ("diamond", Some(Shape::Diamond)),
    ("directory", None),
    ("disk", None),
    ("display", None),
    ("div-proc", None),
    ("div-rect", None),
    ("divided-process", None),
    ("divided-rectangle", None),
    ("doc", None),
    ("docs", None),
    ("document", None),
    ("documents", None),
    ("double-circle", Some(Shape::DoubleCircle)),
    ("doublecircle", Some(Shape::DoubleCircle)),
    ("event", Some(Shape::Round)),
    ("extract", None),
    ("f-circ", None),
    ("filled-circle", None),
    ("flag", None),
    ("flip-tri", None),
    ("flipped-triangle", None),
    ("folder", None),
    ("fork", None),
    ("fr-circ", None),
    ("fr-rect", Some(Shape::Subroutine)),
    ("framed-circle", None),
    ("framed-rectangle", Some(Shape::Subroutine)),
    ("h-cyl", None),
    ("half-rounded-rectangle", None),
    ("hex", Some(Shape::Hexagon)),
    ("hexagon", Some(Shape::Hexagon)),
    ("horizontal-cylinder", None),
    ("hourglass", None),
    ("icon", None),
    ("in-out", Some(Shape::LeanRight)),
    ("internal-storage", None),
    ("inv-trapezoid", Some(Shape::InverseTrapezoid)),
    ("join", None),
    ("junction", None),
    ("lean-l", Some(Shape::LeanLeft)),
    ("lean-left", Some(Shape::LeanLeft)),
    ("lean-r", Some(Shape::LeanRight)),
    ("lean-right", Some(Shape::LeanRight)),
    ("lightning-bolt", None),
    ("lin-cyl", None),
    ("lin-doc", None),
    ("lin-proc", None),
    ("lin-rect", None),
    ("lined-cylinder", None),
    ("lined-document", None),
    ("lined-process", None),
    ("lined-rectangle", None),
    ("loop-limit", None),
    ("manual", Some(Shape::InverseTrapezoid)),
    ("manual-file", None),
    ("manual-input", None),
    ("notch-pent", None),
    ("notch-rect", None),
    ("notched-pentagon", None),
    ("notched-rectangle", None),
    ("note", None),
    ("odd", Some(Shape::Flag)),
    ("out-in", Some(Shape::LeanLeft)),
    ("paper-tape", None),
    ("person", None),
    ("pill", Some(Shape::Stadium)),
    ("prepare", Some(Shape::Hexagon)),
    ("priority", Some(Shape::Trapezoid)),
    ("proc", Some(Shape::Box)),
    ("process", Some(Shape::Box)),
    ("processes", None),
    ("procs", None),
    ("question", Some(Shape::Diamond)),
    ("rect", Some(Shape::Box)),
    ("rectangle", Some(Shape::Box)),
    ("rounded", Some(Shape::Round)),
    ("shaded-process", None),
    ("sl-rect", None),
    ("sloped-rectangle", None),
    ("sm-circ", None),
    ("small-circle", None),
    ("st-doc", None),
    ("st-rect", None),
    ("stacked-document", None),
    ("stacked-rectangle", None),
    ("stadium", Some(Shape::Stadium)),
    ("start", None),
    ("state", None),
    ("stop", None),
    ("stored-data", None),
    ("subproc", Some(Shape::Subroutine)),
    ("subprocess", Some(Shape::Subroutine)),
    ("subroutine", Some(Shape::Subroutine)),
    ("summary", None),
    ("tag-doc", None),
    ("tag-proc", None),
    ("tag-rect", None),
    ("tagged-document", None),
    ("tagged-process", None),
    ("tagged-rectangle", None),
    ("terminal", Some(Shape::Stadium)),
    ("text", None),
    ("trap-b", Some(Shape::Trapezoid)),
    ("trap-t", Some(Shape::InverseTrapezoid)),
    ("trapezoid", Some(Shape::Trapezoid)),
    ("trapezoid-bottom", Some(Shape::Trapezoid)),
    ("trapezoid-top", Some(Shape::InverseTrapezoid)),
    ("tri", None),
    ("triangle", None),
    ("win-pane", None),
    ("window-pane", None),
];

/// The shape of a name, if there is one.
pub(super) fn named(name: &str) -> Option<Shape> {
    let at = NAMES.binary_search_by_key(&name, |(name, _)| name).ok()?;
    Some(NAMES[at].1.clone().unwrap_or_else(|| Shape::Named(name.to_owned())))
}

/// What the braces say that is read here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Data {
    pub(super) shape: Option<String>,
    pub(super) label: Option<String>,
    /// An icon or an image: without a label it shows nothing else.
    pub(super) pictured: Option<String>,
    /// Whether an edge shall move.
    pub(super) animated: bool,
    /// Whether it says how an edge shall bend.
    pub(super) curved: bool,
}

/// Reads `key: value, ...` on one line, or one pair a line. Values in quotes are what stands between them.
pub(super) fn data(text: &str) -> Data {
    let mut out = Data::default();
    let lines = text.contains('\n');
    let mut rest = text;
    while !rest.is_empty() {
        let mut quoted = false;
        let end = rest.find(|c: char| {
            quoted ^= c == '"';
            !quoted && if lines { c == '\n' } else { c == ',' }
        });
        let pair = &rest[..end.unwrap_or(rest.len())];
        rest = end.map_or("", |i| &rest[i + 1..]);
        // A colon without a blank behind it is a part of a word.
        let Some((key, value)) =
            pair.split_once(": ").or_else(|| pair.split_once(":\"").map(|(k, _)| (k, &pair[k.len() + 1..])))
        else {
            continue;
        };
        let value = value.trim();
        let escaped = value.starts_with('"').then(|| value.replace("\\\"", "\"").replace("\\\\", "\\"));
        let value = escaped.as_deref().unwrap_or(value);
        let plain = ['"', '\''].into_iter().find_map(|q| value.strip_prefix(q)?.strip_suffix(q)).unwrap_or(value);
        match key.trim().trim_matches('"') {
            "shape" => out.shape = Some(plain.to_owned()),
            "label" => out.label = Some(plain.to_owned()),
            "animate" => out.animated |= plain == "true",
            "animation" => out.animated = true,
            "curve" => out.curved = true,
            "icon" | "img" => out.pictured = Some(plain.to_owned()),
            _ => {}
        }
    }
    out
}
