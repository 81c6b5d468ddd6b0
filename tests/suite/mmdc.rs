//! What calls mermaid-cli calls groundplan instead: its options, its streams, the programs that do so.

use crate::cli::{Run, folder};
use crate::source::tool;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DIAGRAM: &str = "flowchart TD\n  A[Start] --> B{Is it?}\n  B -->|Yes| C[OK]\n";

/// Runs `mmdc`, which is a link to our program, in a folder.
fn mmdc(at: &Path, args: &[&str], input: &str) -> Run {
    let link = at.join(if cfg!(windows) { "mmdc.exe" } else { "mmdc" });
    if !link.exists() {
        fs::hard_link(program(), &link).or_else(|_| fs::copy(program(), &link).map(|_| ())).unwrap();
    }
    Run::piped(Command::new(&link).current_dir(at).args(args), input)
}

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_groundplan"))
}

#[test]
fn it_takes_what_callers_of_mermaid_cli_give() {
    let folder = folder(&[("a.mmd", DIAGRAM), ("c.json", "{\"theme\": \"dark\"}"), ("p.json", "{}"), ("s.css", "")]);
    let at = folder.path();
    for args in [
        &["-i", "a.mmd", "-o", "o/x.svg"][..],
        // pandoc's diagram.lua
        &["--pdfFit", "--input", "a.mmd", "--output", "o/x.pdf", "--theme", "forest", "--scale", "2"],
        // sphinxcontrib-mermaid
        &["-p", "p.json", "-w", "1200", "-i", "a.mmd", "-o", "o/x.png", "--configFile", "c.json"],
        // asciidoctor-diagram
        &[
            "-p",
            "p.json",
            "-C",
            "s.css",
            "-t",
            "neutral",
            "-w",
            "800",
            "-H",
            "600",
            "-b",
            "transparent",
            "-s",
            "3",
            "-i",
            "a.mmd",
            "-o",
            "o/x.png",
            "-q",
        ],
        // 12
        &[
            "-i",
            "a.mmd",
            "-o",
            "o/x.pdf",
            "--pdf-paper-format",
            "A4",
            "--size",
            "900",
            "--no-font-embed",
            "-j",
            "2",
            "-t",
            "redux-dark",
        ],
        &["-i", "a.mmd", "-o", "o/x.svg", "--iconPacks", "@iconify-json/logos", "@iconify-json/mdi", "-e", "png"],
    ] {
        let _ = fs::remove_dir_all(at.join("o"));
        let ran = mmdc(at, args, "");
        assert_eq!((ran.code, ran.text()), (0, ""), "{args:?}: {}", ran.err);
        let file = fs::read_dir(at.join("o")).unwrap().next().unwrap().unwrap().path();
        let bytes = fs::read(&file).unwrap();
        let start: &[u8] = match () {
            () if args.contains(&"png") || file.extension().unwrap() == "png" => b"\x89PNG",
            () if file.extension().unwrap() == "pdf" => b"%PDF-",
            () => b"<svg",
        };
        assert!(bytes.starts_with(start), "{args:?}");
        assert_eq!(args.contains(&"-q"), ran.err.is_empty(), "{}", ran.err);
        let ignored = args.contains(&"-w") || args.contains(&"--size") || args.contains(&"--iconPacks");
        assert_eq!(ran.err.contains("without effect"), ignored && !args.contains(&"-q"), "{}", ran.err);
    }
}

#[test]
fn it_reads_and_writes_streams() {
    let folder = folder(&[("a.mmd", DIAGRAM)]);
    let at = folder.path();
    let svg = mmdc(at, &["-i", "-", "-o", "-", "-I", "mine"], DIAGRAM);
    assert!(svg.text().starts_with("<svg") && svg.text().contains("id=\"mine\""), "{}", svg.err);
    assert!(svg.text().matches("mine-").count() > 5 && svg.text().contains("aria-labelledby=\"mine-title mine-desc\""));
    assert!(mmdc(at, &["-o", "-", "-e", "png"], DIAGRAM).out.starts_with(b"\x89PNG"));
    assert!(mmdc(at, &["-i", "a.mmd", "-o", "/dev/stdout", "-e", "pdf"], "").out.starts_with(b"%PDF-"));
    assert_eq!(mmdc(at, &["-i", "a.mmd"], "").code, 0);
    assert!(at.join("a.mmd.svg").exists());
    assert_eq!(mmdc(at, &["-e", "png"], DIAGRAM).code, 0);
    assert!(at.join("out.png").exists());
    assert!(mmdc(at, &["--version"], "").text().starts_with("12."));
}

#[test]
fn it_honours_theme_and_background() {
    let folder = folder(&[("a.mmd", DIAGRAM), ("c.json", "{\"theme\":\"dark\",\"themeVariables\":{}}")]);
    let at = folder.path();
    let svg = |args: &[&str]| {
        let ran = mmdc(at, &[&["-i", "a.mmd", "-o", "-", "--no-source"], args].concat(), "");
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.text().to_owned()
    };
    let ground = |svg: &str| {
        let rect = svg.split_once("<rect width=\"100%\" height=\"100%\" fill=\"")?.1;
        Some(rect.split_once('"')?.0.to_owned())
    };
    assert_eq!(ground(&svg(&[])).as_deref(), Some("#ffffff"));
    for (color, hex) in [("red", "#ff0000"), ("#F0F0F0", "#f0f0f0"), ("rgb(1, 2, 3)", "#010203"), ("#abc", "#aabbcc")] {
        assert_eq!(ground(&svg(&["-b", color])).as_deref(), Some(hex));
    }
    assert_eq!(ground(&svg(&["-b", "transparent"])), None);
    assert_ne!(ground(&svg(&["-t", "dark"])), ground(&svg(&["-t", "default"])));
    assert_eq!(svg(&["-t", "default"]), svg(&["-t", "forest"]));
    assert_eq!(svg(&["-c", "c.json"]), svg(&["-t", "dark"]));
    assert!(!svg(&["-t", "dark"]).contains("@media"), "a theme that is named is the theme on every page");
}

#[test]
fn it_numbers_the_pictures_of_markdown() {
    let text = format!(
        "# One\r\n\r\n```mermaid\r\n{DIAGRAM}```\r\n\r\n- x\r\n\r\n  ~~~ {{.mermaid alt=Two}}\r\n  flowchart LR\r\n    a --> b\r\n  ~~~\r\n\r\n````md\r\n```mermaid\r\n```\r\n````\r\n"
    );
    let folder = folder(&[("a.md", &text), ("o/.keep", "")]);
    let at = folder.path();
    let ran = mmdc(at, &["-i", "a.md", "-o", "o/b.md"], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let written = fs::read_to_string(at.join("o/b.md")).unwrap();
    assert!(
        written.contains("](./b-1.svg)\r\n\r\n- x\r\n\r\n  ![Two](./b-2.svg)\r\n\r\n````md\r\n```mermaid"),
        "{written}"
    );
    assert!(at.join("o/b-1.svg").exists() && at.join("o/b-2.svg").exists() && !at.join("o/b-3.svg").exists());
    assert_eq!(mmdc(at, &["-i", "a.md", "-o", "o/c.png"], "").code, 0);
    assert!(at.join("o/c-2.png").exists() && !at.join("o/c.png").exists());
    assert_eq!(mmdc(at, &["-i", "a.md", "-o", "d.md", "-a", "img", "-e", "png"], "").code, 0);
    assert!(
        fs::read_to_string(at.join("d.md")).unwrap().contains("](./img/d-1.png)") && at.join("img/d-2.png").exists()
    );
    // The fence of a generated region is one to mermaid-cli, an element of HTML is none.
    let region = format!(
        "<!-- groundplan:begin view=x -->\n```mermaid\n{DIAGRAM}```\n<!-- groundplan:end -->\n\n<pre class=\"mermaid\">{DIAGRAM}</pre>\n"
    );
    fs::write(at.join("region.md"), region).unwrap();
    let ran = mmdc(at, &["-i", "region.md", "-o", "region.out.md"], "");
    let written = fs::read_to_string(at.join("region.out.md")).unwrap();
    assert!(
        written.contains("](./region.out-1.svg)\n\n<!--") && written.contains("<pre class"),
        "{written}{}",
        ran.err
    );
    assert!(!at.join("region.out-2.svg").exists());
    fs::write(at.join("bad.md"), format!("```mermaid\nflowchart TD\n  A[x\n```\n\n```mermaid\n{DIAGRAM}```\n"))
        .unwrap();
    let ran = mmdc(at, &["-i", "bad.md", "-o", "bad.out.md"], "");
    assert!(ran.code == 1 && ran.err.contains("bad.md:4:"), "{}", ran.err);
    let written = fs::read_to_string(at.join("bad.out.md")).unwrap();
    assert!(
        written.starts_with("```mermaid\nflowchart TD\n  A[x\n```\n\n![") && written.contains("](./bad.out-2.svg)"),
        "{written}"
    );
    assert!(mmdc(at, &["-i", "a.md", "-o", "-"], "").code > 0);
    assert!(mmdc(at, &["-i", "a.mmd", "-a", "img"], "").code > 0);
}

#[test]
fn what_is_wrong_is_no_success_and_no_file() {
    let folder = folder(&[("bad.mmd", "flowchart TD\n  A[Start --> B\n"), ("a.mmd", DIAGRAM), ("c.json", "{")]);
    let at = folder.path();
    for (args, words) in [
        (&["-i", "bad.mmd", "-o", "x.svg"][..], "bad.mmd:3:"),
        (&["-i", "none.mmd", "-o", "x.svg"], "no such file"),
        (&["-i", "a.mmd", "-o", "x.gif"], ".png"),
        (&["-i", "a.mmd", "-o", "x.svg", "-c", "c.json"], "JSON"),
        (&["-i", "a.mmd", "-o", "x.svg", "-b", "nocolour"], "nocolour"),
        (&["-i", "a.mmd", "-o", "x.svg", "-t", "nothing"], "nothing"),
    ] {
        let ran = mmdc(at, args, "");
        assert!(ran.code > 0 && ran.err.contains(words), "{args:?}: {} {}", ran.code, ran.err);
        assert!(!at.join("x.svg").exists());
    }
}

#[test]
fn sphinx_builds_a_page_with_us() {
    let Some(sphinx) = tool("sphinx-build") else { return };
    let conf = format!(
        "extensions = ['sphinxcontrib.mermaid']\nmermaid_cmd = {:?}\nmermaid_output_format = 'png'\nmermaid_params = ['--theme', 'forest', '--width', '600', '--backgroundColor', 'transparent']\n",
        [program().to_str().unwrap(), "mmdc"]
    );
    let page = format!(
        "Page\n====\n\n.. mermaid::\n\n{}",
        DIAGRAM.lines().fold(String::new(), |out, l| out + "   " + l + "\n")
    );
    let folder = folder(&[("conf.py", &conf), ("index.rst", &page)]);
    let at = folder.path();
    let built = Command::new(sphinx).args(["-q", "-b", "html", ".", "out"]).current_dir(at).output().unwrap();
    let said = String::from_utf8_lossy(&built.stderr);
    if said.contains("sphinxcontrib.mermaid") {
        println!("skipped: sphinx has no sphinxcontrib-mermaid");
        return;
    }
    assert!(built.status.success(), "{said}");
    let images: Vec<_> = fs::read_dir(at.join("out/_images")).unwrap().map(|file| file.unwrap().path()).collect();
    let [image] = images.as_slice() else { panic!("{images:?} {said}") };
    assert!(fs::read(image).unwrap().starts_with(b"\x89PNG"));
    assert!(
        fs::read_to_string(at.join("out/index.html")).unwrap().contains(image.file_name().unwrap().to_str().unwrap())
    );
}

/// pandoc's `diagram.lua`: what the variable names, or where pandoc and Debian have it. Says that a test is skipped without.
fn diagram_lua() -> Option<PathBuf> {
    const VARIABLE: &str = "GROUNDPLAN_DIAGRAM_LUA";
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let data = std::env::var_os("XDG_DATA_HOME").map_or_else(|| home.join(".local/share"), PathBuf::from);
    let named = std::env::var_os(VARIABLE).map(PathBuf::from);
    let places = [
        data.join("pandoc/filters/diagram.lua"),
        home.join(".pandoc/filters/diagram.lua"),
        // Debian's pandoc-filter-diagram, from version 13 on.
        "/usr/share/pandoc/filter/diagram/diagram.lua".into(),
    ];
    let found = named.into_iter().chain(places).find(|path| path.is_file());
    if found.is_none() {
        println!("skipped: pandoc has no diagram.lua here, and {VARIABLE} names none");
    }
    found
}

#[cfg(unix)]
#[test]
fn diagram_lua_of_pandoc_draws_with_us() {
    let (Some(pandoc), Some(filter)) = (tool("pandoc"), diagram_lua()) else { return };
    let broken = "flowchart TD\n  A[Start --> B\n";
    let page = format!(
        "---\ndiagram:\n  engine:\n    mermaid:\n      theme: dark\n      scale: 2\n---\n\n# Page\n\n```{{.mermaid caption=\"How it *goes*\" width=60%}}\n{DIAGRAM}```\n\n```mermaid\n{broken}```\n"
    );
    let folder = folder(&[("page.md", &page)]);
    let at = &folder.path().canonicalize().unwrap();
    std::os::unix::fs::symlink(program(), at.join("mmdc")).unwrap();
    let path = format!("{}:{}", at.display(), std::env::var("PATH").unwrap_or_default());
    let draw = |format: &str, output: &str| {
        let mut command = Command::new(&pandoc);
        command.args(["page.md", "-t", format, "--extract-media", format, "-L"]).arg(&filter).args(["-o", output]);
        command.current_dir(at).env("PATH", &path).output().unwrap()
    };
    for (format, start) in [("html", &b"<svg"[..]), ("latex", b"%PDF-"), ("odt", b"\x89PNG")] {
        let given = draw(format, &format!("page.{format}"));
        let said = String::from_utf8_lossy(&given.stderr);
        if said.contains("3.0") && !given.status.success() {
            println!("skipped: diagram.lua wants pandoc 3: {said}");
            return;
        }
        assert!(given.status.success(), "{said}");
        // Its fence stays, and pandoc passes on what we say of it.
        assert!(said.contains("diagram.mmd") || said.contains("mmdc"), "{said}");
        let images: Vec<_> = fs::read_dir(at.join(format)).unwrap().map(|file| file.unwrap().path()).collect();
        let [image] = images.as_slice() else { panic!("{images:?} {said}") };
        assert!(fs::read(image).unwrap().starts_with(start), "{image:?}");
    }
    let html = fs::read_to_string(at.join("page.html")).unwrap();
    assert!(html.contains("<figcaption") && html.contains("goes") && html.contains("A[Start --&gt; B"), "{html}");
}
