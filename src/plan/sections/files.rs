//! `## File Structure`: the tree of folders and files.

use super::super::markdown::fence;
use super::{Page, Section, template};
use crate::describe::plan::tree;

pub(super) fn write(page: &mut Page<'_>) -> String {
    let plan = page.plan;
    let Some(files) = &plan.files else {
        let body = template::body(Section::Files);
        page.lack("which folders and files there are", "plan.files", body);
        return format!("{body}\n");
    };
    fence("", &tree::text(&tree::read(files)))
}
