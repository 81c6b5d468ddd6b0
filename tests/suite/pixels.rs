//! Drawn pictures beside their committed references in tests/suite/pixels.
//!
//! `ACCEPT_PIXELS=1` writes them anew; a difference leaves what was drawn in target/pixels.

use crate::gallery;
use groundplan::base::text::Fonts;
use groundplan::output::png::tree;
use groundplan::output::{png, svg};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use std::path::Path;

/// How far a channel may be off, and how many pixels of a million may be further off: other processors round
/// differently, a moved line changes far more.
const NEAR: u8 = 8;
const MOST_FAR: usize = 200;

fn pixels(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut buffer).unwrap();
    (info.width, info.height, buffer)
}

#[test]
fn pictures_look_as_they_did() {
    for (name, graph, theme) in [
        ("shop-light", gallery::shop(), "light"),
        ("shop-dark", gallery::shop(), "dark"),
        ("delta-print", gallery::delta(), "print"),
    ] {
        let drawn = png(&svg(&gallery::draw(&graph, theme)), 1.0, Fonts::embedded()).unwrap();
        let reference = format!("tests/suite/pixels/{name}.png");
        if std::env::var_os("ACCEPT_PIXELS").is_some() {
            std::fs::create_dir_all("tests/suite/pixels").unwrap();
            std::fs::write(&reference, &drawn).unwrap();
        }
        let (width, height, wanted) = pixels(&std::fs::read(&reference).unwrap());
        let (w, h, got) = pixels(&drawn);
        let far = got
            .chunks(3)
            .zip(wanted.chunks(3))
            .filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > NEAR))
            .count();
        let most = got.len() / 3 * MOST_FAR / 1_000_000;
        if (w, h) != (width, height) || far > most {
            let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
            std::fs::write(&out, &drawn).unwrap();
            panic!("{far} pixels of {name} differ ({w} x {h} for {width} x {height}); see {}", out.display());
        }
    }
}

#[test]
fn bands_show_no_seam() {
    let picture = svg(&gallery::draw(&gallery::shop(), "light"));
    let (width, height, banded) = pixels(&png(&picture, 3.0, Fonts::embedded()).unwrap());
    assert!(width * height > 2 << 22, "the picture needs more than two bands");
    let mut whole = Pixmap::new(width, height).unwrap();
    whole.fill(Color::WHITE);
    let tree = tree(&picture, Fonts::embedded()).unwrap();
    resvg::render(&tree, Transform::from_scale(3.0, 3.0), &mut whole.as_mut());
    let whole: Vec<u8> = whole.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    let off: Vec<u8> = banded.iter().zip(&whole).map(|(a, b)| a.abs_diff(*b)).filter(|&off| off > 2).collect();
    // A seam is as long as the picture is wide; what a curve lacks at the edge of a band is a few pixels.
    assert!(off.len() < 12 && off.iter().all(|&off| off < 16), "{off:?}");
}

#[test]
fn the_same_bytes_at_any_number_of_threads() {
    let draw = || png(&svg(&gallery::draw(&gallery::delta(), "auto")), 1.0, Fonts::embedded()).unwrap();
    let once = draw();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(draw)).collect();
        for thread in threads {
            assert!(thread.join().unwrap() == once);
        }
    });
}
