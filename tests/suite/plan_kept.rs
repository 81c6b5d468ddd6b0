//! What of its description reaches a plan, and what its author keeps.

use super::cli::{Run, folder, run};
use std::fs;
use std::path::Path;

const SHOP: &str = "\
name: Shop
elements:
  shop:
    name: Shop
    children:
      web: {name: Web}
      api: {name: API}
      old: {name: Old API, status: removed}
      db: {kind: database, name: Orders}
relations:
  - web -> api: orders
  - web -> old: asked
  - api -> db: stores [SQL]
plan:
  feature: Orders
  spec: {id: SPEC-1, generated: 2026-11-02}
  phases: [{name: First, duration: 3d, tasks: [Start]}]
  entities: {Order: {fields: {id: uuid}}}
";

const CANCEL: &str = "  api:
    Cancel order: {method: DELETE, path: /orders, served_by: api, response: {204: Gone}}
";

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

fn said(ran: &Run) -> &str {
    &ran.err
}

/// What is left of a document without its regions and blank lines.
fn outside(text: &str) -> Vec<&str> {
    let mut inside = false;
    text.lines()
        .filter(|line| {
            let before = inside;
            inside = (inside || line.contains("groundplan:begin")) && !line.contains("groundplan:end");
            !before && !inside && !line.trim().is_empty()
        })
        .collect()
}

#[test]
fn nothing_is_written_over_what_it_was_made_of() {
    let folder = folder(&[("shop.yaml", SHOP), ("plan.md", "# Implementation Plan: A\n\n## Technology Stack\n")]);
    let at = folder.path();
    #[cfg(unix)]
    std::os::unix::fs::symlink("shop.yaml", at.join("link.md")).unwrap();
    #[cfg(not(unix))]
    fs::copy(at.join("shop.yaml"), at.join("link.md")).unwrap();
    for args in [
        &["plan", "shop.yaml", "-o", "./shop.yaml", "--force"][..],
        &["plan", "shop.yaml", "-o", "shop.yaml"],
        &["import", "plan", "plan.md", "-o", "plan.md", "--force"],
        #[cfg(unix)]
        &["plan", "shop.yaml", "-o", "link.md", "--force"],
    ] {
        let ran = run(at, args);
        assert!(
            ran.code == 2 && said(&ran).contains("is what is read: give the output another name"),
            "{}",
            said(&ran)
        );
    }
    assert_eq!(text(at, "shop.yaml"), SHOP);
    assert!(text(at, "plan.md").starts_with("# Implementation Plan: A"));
}

#[test]
fn the_title_follows_the_description_until_its_author_writes_it() {
    let folder = folder(&[("shop.yaml", SHOP)]);
    let at = folder.path();
    assert_eq!(run(at, &["plan", "shop.yaml", "-o", "plan.md"]).code, 0);
    fs::write(at.join("shop.yaml"), SHOP.replace("feature: Orders", "feature: Orders and more")).unwrap();
    let stale = run(at, &["update", "plan.md", "--check"]);
    assert!(stale.code == 1 && said(&stale).contains("plan.md:3:1: error[region-stale]"), "{}", said(&stale));
    assert_eq!(run(at, &["update", "plan.md"]).code, 0);
    assert!(text(at, "plan.md").contains("\n# Implementation Plan: Orders and more\n"));
    let mine = text(at, "plan.md").replace("Plan: Orders and more", "Plan: My own title");
    fs::write(at.join("plan.md"), &mine).unwrap();
    assert_eq!(run(at, &["plan", "shop.yaml", "-o", "plan.md"]).code, 2);
    let kept = run(at, &["update", "plan.md"]);
    assert!(kept.code == 1 && said(&kept).contains("region-edited"), "{}", said(&kept));
    assert!(said(&kept).contains("nothing refreshed, 1 of "), "{}", said(&kept));
    assert_eq!(text(at, "plan.md"), mine);
    // A title without markers is the author's as well.
    let bare = mine.lines().filter(|line| !line.contains("section=title")).collect::<Vec<_>>().join("\n");
    let bare = bare.replacen("My own title\n<!-- groundplan:end -->", "My own title", 1);
    fs::write(at.join("plan.md"), &bare).unwrap();
    assert_eq!(run(at, &["plan", "shop.yaml", "-o", "plan.md"]).code, 2);
    assert_eq!(run(at, &["update", "plan.md"]).code, 0);
    assert_eq!(text(at, "plan.md"), bare);
}

#[test]
fn a_new_endpoint_is_named_and_put_in_where_that_is_asked_for() {
    let folder = folder(&[("shop.yaml", SHOP)]);
    let at = folder.path();
    assert_eq!(run(at, &["plan", "shop.yaml", "-o", "plan.md"]).code, 0);
    let mine =
        text(at, "plan.md").replace("## API Contracts\n", "## API Contracts\nMine, of all.\n\n") + "\nThe end.\n";
    fs::write(at.join("plan.md"), &mine).unwrap();
    fs::write(at.join("shop.yaml"), format!("{SHOP}{CANCEL}")).unwrap();
    let named = run(at, &["update", "plan.md"]);
    assert_eq!(named.code, 0, "{}", said(&named));
    assert!(
        said(&named).contains("note[no-region]: 1 picture of the description is not in the plan: `api-cancel-order`."),
        "{}",
        said(&named)
    );
    let before = text(at, "plan.md");
    assert!(!before.contains("view=api-cancel-order"));
    let diff = run(at, &["update", "plan.md", "--add", "--diff"]);
    assert!(diff.text().contains("+<!-- groundplan:begin view=api-cancel-order src=shop.yaml sum="), "{}", diff.text());
    assert!(!diff.text().contains("\n-"), "{}", diff.text());
    assert_eq!(text(at, "plan.md"), before);
    let added = run(at, &["update", "plan.md", "--add"]);
    assert!(added.code == 0 && said(&added).contains("1 region refreshed in 1"), "{}", said(&added));
    let after = text(at, "plan.md");
    assert_eq!(outside(&after), outside(&before));
    let section = after.split("## API Contracts\n").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    assert!(section.starts_with("Mine, of all.\n\n") && section.contains("view=api-cancel-order"), "{section}");
    assert!(section.contains("```\n<!-- groundplan:end -->\n\n<!-- groundplan:begin view=api"), "{section}");
    let again = run(at, &["update", "plan.md", "--add"]);
    assert!(said(&again).contains("nothing to do, of "), "{}", said(&again));
    assert_eq!(text(at, "plan.md"), after);
    // Taken out again, the region says what to do with itself.
    fs::write(at.join("shop.yaml"), SHOP).unwrap();
    let gone = run(at, &["update", "plan.md"]);
    assert!(said(&gone).contains("delete the region with its markers"), "{}", said(&gone));
}

#[test]
fn a_template_gets_every_picture() {
    let template =
        include_str!("../../src/plan/template.md").replace("## Architecture Overview", "## 2. 🏗️ Architecture");
    let folder = folder(&[("shop.yaml", &format!("{SHOP}{CANCEL}")), ("plan.md", &template)]);
    let at = folder.path();
    let ran = run(at, &["update", "plan.md", "--src", "shop.yaml"]);
    assert_eq!(ran.code, 0, "{}", said(&ran));
    let plan = text(at, "plan.md");
    assert!(plan.contains("-->\n# Implementation Plan: Orders\n<!-- groundplan:end -->\n"), "{plan}");
    for view in ["shop-container", "changes", "schedule", "entities", "api-cancel-order"] {
        assert_eq!(plan.matches(&format!("groundplan:begin view={view} ")).count(), 1, "{view}: {plan}");
    }
    assert!(!plan.contains("\n\n\n"), "{plan}");
    let order = ["view=schedule", "section=phases", "view=entities", "section=entities"].map(|key| plan.find(key));
    assert!(order.is_sorted() && order[0].is_some(), "{order:?}");
    let again = run(at, &["update", "plan.md"]);
    assert!(said(&again).contains("nothing to do, of "), "{}", said(&again));
    assert_eq!(text(at, "plan.md"), plan);
    assert!(!plan.split("view=changes").next().unwrap().contains("Old API"), "the main picture shows what will be");
    assert!(plan.split("view=changes").nth(1).unwrap().contains("Old API"));
}

#[test]
fn every_system_is_in_the_picture_of_the_architecture() {
    let systems = "\
name: Works
elements:
  shop: {kind: system, children: {web: {name: Web}}}
  erp: {kind: system, children: {books: {name: Books}}}
  bi: {kind: system, name: Reports}
relations: [web -> books: posts]
deployments: {live: {host: {runs: [web]}}}
plan: {feature: Works}
";
    let folder = folder(&[("works.yaml", systems)]);
    let at = folder.path();
    run(at, &["plan", "works.yaml", "-o", "plan.md"]);
    let plan = text(at, "plan.md");
    let picture = plan.split("view=architecture").nth(1).and_then(|rest| rest.split("groundplan:end").next()).unwrap();
    for name in ["Web", "Books", "Reports"] {
        assert!(picture.contains(name), "{name}: {picture}");
    }
    assert!(plan.contains("view=live-deployment"), "{plan}");
    assert_eq!(run(at, &["update", "plan.md", "--check"]).code, 0);
}

#[test]
fn one_cause_is_one_error() {
    let folder = folder(&[("shop.yaml", SHOP)]);
    let at = folder.path();
    assert_eq!(run(at, &["plan", "shop.yaml", "-o", "plan.md"]).code, 0);
    let plan = text(at, "plan.md");
    fs::write(at.join("shop.yaml"), SHOP.replace("relations:", "relatoins:")).unwrap();
    let broken = run(at, &["update", "plan.md"]);
    assert_eq!(said(&broken).matches("error[region-source]").count(), 1, "{}", said(&broken));
    assert!(said(&broken).contains("regions.") && !said(&broken).contains("none is stale"), "{}", said(&broken));
    fs::write(at.join("shop.yaml"), SHOP).unwrap();
    fs::write(at.join("plan.md"), plan.replacen("<!-- groundplan:end -->\n", "", 1)).unwrap();
    let open = run(at, &["update", "plan.md"]);
    assert_eq!(said(&open).matches("error[").count(), 1, "{}", said(&open));
    assert!(!said(&open).contains("there is no generated region"), "{}", said(&open));
    let stdin = run(at, &["update", "-"]);
    assert!(stdin.code == 2 && !said(&stdin).contains("0 documents"), "{}", said(&stdin));
}

#[test]
fn a_picture_that_shows_the_same_is_left_alone() {
    let folder = folder(&[("shop.yaml", SHOP)]);
    let at = folder.path();
    assert_eq!(run(at, &["plan", "shop.yaml", "-o", "plan.md", "--images", "img", "-f", "svg,png,pdf"]).code, 0);
    let pictures =
        |name: &str| ["svg", "png", "pdf"].map(|end| fs::read(at.join(format!("img/shop.{name}.{end}"))).unwrap());
    let (main, schedule) = (pictures("shop-container"), pictures("schedule"));
    fs::write(at.join("shop.yaml"), SHOP.replace("duration: 3d", "duration: 4d")).unwrap();
    let stale = run(at, &["update", "plan.md", "--check"]);
    assert_eq!(stale.code, 1);
    assert_eq!(said(&stale).matches("error[region-stale]").count(), 2, "{}", said(&stale));
    assert!(said(&stale).contains("The region and its pictures are stale"), "{}", said(&stale));
    assert!(said(&stale).contains("2 regions and 3 pictures stale in 1"), "{}", said(&stale));
    assert!(said(&stale).contains("pictures show the same as before"), "{}", said(&stale));
    assert_eq!(run(at, &["update", "plan.md"]).code, 0);
    assert!(pictures("shop-container") == main && pictures("schedule") != schedule);
    assert_eq!(run(at, &["update", "plan.md", "--check"]).code, 0);
    assert_eq!(run(at, &["update", "plan.md", "--force"]).code, 0);
    assert!(pictures("shop-container") != main, "with the new description in it");
}

#[test]
fn a_file_of_another_kind_is_called_what_it_is() {
    let folder = folder(&[("shop.yaml", SHOP), ("plan.md", "# Implementation Plan: A\n")]);
    let at = folder.path();
    let markdown = run(at, &["plan", "plan.md"]);
    assert!(markdown.code == 2 && said(&markdown).contains("plan.md is Markdown"), "{}", said(&markdown));
    let formats = run(at, &["plan", "shop.yaml", "-f", "pdf"]);
    assert!(formats.code == 2 && said(&formats).contains("--images DIR"), "{}", said(&formats));
}

#[test]
fn the_plan_of_the_starter_is_one() {
    let folder = folder(&[]);
    let at = folder.path();
    assert_eq!(run(at, &["init", "start.yaml"]).code, 0);
    let (before, plan) =
        text(at, "start.yaml").split_once("# plan:\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let plan = plan.lines().map(|line| line.strip_prefix("# ").unwrap()).collect::<Vec<_>>().join("\n");
    fs::write(at.join("start.yaml"), format!("{before}plan:\n{plan}\n")).unwrap();
    let ran = run(at, &["plan", "start.yaml", "-o", "plan.md"]);
    assert!(ran.code == 0 && !said(&ran).contains("error"), "{}", said(&ran));
    assert!(text(at, "plan.md").contains("view=api-place-order"));
}

#[test]
fn an_index_of_several_fields_is_one_line_of_a_plan() {
    let many = SHOP.replace("{fields: {id: uuid}}", "{fields: {id: uuid, at: date}, indexes: [at, [id, at]]}");
    let folder = folder(&[("shop.yaml", &many)]);
    let ran = run(folder.path(), &["plan", "shop.yaml"]);
    assert!(ran.text().contains("indexes:\n  - at\n  - [id, at]\n"), "{}", ran.text());
}
