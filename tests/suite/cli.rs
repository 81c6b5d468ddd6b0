//! The whole command, as a user meets it: in a folder of its own, through arguments, streams and exit codes.

use assert_cmd::Command;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{self, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(super) const SHOP: &str = "\
name: Shop
elements:
  customer: person
  shop:
    children:
      api: Rust API
      db: {kind: database, tech: PostgreSQL}
relations:
  - customer -> api: orders [HTTPS]
  - api -> db: reads [SQL]
";

pub(super) const TWO_VIEWS: &str = "
views:
  main: {type: container, of: shop}
  wide: {type: landscape}
";

/// What a run gave.
pub(super) struct Run {
    pub(super) code: i32,
    pub(super) out: Vec<u8>,
    pub(super) err: String,
}

impl Run {
    /// Runs a program with a text on its standard input.
    pub(super) fn piped(command: &mut process::Command, input: &str) -> Self {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        // Who answers without reading has closed it already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let given = child.wait_with_output().unwrap();
        Self { code: given.status.code().unwrap(), out: given.stdout, err: String::from_utf8(given.stderr).unwrap() }
    }

    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }
}

pub(super) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn command(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("groundplan").unwrap();
    command.current_dir(folder).env_clear();
    command
}

pub(super) fn run(folder: &Path, args: &[&str]) -> Run {
    run_with(folder, args, b"")
}

pub(super) fn run_with(folder: &Path, args: &[&str], input: &[u8]) -> Run {
    let out = command(folder).args(args).write_stdin(input).output().unwrap();
    Run { code: out.status.code().unwrap(), out: out.stdout, err: String::from_utf8(out.stderr).unwrap() }
}

/// Every file below a folder, by path, with `/` on every system.
pub(super) fn tree(folder: &Path) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                out.push(path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    out.sort();
    out
}

fn shop() -> String {
    format!("{SHOP}{TWO_VIEWS}")
}

#[test]
fn render_writes_every_view_beside_its_file() {
    let folder = folder(&[("shop.yaml", &shop())]);
    let ran = run(folder.path(), &["render", "shop.yaml"]);
    assert_eq!((ran.code, ran.text()), (0, ""), "{}", ran.err);
    assert_eq!(
        tree(folder.path()),
        [
            "shop.main.mmd",
            "shop.main.png",
            "shop.main.svg",
            "shop.wide.mmd",
            "shop.wide.png",
            "shop.wide.svg",
            "shop.yaml"
        ]
    );
    assert!(ran.err.contains("6 files written"), "{}", ran.err);
    let png = fs::read(folder.path().join("shop.main.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
    // A second run writes the same bytes, so it writes nothing.
    let time = |name| fs::metadata(folder.path().join(name)).unwrap().modified().unwrap();
    let before = time("shop.main.svg");
    let again = run(folder.path(), &["render", "shop.yaml"]);
    assert!(again.err.contains("0 files written, 6 unchanged"), "{}", again.err);
    assert_eq!(before, time("shop.main.svg"));
}

#[test]
fn streams_carry_data_alone() {
    let folder = folder(&[]);
    let ran = run_with(folder.path(), &["render", "-", "--view", "main"], shop().as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.text().contains("flowchart"), "{}", ran.text());
    let svg = run_with(folder.path(), &["render", "-", "--view", "main", "-f", "svg"], shop().as_bytes());
    assert!(svg.text().starts_with("<svg") || svg.text().starts_with("<?xml"), "{}", svg.text());
    let several = run_with(folder.path(), &["render", "-"], shop().as_bytes());
    assert_eq!((several.code, several.text()), (2, ""));
    assert!(several.err.contains("main, wide"), "{}", several.err);
    let formats = run_with(folder.path(), &["render", "-", "-f", "svg,png"], shop().as_bytes());
    assert_eq!(formats.code, 2);
    let to_folder = run_with(folder.path(), &["render", "-", "-o", "out", "-f", "svg", "-q"], shop().as_bytes());
    assert_eq!((to_folder.code, to_folder.err.as_str()), (0, ""));
    assert_eq!(tree(folder.path()), ["out/diagram.main.svg", "out/diagram.wide.svg"]);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = folder(&[("shop.yaml", &shop())]);
    let binary = assert_cmd::cargo::cargo_bin("groundplan");
    let mut child = std::process::Command::new(binary)
        .args(["render", "shop.yaml", "-o", "-", "--view", "main", "-f", "png", "--scale", "8"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let out = child.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn one_output_file_says_its_format() {
    let folder = folder(&[("shop.yaml", &shop())]);
    let ran = run(folder.path(), &["render", "shop.yaml", "--view", "main", "-o", "pictures/main.svg", "--quiet"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(tree(folder.path()), ["pictures/main.svg", "shop.yaml"]);
    assert_eq!(run(folder.path(), &["render", "shop.yaml", "-o", "main.svg"]).code, 2);
    assert_eq!(run(folder.path(), &["render", "shop.yaml", "-o", "main.svg", "-f", "png"]).code, 2);
    assert_eq!(tree(folder.path()), ["pictures/main.svg", "shop.yaml"]);
}

#[test]
fn folders_are_walked_and_mirrored() {
    let folder = folder(&[
        ("docs/a.yaml", SHOP),
        ("docs/deep/b.yml", "include: [part.yaml]\nelements: {x: {kind: system}}\nrelations: [x -> y]\n"),
        ("docs/deep/part.yaml", "elements: {y: {kind: system}}\n"),
        ("docs/other.yaml", "services: {}\n"),
        ("docs/.gitignore", "ignored.yaml\n"),
        ("docs/ignored.yaml", "not: [yaml\nelements:\n"),
        ("docs/readme.md", "elements:\n"),
    ]);
    let ran = run(folder.path(), &["render", "docs", "-o", "out", "-f", "mmd"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        tree(&folder.path().join("out")),
        [
            "a.landscape.mmd",
            "a.shop-container.mmd",
            "a.shop-context.mmd",
            "deep/b.landscape.mmd",
            "deep/b.x-context.mmd",
            "deep/b.y-context.mmd"
        ]
    );
    fs::create_dir(folder.path().join("empty")).unwrap();
    let empty = run(folder.path(), &["render", "empty"]);
    assert_eq!(empty.code, 2);
    assert!(empty.err.contains("holds no description"), "{}", empty.err);
}

#[test]
fn one_bad_file_stops_no_other_and_writes_nothing() {
    let folder = folder(&[("bad.yaml", "name: x\nelemnts: {}\nelements: {a: {}}\n"), ("good.yaml", SHOP)]);
    let ran = run(folder.path(), &["render", "bad.yaml", "missing.yaml", "good.yaml", "-f", "svg", "-o", "out"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("bad.yaml:2:1"), "{}", ran.err);
    assert!(ran.err.contains("missing.yaml"), "{}", ran.err);
    let written = tree(&folder.path().join("out"));
    assert!(written.len() == 3 && written.iter().all(|name| name.starts_with("good.")), "{written:?}");
    let ran = run(folder.path(), &["render", "bad.yaml", "good.yaml", "-f", "svg", "-o", "out"]);
    assert_eq!(ran.code, 1);
}

#[test]
fn findings_have_a_place_in_every_form() {
    let folder = folder(&[("bad.yaml", "name: x\nelements: {a: {}, b: {}}\nrelations: [a -> c]\n")]);
    let text = run(folder.path(), &["check", "bad.yaml"]);
    assert_eq!((text.code, text.text()), (1, ""));
    assert!(text.err.contains("bad.yaml:3:") && text.err.ends_with("1 error, 1 warning\n"), "{}", text.err);
    let json = run(folder.path(), &["check", "bad.yaml", "--error-format", "json"]);
    for line in json.err.lines() {
        let _: serde_json::Value = serde_json::from_str(line).expect(line);
    }
    assert_eq!(json.code, 1);
    let github = run(folder.path(), &["check", "bad.yaml", "--error-format", "github"]);
    assert!(github.err.lines().any(|line| line.starts_with("::error ") && line.contains("line=3")), "{}", github.err);
    assert!(!text.err.contains('\x1b'), "no terminal, no colour");
    let color = run(folder.path(), &["check", "bad.yaml", "--color", "always"]);
    assert!(color.err.contains('\x1b'));
}

#[test]
fn a_wrong_command_line_is_2_and_says_what_to_do() {
    let folder = folder(&[("shop.yaml", &shop())]);
    for (args, word) in [
        (&["render"][..], "FILE"),
        (&["render", "shop.yaml", "--view", "mian"], "main"),
        (&["render", "shop.yaml", "--theme", "drak"], "dark"),
        (&["render", "shop.yaml", "--preset", "none"], "overview"),
        (&["render", "shop.yaml", "--preset", "none.yaml"], "none.yaml"),
        (&["render", "shop.yaml", "--scale", "0"], "0.1 to 16"),
        (&["render", "shop.yaml", "-f", "bmp"], "svg"),
        (&["rendr"], "render"),
        (&["check", "no.yaml"], "no.yaml"),
        (&["render", "shop.yaml", "--font-dir", "nowhere"], "nowhere"),
    ] {
        let ran = run(folder.path(), args);
        assert_eq!((ran.code, ran.text()), (2, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(word), "{args:?}: {}", ran.err);
    }
    assert_eq!(tree(folder.path()), ["shop.yaml"]);
}

#[test]
fn names_of_outputs_are_safe_whatever_an_id_says() {
    use groundplan::publish::names::{distinct, stem};
    assert_eq!(stem("shop", "main"), "shop.main");
    assert_eq!(stem("shop", "../../etc/passwd"), "shop.______etc_passwd");
    assert_eq!(stem("CON", "x"), "_CON.x");
    assert_eq!(stem("", "x"), "_.x");
    assert_eq!(stem("-rf", "x"), "_-rf.x");
    assert_eq!(stem("a\0b", "größe:ß"), "a_b.größe_ß");
    let long = stem(&"é".repeat(200), &"x".repeat(200));
    assert!(long.len() <= 247, "{long}");
    assert_ne!(long, stem(&"é".repeat(200), &"x".repeat(201)));

    let names = ["a.Main", "a.main", "a.main-2", "a.MAIN", "b"].map(str::to_owned).to_vec();
    let out = distinct(names);
    let folded: std::collections::BTreeSet<String> = out.iter().map(|n| n.to_lowercase()).collect();
    assert_eq!(folded.len(), out.len(), "{out:?}");
    assert_eq!((out[0].as_str(), out[2].as_str(), out[4].as_str()), ("a.Main", "a.main-2", "b"));
}

#[test]
fn outputs_never_leave_their_folder() {
    let long = "v".repeat(300);
    let views =
        format!("views:\n  CON: {{type: landscape}}\n  con: {{type: landscape}}\n  {long}: {{type: landscape}}\n");
    let folder = folder(&[("in/sub/shop.yaml", &format!("{SHOP}{views}")), ("elsewhere/keep", "")]);
    let ran = run(folder.path(), &["render", "in", "-o", "out", "-f", "mmd"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let all = tree(folder.path());
    assert_eq!(all.iter().filter(|name| name.starts_with("out/sub/shop.")).count(), 3, "{all:?}");
    assert_eq!(all.len(), 5, "{all:?}");

    let hostile = "views:\n  ../../up: {type: landscape}\n  /etc/x: {type: landscape}\n";
    fs::write(folder.path().join("in/sub/hostile.yaml"), format!("{SHOP}{hostile}")).unwrap();
    run(folder.path(), &["render", "in/sub/hostile.yaml", "-o", "out", "-f", "mmd"]);
    assert!(tree(folder.path()).iter().all(|name| !name.starts_with("up") && !name.contains("etc/")));

    #[cfg(unix)]
    {
        fs::remove_dir_all(folder.path().join("out")).unwrap();
        fs::create_dir(folder.path().join("out")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), folder.path().join("out/sub")).unwrap();
        let ran = run(folder.path(), &["render", "in", "-o", "out", "-f", "mmd"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert_eq!(tree(&folder.path().join("elsewhere")), ["keep"]);
    }
}

#[test]
fn two_files_never_write_the_same_picture() {
    let folder = folder(&[("a/shop.yaml", SHOP), ("b/shop.yaml", SHOP)]);
    let ran = run(folder.path(), &["render", "a/shop.yaml", "b/shop.yaml", "-o", "out", "-f", "mmd"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("b/shop.yaml would write over"), "{}", ran.err);
    assert_eq!(tree(&folder.path().join("out")).len(), 3);
}

#[cfg(unix)]
#[test]
fn a_folder_without_rights_is_an_error_and_files_have_usual_rights() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("shop.yaml", SHOP)]);
    run(folder.path(), &["render", "shop.yaml", "-f", "svg", "-o", "out"]);
    let probe = folder.path().join("probe");
    fs::write(&probe, "").unwrap();
    let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(rights(&folder.path().join("out/shop.landscape.svg")), rights(&probe));
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    let ran = run(folder.path(), &["render", "shop.yaml", "-f", "svg", "-o", "closed"]);
    if fs::write(closed.join("probe"), "").is_ok() {
        println!("skipped: this user may write everywhere");
    } else {
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("no permission"), "{}", ran.err);
    }
    let file = run(folder.path(), &["render", "shop.yaml", "-f", "svg", "-o", "shop.yaml/out"]);
    assert_eq!(file.code, 2, "{}", file.err);
}

#[test]
fn hostile_files_get_their_finding_within_a_second() {
    let folder = folder(&[]);
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("binary.yaml", &(0..=255).cycle().take(100_000).collect::<Vec<u8>>());
    write("latin.yaml", b"name: caf\xe9\nelements: {a: {}}\n");
    write("truncated.yaml", &shop().as_bytes()[..shop().len() - 40]);
    write("cut.yaml", b"name: x\nelements: {a: {kind: \"per");
    write("nested.yaml", format!("elements: {}{}", "{a: {children: ".repeat(5_000), "}}".repeat(5_000)).as_bytes());
    write("flow.yaml", format!("elements: {}", "[".repeat(100_000)).as_bytes());
    let mut laughs = String::from("a0: &a0 [lol, lol]\n");
    for i in 1..40 {
        let ten = vec![format!("*a{}", i - 1); 10].join(", ");
        laughs.extend([format!("a{i}: &a{i} [{ten}]\n")]);
    }
    write("laughs.yaml", format!("{laughs}elements: {{x: {{}}}}\n").as_bytes());
    write("empty.yaml", b"");
    let mut big = fs::File::create(folder.path().join("big.yaml")).unwrap();
    big.write_all(b"elements:\n").unwrap();
    big.set_len(50 << 20).unwrap();
    let names = ["binary", "latin", "truncated", "cut", "nested", "flow", "laughs", "empty", "big"];
    for name in names.map(|name| format!("{name}.yaml")) {
        let start = Instant::now();
        let ran = run(folder.path(), &["render", &name]);
        let took = start.elapsed();
        assert_eq!((ran.code, ran.text()), (1, ""), "{name}: {}", ran.err);
        assert!(ran.err.contains(&name), "{name}: {}", ran.err);
        assert!(ran.err.len() < 20_000, "{name}: {} bytes of findings", ran.err.len());
        assert!(took < Duration::from_secs(2), "{name} took {took:?} in a debug build");
    }
    assert_eq!(tree(folder.path()).len(), names.len(), "nothing is written");
    let piped = run_with(folder.path(), &["render", "-"], &vec![b' '; 9 << 20]);
    assert_eq!(piped.code, 1, "{}", piped.err);
}

#[test]
fn quiet_and_strict_do_what_they_say() {
    let lonely = SHOP.replace("relations:", "  lonely: {kind: system}\nrelations:");
    let folder = folder(&[("shop.yaml", &lonely)]);
    let ran = run(folder.path(), &["check", "shop.yaml", "-q"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("lonely"), "{}", ran.err);
    assert_eq!(run(folder.path(), &["check", "shop.yaml", "--strict"]).code, 1);
}

#[test]
fn the_small_commands_work() {
    let folder = folder(&[]);
    let ran = run(folder.path(), &["init"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(run(folder.path(), &["init"]).code, 2, "it does not overwrite");
    let check = run(folder.path(), &["check", "architecture.yaml", "--strict"]);
    assert_eq!(check.code, 0, "{}", check.err);
    let schema = run(folder.path(), &["schema"]);
    assert!(serde_json::from_slice::<serde_json::Value>(&schema.out).unwrap().get("$schema").is_some());
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(folder.path(), &["completions", shell]);
        assert!(ran.code == 0 && ran.text().contains("groundplan"), "{shell}");
    }
    assert!(run(folder.path(), &["man"]).text().contains(".TH groundplan 1"));
    assert_eq!(run(folder.path(), &["man", "-o", "man1", "-q"]).code, 0);
    let pages = tree(&folder.path().join("man1"));
    for page in ["groundplan.1", "groundplan-render.1", "groundplan-import-compose.1"] {
        assert!(pages.iter().any(|p| p == page), "{pages:?}");
    }
    for args in [&["--help"][..], &["render", "--help"], &["check", "--help"], &["import", "compose", "--help"]] {
        let help = run(folder.path(), args);
        assert_eq!(help.code, 0);
        assert!(help.text().contains("Example"), "{args:?}");
        assert!(help.text().lines().all(|line| line.chars().count() <= 100), "{args:?}: {}", help.text());
    }
}

#[test]
fn compose_files_import_and_render_in_one_pipe() {
    let folder = folder(&[(
        "compose.yaml",
        "services:\n  web: {image: nginx, ports: ['80:80'], depends_on: [db]}\n  db: {image: postgres}\n",
    )]);
    let imported = run(folder.path(), &["import", "compose", "compose.yaml"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let drawn = run_with(folder.path(), &["render", "-", "-f", "svg", "-o", "out"], &imported.out);
    assert_eq!(drawn.code, 0, "{}{}", drawn.err, imported.text());
    assert!(!tree(&folder.path().join("out")).is_empty());
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/tour");
    let folder = folder(&[]);
    let draw = |out: &str, jobs: &str| {
        let args = ["render", tour.to_str().unwrap(), "-o", out, "-f", "mmd,svg", "--jobs", jobs, "-q"];
        assert!(run(folder.path(), &args).code < 2);
        tree(&folder.path().join(out))
    };
    let (one, many) = (draw("one", "1"), draw("many", "4"));
    assert!(!one.is_empty());
    assert_eq!(one, many);
    for name in one {
        let read = |out: &str| fs::read(folder.path().join(out).join(&name)).unwrap();
        assert_eq!(read("one"), read("many"), "{name}");
    }
}

#[test]
fn every_command_makes_the_folder_of_its_output() {
    let folder = folder(&[("shop.yaml", SHOP), ("compose.yaml", "services: {web: {image: nginx}}\n")]);
    let at = folder.path();
    assert_eq!(run(at, &["plan", "shop.yaml", "-o", "plan.md"]).code, 0);
    for (name, args) in [
        ("a.svg", &["render", "shop.yaml", "--view", "landscape"][..]),
        ("a.md", &["plan", "shop.yaml"]),
        ("a.yaml", &["init"]),
        ("a.json", &["schema"]),
        ("b.json", &["layout", "shop.yaml", "--view", "landscape"]),
        ("b.yaml", &["import", "compose", "compose.yaml"]),
        ("c.yaml", &["import", "plan", "plan.md"]),
    ] {
        let path = format!("{}/such/{name}", args.join("-").replace('.', "_"));
        let ran = run(at, &[args, &["-o", &path]].concat());
        assert!(ran.code == 0 && at.join(&path).is_file(), "{args:?}: {}", ran.err);
    }
    assert_eq!(run(at, &["init", "-o", "init/such/a.yaml"]).code, 2, "it does not overwrite");
}
