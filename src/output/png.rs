//! SVG -> PNG: our own documents only, our own fonts first, in bands, so that memory does not grow with the picture.

use super::{Svg, source};
use crate::base::Error;
use crate::base::text::{Fonts, Weight};
use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter, PixelDimensions, Unit};
use resvg::tiny_skia::{Color, Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{self, FontResolver, ImageHrefResolver, Options, Tree};
use std::io::Write;

/// Larger pictures are refused before anything is allocated for them.
pub const MOST_PIXELS: f64 = 64e6;

/// Pixels of a band: 16 MB.
const BAND: u32 = 1 << 22;

/// Rows beyond a band that are drawn with it, in px: where a curve is cut off, its rest comes out a little different.
/// Letters and the corners of edges are lower than this; of the long arc of a queue's side nothing can be seen.
const SEAM: f64 = 16.0;

/// Pixels a metre at scale 1: 96 a CSS inch, rounded so that twice of it is what pandoc takes for 192.
const PIXELS_PER_METRE: f64 = 3780.0;

/// Draws an SVG of ours as PNG, `scale` pixels for each px, with its physical size and, where it has one, its source.
///
/// # Errors
/// [`Error::Image`] where the picture has more than [`MOST_PIXELS`] or the drawing library refuses it.
pub fn png(svg: &Svg, scale: f64, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let (width, height) = ((svg.size().w * scale).ceil(), (svg.size().h * scale).ceil());
    if !(scale > 0.0 && width * height <= MOST_PIXELS && width.max(height) <= f64::from(i32::MAX)) {
        let most = MOST_PIXELS / 1e6;
        return Err(Error::Image(format!(
            "at scale {scale} it has {width} x {height} pixels, and {most} million are the most: take a smaller scale"
        )));
    }
    let (width, height) = ((width as u32).max(1), (height as u32).max(1));
    let tree = tree(svg, fonts)?;
    let mut out = Vec::new();
    draw(&tree, svg, scale, (width, height), BAND, &mut out)?;
    Ok(out)
}

/// The document as the drawing library understands it, every glyph at its place.
///
/// # Errors
/// [`Error::Image`] where the library refuses it.
pub fn tree(svg: &Svg, fonts: &Fonts) -> Result<Tree, Error> {
    Tree::from_str(svg.as_str(), &options(fonts)).map_err(|e| Error::Image(e.to_string()))
}

fn draw(tree: &Tree, svg: &Svg, scale: f64, size: (u32, u32), band: u32, out: &mut Vec<u8>) -> Result<(), Error> {
    let (width, height) = size;
    let image = |e: png::EncodingError| Error::Image(e.to_string());
    let background = svg.background();
    let mut encoder = Encoder::new(out, width, height);
    encoder.set_color(if background.is_some() { ColorType::Rgb } else { ColorType::Rgba });
    encoder.set_depth(BitDepth::Eight);
    // Less than half the size of level 1 for a fifth more of its time.
    encoder.set_deflate_compression(DeflateCompression::Level(2));
    encoder.set_filter(Filter::Up);
    let density = (PIXELS_PER_METRE * scale).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: density, yppu: density, unit: Unit::Meter }));
    let mut writer = encoder.write_header().map_err(image)?;
    for chunk in svg.origin().map(source::chunks).transpose().map_err(image)?.into_iter().flatten() {
        writer.write_text_chunk(&chunk).map_err(image)?;
    }
    let mut stream = writer.stream_writer_with_size(1 << 16).map_err(image)?;
    let rows = (band / width).clamp(1, height);
    let seam = ((SEAM * scale).ceil() as u32).min(height);
    let mut pixmap = Pixmap::new(width, (rows + 2 * seam).min(height))
        .ok_or_else(|| Error::Image("its size is out of range".to_owned()))?;
    let channels = if background.is_some() { 3 } else { 4 };
    let mut line = vec![0; width as usize * channels];
    // A ground of its own that covers every pixel is drawn over all that the band before it has left.
    let ground = background.map_or(Color::TRANSPARENT, |c| Color::from_rgba8(c.r, c.g, c.b, 255));
    let whole = (svg.size().w * scale).fract() == 0.0 && (svg.size().h * scale).fract() == 0.0;
    let clear = background.is_none() || !whole;
    for top in (0..height).step_by(rows as usize) {
        if clear {
            pixmap.fill(ground);
        }
        let above = seam.min(top);
        let place = Transform::from_translate(0.0, above as f32 - top as f32).pre_scale(scale as f32, scale as f32);
        resvg::render(tree, place, &mut pixmap.as_mut());
        let rows = rows.min(height - top) as usize;
        let stride = 4 * width as usize;
        let mut last: &[u8] = &[];
        for row in pixmap.data().chunks_exact(stride).skip(above as usize).take(rows) {
            // Many rows are what the one above them is: comparing them costs less than packing them.
            if row != last {
                if background.is_some() {
                    opaque(row, &mut line);
                } else {
                    for (out, p) in line.chunks_exact_mut(4).zip(row.chunks_exact(4)) {
                        out.copy_from_slice(&straight([p[0], p[1], p[2], p[3]]));
                    }
                }
            }
            stream.write_all(&line).map_err(|e| Error::Image(e.to_string()))?;
            last = row;
        }
    }
    stream.finish().map_err(image)
}

/// Pixels that are looked at together.
const RUN: usize = 16;

/// Three bytes for each four. Most of a picture is one colour after another: runs of one colour are copied as a whole.
fn opaque(row: &[u8], line: &mut [u8]) {
    let color = |p: &[u8]| u32::from_ne_bytes([p[0], p[1], p[2], p[3]]);
    let mut run = [0; 3 * RUN];
    let mut of = None;
    for (pixels, out) in row.chunks(4 * RUN).zip(line.chunks_mut(3 * RUN)) {
        let first = color(pixels);
        let differs = pixels.chunks_exact(4).fold(0, |bits, p| bits | (color(p) ^ first));
        if differs != 0 || pixels.len() < 4 * RUN {
            out.chunks_exact_mut(3).zip(pixels.chunks_exact(4)).for_each(|(out, p)| out.copy_from_slice(&p[..3]));
            continue;
        }
        if of != Some(first) {
            of = Some(first);
            run.chunks_exact_mut(3).for_each(|out| out.copy_from_slice(&pixels[..3]));
        }
        out.copy_from_slice(&run);
    }
}

/// The colour without its alpha multiplied in, then the alpha.
fn straight([r, g, b, a]: [u8; 4]) -> [u8; 4] {
    let Some(pixel) = PremultipliedColorU8::from_rgba(r, g, b, a) else { return [r, g, b, a] };
    let color = pixel.demultiply();
    [color.red(), color.green(), color.blue(), color.alpha()]
}

/// Nothing from outside: no files, no images in images, no fonts but `fonts`.
pub fn options(fonts: &Fonts) -> Options<'_> {
    Options {
        font_family: "Inter".to_owned(),
        fontdb: fonts.database(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: FontResolver {
            select_font: Box::new(|font: &usvg::Font, _| {
                fonts.id(if font.weight() >= 600 { Weight::Semibold } else { Weight::Regular })
            }),
            select_fallback: Box::new(|c, used, _| fonts.fallback_id(c, used)),
        },
        ..Options::default()
    }
}
