//! Widths of our own fonts for merman, so that its boxes fit the words that are drawn in them.

use crate::base::text::{Font, Fonts, Measure, Weight};
use ::merman::svg::{
    HostMeasurementResult, HostTextMeasurement, HostTextMeasurementRequest, HostTextMeasurer, MeasurementProfileId,
    TextMeasurementOperation, TextMeasurementPhase, TextMeasurementPolicy, TextMeasurementProfileIdentity, TextMetrics,
};
use std::sync::Arc;

/// Height of a line, in sizes of its type.
const LINE: f64 = 1.2;

/// Measures plain lines; what wraps or has marks of its own merman measures as it does without us.
struct Ours;

impl HostTextMeasurer for Ours {
    fn measure(&self, request: HostTextMeasurementRequest<'_>) -> HostMeasurementResult {
        use TextMeasurementOperation::{
            BBoxX, BBoxXWithAsciiOverhang, BoundingClientRectWidth, CanvasMeasureTextWidth, ComputedLength, Measure,
            MermaidCalculateTextDimensions, RawBBoxWidth, SimpleBBoxWidth, TitleBBoxX, TspanBBoxWidth,
            WrapProbeBBoxWidth,
        };
        let style = request.style;
        if request.text.contains(['\n', '<', '&', '*', '_', '`']) {
            return Ok(None);
        }
        let is_bold = style.font_weight.as_deref().is_some_and(|weight| {
            weight.starts_with("bold") || weight.parse::<f64>().is_ok_and(|weight| weight >= 600.0)
        });
        let weight = if is_bold { Weight::Semibold } else { Weight::Regular };
        let italic = style.font_style.as_deref().is_some_and(|style| style != "normal");
        let width = Fonts::embedded().width(request.text, Font { size: style.font_size, weight, italic });
        Ok(match request.operation {
            ComputedLength
            | SimpleBBoxWidth
            | RawBBoxWidth
            | TspanBBoxWidth
            | WrapProbeBBoxWidth
            | BoundingClientRectWidth
            | CanvasMeasureTextWidth => Some(HostTextMeasurement::Length(width)),
            BBoxX | BBoxXWithAsciiOverhang | TitleBBoxX => {
                Some(HostTextMeasurement::HorizontalExtents { left: width / 2.0, right: width / 2.0 })
            }
            Measure | MermaidCalculateTextDimensions => {
                let height = LINE * style.font_size;
                Some(HostTextMeasurement::Metrics(TextMetrics { width, height, line_count: 1 }))
            }
            _ => None,
        })
    }
}

/// The policy that asks us first; none where merman does not take it.
pub(super) fn policy() -> Option<TextMeasurementPolicy> {
    let name = MeasurementProfileId::new("groundplan").ok()?;
    let identity = TextMeasurementProfileIdentity::new(name, env!("CARGO_PKG_VERSION")).ok()?;
    Some(TextMeasurementPolicy::host_display(identity, Arc::new(Ours), TextMeasurementPhase::ALL))
}
