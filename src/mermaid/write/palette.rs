//! Colours that read on a light and on a dark page: fills of their own with text of their own, frames without a fill.

use crate::base::{Color, Kind, Line, Status, Style};

/// The look of nodes of a kind: fill, outline and text.
pub(super) const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "fill:#0b3d78,stroke:#072a54,color:#ffffff",
        Kind::System => "fill:#1a5fb4,stroke:#124482,color:#ffffff",
        Kind::Container => "fill:#2f74c0,stroke:#1f5591,color:#ffffff",
        Kind::Component => "fill:#a9cdf2,stroke:#4a86c5,color:#0b2545",
        Kind::Database | Kind::Cache | Kind::Storage => "fill:#256d85,stroke:#174b5c,color:#ffffff",
        Kind::Queue => "fill:#6a4c93,stroke:#4a3468,color:#ffffff",
        Kind::Gateway => "fill:#39618f,stroke:#26446a,color:#ffffff",
        Kind::Function => "fill:#9a5b13,stroke:#6f400b,color:#ffffff",
        Kind::External => "fill:#6b7280,stroke:#4b5563,color:#ffffff",
        Kind::Node | Kind::Group => "fill:#e5e9f0,stroke:#7b8794,color:#1f2933",
    }
}

/// The look of a frame: its title takes the host's colour, so that it reads on any page.
pub(super) const FRAME: &str = "fill:none,stroke:#7b8794,stroke-width:1px,stroke-dasharray:5 4";

/// The look of a status, over that of the kind. None for what stays as it is and is drawn as usual.
pub(super) const fn status(status: Status) -> &'static str {
    match status {
        Status::Kept => "fill:#9aa5b1,stroke:#7b8794,color:#1f2933",
        Status::New => "fill:#1a7f37,stroke:#116329,color:#ffffff,stroke-width:2px",
        Status::Changed => "fill:#9a6700,stroke:#6f4a00,color:#ffffff,stroke-width:2px",
        Status::Removed => "fill:#a40e26,stroke:#6e0a1a,color:#ffffff,stroke-width:2px,stroke-dasharray:6 4",
    }
}

/// The outline of a frame with a status.
pub(super) const fn frame_status(status: Status) -> &'static str {
    match status {
        Status::Kept => FRAME,
        Status::New => "fill:none,stroke:#2da44e,stroke-width:2px",
        Status::Changed => "fill:none,stroke:#bf8700,stroke-width:2px",
        Status::Removed => "fill:none,stroke:#cf222e,stroke-width:2px,stroke-dasharray:6 4",
    }
}

/// The line of a status.
pub(super) const fn line_status(status: Status) -> &'static str {
    match status {
        Status::Kept => "stroke:#9aa5b1",
        Status::New => "stroke:#2da44e,stroke-width:2px",
        Status::Changed => "stroke:#bf8700,stroke-width:2px",
        Status::Removed => "stroke:#cf222e,stroke-width:2px,stroke-dasharray:6 4",
    }
}

/// The word of a status as a class.
pub(super) const fn status_class(status: Status) -> &'static str {
    match status {
        Status::Kept => "kept",
        Status::New => "new",
        Status::Changed => "changed",
        Status::Removed => "removed",
    }
}

/// What a description says of a look; empty where it says nothing that Mermaid can show. A fill without a text colour gets
/// the one that reads on it, because the kind's was chosen for the kind's fill.
pub(super) fn css(style: &Style) -> String {
    let mut parts = Vec::new();
    let colours =
        [("fill", style.fill), ("stroke", style.stroke), ("color", style.color.or(style.fill.map(Color::words)))];
    parts.extend(colours.iter().filter_map(|(key, c)| c.map(|c| format!("{key}:{}", c.hex()))));
    if let Some(width) = style.width.filter(|w| w.is_finite() && *w >= 0.0) {
        parts.push(format!("stroke-width:{width}px"));
    }
    match style.line {
        Some(Line::Dashed) => parts.push("stroke-dasharray:6 4".to_owned()),
        Some(Line::Dotted) => parts.push("stroke-dasharray:2 3".to_owned()),
        Some(Line::Solid) => parts.push("stroke-dasharray:0".to_owned()),
        None => {}
    }
    parts.join(",")
}
