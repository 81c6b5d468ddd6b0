//! What is shown -> artifacts: Mermaid, SVG, PNG and PDF.

use super::{About, Artifact, Format, Picture, Request};
use crate::mermaid::{self, Diagram};
use crate::output;
use crate::scene::Scene;

/// Writes the Mermaid text, where it is asked for.
pub(super) fn write_mermaid(diagram: &Diagram<'_>, request: &Request<'_>, picture: &mut Picture) {
    if request.formats.contains(&Format::Mermaid) {
        let written = mermaid::write(diagram, request.profile);
        picture.diagnostics.extend(written.diagnostics);
        if let Some(text) = written.value {
            picture.artifacts.push(Artifact { format: Format::Mermaid, bytes: text.into_bytes() });
        }
    }
}

/// The picture itself: SVG, PNG out of that, and PDF.
pub(super) fn paint(scene: &Scene, request: &Request<'_>, picture: &mut Picture) {
    let wants = |format| request.formats.contains(&format);
    if request.formats.iter().all(|&format| format == Format::Mermaid) {
        return;
    }
    picture.about = About { title: scene.title.clone(), description: scene.description.clone(), told: false };
    picture.diagnostics.extend(scene.missing_glyphs(request.fonts));
    if wants(Format::Pdf) {
        match output::pdf(scene, request.fonts) {
            Ok(bytes) => picture.artifacts.push(Artifact { format: Format::Pdf, bytes }),
            Err(error) => picture.errors.push(error),
        }
    }
    if !wants(Format::Svg) && !wants(Format::Png) {
        return;
    }
    let svg = output::svg(scene);
    if wants(Format::Png) {
        match output::png(&svg, request.scale, request.fonts) {
            Ok(bytes) => picture.artifacts.push(Artifact { format: Format::Png, bytes }),
            // What can be written is.
            Err(error) => picture.errors.push(error),
        }
    }
    if wants(Format::Svg) {
        picture.artifacts.push(Artifact { format: Format::Svg, bytes: svg.into_string().into_bytes() });
    }
}
