//! [`Model`] + [`View`] -> [`RiskMatrix`]: the plan's risks with the names of what they are about.

use super::{Risk, RiskMatrix, Topic};
use crate::describe::Model;
use crate::describe::model::View;
use crate::describe::plan;

/// Reads the risks of the plan.
///
/// Total: a model without a plan or without risks gives none.
pub fn project(model: &Model, view: &View) -> RiskMatrix {
    let plan = model.plan.as_ref();
    let of = plan.and_then(|p| p.feature.as_ref()).unwrap_or(&model.name);
    let read = |topic: Topic, risks: &[plan::Risk]| -> Vec<Risk> {
        let risk = |r: &plan::Risk| Risk {
            text: r.risk.clone().unwrap_or_else(|| "?".to_owned()),
            topic,
            probability: r.probability,
            impact: r.impact,
            mitigation: r.mitigation.clone(),
            on: r.on.iter().map(|id| model.element(*id).name.clone()).collect(),
        };
        risks.iter().map(risk).collect()
    };
    let mut risks = plan.map_or(Vec::new(), |p| read(Topic::Technical, &p.technical_risks));
    risks.extend(plan.map_or(Vec::new(), |p| read(Topic::Timeline, &p.timeline_risks)));
    RiskMatrix {
        title: view.title.clone().unwrap_or_else(|| format!("{of}: risks")),
        description: view.description.clone(),
        risks,
    }
}
