//! Starts of a hub area beside the targets that were set for them, judged in words. For exact figures only.

use app::filters::{Audience, Key};
use app::reports::report::{Cell, Column, Judgement};
use charts::{Axis, Unit};
use domain::measure::{Count, half_up, one_decimal, thousands};
use domain::place::HubArea;
use domain::programme::{AcademicYear, Programme};
use measures::bands;

use crate::analytics::Measure;
use crate::disclosure::Published;
use crate::present::draw::Answer;
use crate::present::targets::{self, Line, NEAR, judged};
use crate::present::{Context, kpi, words};

/// The one hub area that is asked about, where nothing else narrows the question.
fn hub(context: &Context<'_>) -> Option<HubArea> {
    let mut narrowing = context.filters.narrowing();
    let (Some((Key::Hub, code)), None) = (narrowing.next(), narrowing.next()) else { return None };
    code.parse().ok()
}

/// The section, where a target is set for any year.
pub(super) fn add(context: &Context<'_>, published: &Published, answer: &mut Answer, caption: Vec<String>) {
    let programme = context.filters.programme();
    let Some(hub) = hub(context).filter(|_| published.audience == Audience::Exact) else { return };
    // The bands are of early career training: NPQs are judged by the target alone.
    let bands = kpi::bands_of("recruitment").filter(|_| programme == Programme::Ecf);
    let noun = words::starts(programme);
    let mut lines = Vec::new();
    let mut said: Option<(AcademicYear, String)> = None;
    for year in &published.years {
        let starts = year.own[Measure::Starts];
        let (Some(target), Some(n)) = (context.kept.target_of_starts(hub, year.year, programme), starts.value()) else {
            continue;
        };
        let reached = half_up(f64::from(n) / target * 100.0, 1);
        let verdict = match &bands {
            Some(bands) => kpi::judgement(bands::judge(reached, bands)),
            None => judged(bands::against_target(reached, 100.0, NEAR)),
        };
        // A year that goes on can reach its target, and has not missed it yet.
        let is_reached = matches!(verdict, Judgement::Good | Judgement::Met);
        let verdict = if year.unfinished && !is_reached { Judgement::NotJudged } else { verdict };
        let name = if year.unfinished { format!("{} so far", year.year.name()) } else { year.year.name() };
        let in_words = thousands(target.round() as u64);
        // The title speaks of the year asked for where that has a target, else of the last that has.
        if said.as_ref().is_none_or(|(of, _)| Some(*of) != published.year) {
            let percent = one_decimal(reached);
            let title = format!("{} reached {percent}% of its target of {in_words} {noun} for {name}", hub.code());
            said = Some((year.year, title));
        }
        lines.push(Line {
            code: year.year.to_string(),
            name,
            figure: Cell::Count(starts),
            verdict,
            unfinished: year.unfinished,
            cells: vec![
                Cell::Count(starts),
                Cell::Count(Count::Exact(target.round() as u32)),
                Cell::Number(Some(reached)),
            ],
            target: (target, in_words),
        });
    }
    let Some((_, title)) = said else { return };
    let judged_by = bands.as_ref().map_or_else(
        || "short of it by up to 5% is nearly met".to_owned(),
        |bands| format!("judged {}", kpi::whose(bands)),
    );
    let subtitle = format!("{} by academic year and the targets that were set here; {judged_by}", words::capital(noun));
    let column = |id: &str, name: &str| Column { id: id.into(), name: name.into() };
    let columns = vec![column("starts", "Starts"), column("target", "Target"), column("reached", "% of the target")];
    let axis = Axis { label: "Starts".into(), unit: Unit::Count, max: None };
    targets::add(answer, lines, columns, (title, subtitle), (axis, caption));
}
