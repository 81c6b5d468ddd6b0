//! Text -> statements, by the official grammar.

use super::super::fault::Fault;
use super::super::scanner::Scanner;
use super::super::terminals::{end, expect_string, hidden, hidden_lines, id, integer, string, titled};
use super::build::Build;
use super::{Commit, CommitKind, GitGraph, Look};
use crate::base::Direction;

const STATEMENT: &str = "Write `commit id: \"a\"`, `branch b`, `checkout b`, `merge b` or `cherry-pick id: \"a\"`.";
const COMMIT: &str = "Write `commit id: \"a\" tag: \"v1\" type: HIGHLIGHT` on one line.";
const NAME: &str = "Write a name of letters, digits, `-`, `/`, `.` and `_`, or one in quotes.";

/// Words that are no names without quotes.
const WORDS: [&str; 12] = [
    "commit",
    "branch",
    "merge",
    "checkout",
    "switch",
    "cherry-pick",
    "NORMAL",
    "REVERSE",
    "HIGHLIGHT",
    "LR",
    "TB",
    "BT",
];

/// The name of the first branch: frontmatter and directives may give it another one.
pub(in super::super) fn main_branch(written: &str) -> &str {
    let found = written.split_once("mainBranchName").map(|(_, rest)| rest.trim_start_matches(['"', '\'']).trim_start());
    let value =
        found.and_then(|rest| rest.strip_prefix(':')).map(|rest| rest.trim_start().trim_start_matches(['"', '\'']));
    let name = value.map(|rest| &rest[..rest.find(|c| "\"',}\n\r".contains(c)).unwrap_or(rest.len())]);
    name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or("main")
}

/// What stands behind a statement.
#[derive(Default)]
struct Said {
    id: Option<String>,
    message: Option<String>,
    tags: Vec<String>,
    look: Option<Look>,
    parent: Option<String>,
}

/// Reads a graph of commits whose first branch is `main`.
pub(in super::super) fn read(text: &str, main: &str) -> Result<GitGraph, Fault> {
    let mut scan = Scanner::new(text);
    let mut build = Build::new(main);
    if !scan.word("gitGraph") {
        return Err(scan.due("`gitGraph`", "Write `gitGraph` alone on the first line."));
    }
    hidden(&mut scan);
    let directions = [("LR", Direction::Right), ("TB", Direction::Down), ("BT", Direction::Up)];
    build.chart.direction = directions.into_iter().find_map(|(word, direction)| scan.word(word).then_some(direction));
    hidden(&mut scan);
    if !scan.eat(":") && build.chart.direction.is_some() {
        return Err(scan.due("`:`", "Write `gitGraph LR:`."));
    }
    let mut title = None;
    loop {
        hidden_lines(&mut scan);
        if scan.done() {
            build.chart.title = title;
            return Ok(build.chart);
        }
        if !titled(&mut scan, &mut title)? {
            statement(&mut scan, &mut build)?;
        }
    }
}

fn statement(scan: &mut Scanner, build: &mut Build) -> Result<(), Fault> {
    let start = scan.at;
    if scan.word("commit") {
        let said = said(scan, CommitKind::Plain)?;
        let commit = commit(said, CommitKind::Plain, start..scan.at);
        end(scan, COMMIT)?;
        build.commit(commit);
    } else if scan.word("branch") {
        let name = name(scan)?;
        hidden(scan);
        let mut order = None;
        if scan.eat("order:") {
            hidden(scan);
            order = integer(scan).and_then(|at| scan.slice(&at).parse().ok());
            if order.is_none() {
                return Err(scan.due("a number", "Write `branch b order: 2`."));
            }
        }
        let at = start..scan.at;
        end(scan, "Write `branch b` or `branch b order: 2`.")?;
        build.branch(&name, order, at)?;
    } else if scan.word("merge") {
        let name = name(scan)?;
        let said = said(scan, CommitKind::Merge)?;
        let commit = commit(said, CommitKind::Merge, start..scan.at);
        end(scan, "Write `merge b id: \"a\" tag: \"v1\"` on one line.")?;
        build.merge(&name, commit)?;
    } else if scan.word("cherry-pick") {
        let mut said = said(scan, CommitKind::CherryPick)?;
        let parent = said.parent.take();
        let commit = commit(said, CommitKind::CherryPick, start..scan.at);
        end(scan, "Write `cherry-pick id: \"a\"`.")?;
        build.pick(parent.as_deref(), commit)?;
    } else if scan.word("checkout") || scan.word("switch") {
        let name = name(scan)?;
        let at = start..scan.at;
        end(scan, "Write `checkout b`.")?;
        build.checkout(&name, &at)?;
    } else {
        return Err(scan.due("a statement", STATEMENT));
    }
    Ok(())
}

fn commit(said: Said, kind: CommitKind, at: std::ops::Range<usize>) -> Commit {
    let Said { id, message, tags, look, .. } = said;
    Commit { id, message, kind, look, tags, branch: 0, parents: Vec::new(), at }
}

fn name(scan: &mut Scanner) -> Result<String, Fault> {
    hidden(scan);
    if let Some(name) = string(scan) {
        return Ok(name);
    }
    let before = scan.at;
    let found = id(scan, "-./").map(|at| scan.slice(&at));
    found.filter(|name| !WORDS.contains(name)).map(str::to_owned).ok_or_else(|| {
        scan.at = before;
        scan.due("the name of a branch", NAME)
    })
}

fn said(scan: &mut Scanner, kind: CommitKind) -> Result<Said, Fault> {
    let mut said = Said::default();
    loop {
        hidden(scan);
        if scan.eat("id:") {
            said.id = Some(expect_string(scan, COMMIT)?);
        } else if scan.eat("tag:") {
            said.tags.push(expect_string(scan, COMMIT)?);
        } else if kind == CommitKind::CherryPick && scan.eat("parent:") {
            said.parent = Some(expect_string(scan, COMMIT)?);
        } else if kind != CommitKind::CherryPick && scan.eat("type:") {
            hidden(scan);
            let looks = [("NORMAL", Look::Normal), ("REVERSE", Look::Reverse), ("HIGHLIGHT", Look::Highlight)];
            said.look = looks.into_iter().find_map(|(word, look)| scan.word(word).then_some(look));
            if said.look.is_none() {
                return Err(scan.due("`NORMAL`, `REVERSE` or `HIGHLIGHT`", COMMIT));
            }
        } else if kind == CommitKind::Plain && (scan.eat("msg:") || scan.starts("\"") || scan.starts("'")) {
            said.message = Some(expect_string(scan, COMMIT)?);
        } else {
            return Ok(said);
        }
    }
}
