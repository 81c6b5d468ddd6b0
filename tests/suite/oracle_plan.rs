//! What the official parser has to find in the charts of a plan; the oracle asks it.

use crate::oracle::{Case, list, sorted, text};
use groundplan::chart::schedule::DAY;
use groundplan::chart::{Chart, FileTree, RiskMatrix, Schedule, Stack};
use groundplan::mermaid::write::tree;
use groundplan::mermaid::{Diagram, Profile, escape, ids, write};
use serde_json::Value;

fn add(cases: &mut Vec<Case>, name: &str, diagram: &Diagram<'_>, want: Vec<String>, read: fn(&Value) -> Vec<String>) {
    // Three hundred characters in every label may be more than hosts draw.
    let Some(code) = write(diagram, Profile::Safe).value else { return };
    cases.push(Case { name: name.to_owned(), code, want: sorted(want), read });
}

pub(crate) fn schedule_case(cases: &mut Vec<Case>, name: &str, schedule: &Schedule) {
    let ids = ids::of_schedule(schedule);
    let mut want = Vec::new();
    for (bar, id) in schedule.bars.iter().zip(&ids) {
        let said = escape::clean(&format!("{} ({})", bar.name, bar.says()));
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut flags = Vec::new();
        flags.extend((0 < bar.done && bar.done < bar.tasks).then_some("active"));
        flags.extend((0 < bar.done && bar.done >= bar.tasks).then_some("done"));
        flags.extend(bar.critical.then_some("crit"));
        let minutes = bar.start % u64::from(DAY) * 3;
        let days = (bar.start / u64::from(DAY)) as u32;
        let day = match schedule.start {
            Some(start) => start.later(days).to_string(),
            None => neutral(days),
        };
        want.push(format!("{id} {flags:?} {day}T{:02}:{:02}: {said:?}", minutes / 60, minutes % 60));
    }
    add(cases, &format!("{name}, schedule"), &Diagram::Chart(&Chart::Schedule(schedule.clone())), want, |answer| {
        let flags = |t: &Value| list(t, "flags").filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>();
        let task =
            |t: &Value| format!("{} {:?} {:.16}: {:?}", text(t, "id"), flags(t), text(t, "start"), text(t, "name"));
        sorted(list(answer, "tasks").map(task).collect())
    });
}

/// A day of the calendar so many days after 2001-01-01.
fn neutral(mut days: u32) -> String {
    for year in 2001.. {
        let leap = u32::from(year % 4 == 0 && year % 100 != 0 || year % 400 == 0);
        for (month, long) in [31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].into_iter().enumerate() {
            if days < long {
                return format!("{year}-{:02}-{:02}", month + 1, days + 1);
            }
            days -= long;
        }
    }
    String::new()
}

pub(crate) fn risk_case(cases: &mut Vec<Case>, name: &str, matrix: &RiskMatrix) {
    let rated = matrix.risks.iter().enumerate().filter(|(_, r)| r.cell().is_some());
    let want = rated.map(|(at, _)| (at + 1).to_string()).collect();
    add(cases, &format!("{name}, risks"), &Diagram::Chart(&Chart::Risk(matrix.clone())), want, |answer| {
        let points = list(&answer["db"]["QuadrantData"], "points");
        sorted(points.map(|p| text(&p["text"], "text").split(['&', ' ']).next().unwrap_or("").to_owned()).collect())
    });
}

pub(crate) fn stack_case(cases: &mut Vec<Case>, name: &str, stack: &Stack) {
    let mut want = Vec::new();
    for (layer, (id, nodes)) in stack.layers.iter().zip(ids::of_stack(stack)) {
        want.push(format!("frame {id}: {:?}", layer.name));
        for (choice, node) in layer.choices.iter().zip(nodes) {
            let words = [Some(format!("{}: {}", choice.role, choice.choice)), choice.why.clone()];
            let words = escape::clean(&words.into_iter().flatten().collect::<Vec<_>>().join("\n"));
            want.push(format!("node {node} in {id}: {words:?}"));
        }
    }
    add(cases, &format!("{name}, stack"), &Diagram::Chart(&Chart::Stack(stack.clone())), want, |answer| {
        let frames = list(answer, "subgraphs").map(|s| format!("frame {}: {:?}", text(s, "id"), text(s, "title")));
        let nodes = list(answer, "nodes");
        let nodes = nodes.map(|n| format!("node {} in {}: {:?}", text(n, "id"), text(n, "parent"), text(n, "text")));
        sorted(frames.chain(nodes).collect())
    });
}

pub(crate) fn files_case(cases: &mut Vec<Case>, name: &str, files: &FileTree) {
    let mut want = Vec::new();
    for (at, entry) in files.entries.iter().enumerate() {
        want.push(format!("node n{at}: {:?}", escape::clean(&tree::label(entry))));
    }
    for (at, around) in tree::parents(&files.entries).into_iter().enumerate() {
        want.extend(around.map(|around| format!("edge n{around} n{at}")));
    }
    add(cases, &format!("{name}, files"), &Diagram::Chart(&Chart::Files(files.clone())), want, |answer| {
        let nodes = list(answer, "nodes").map(|n| format!("node {}: {:?}", text(n, "id"), text(n, "text")));
        let edges = list(answer, "edges").map(|e| format!("edge {} {}", text(e, "from"), text(e, "to")));
        sorted(nodes.chain(edges).collect())
    });
}
