//! Is the database whole, do totals reconcile, and, where asked for, is every sharing answer safe by itself?

use std::process::ExitCode;

use anyhow::Result;
use app::filters::{Audience, Breakdown, Filters, Key};
use app::links::Page;
use app::statistics::Viewer;
use domain::measure::thousands;
use domain::programme::Programme;
use frames::Dataset;

use super::WRONG;
use crate::analytics::{Figures, Measure, Rows, Wants};
use crate::config::Check;
use crate::disclosed::disclose;
use crate::disclosure::audit;
use crate::disclosure::questions::{Years, of_page, single_values};
use crate::disclosure::together::{OfYear, STARTS, Together};
use crate::present::words;
use crate::statistics::Desk;
use crate::storage::Database;

/// Runs the checks and prints what is wrong.
pub async fn check(database: Database, options: &Check) -> Result<ExitCode> {
    let mut wrong = database.integrity().await?;
    if database.passes_walls().await? {
        println!(
            "WARNING the PostgreSQL role is a superuser or bypasses row-level security, so the wall around names is none for it. \
             Connect as an ordinary role that owns the database."
        );
    }
    let desk = Desk::open(database).await?;
    let current = desk.current();
    wrong.extend(unequal_totals(&current.dataset));
    let starts: usize = current.dataset.partitions.iter().map(|p| p.len()).sum();
    println!(
        "Checked {} starts at {} schools, data as of {}: every breakdown of both programmes against its total.",
        thousands(starts as u64),
        thousands(current.dataset.schools.len().saturating_sub(1) as u64),
        words::day(current.dataset.as_of)
    );
    if options.disclosure {
        let audited = disclosure(&desk).await?;
        println!(
            "Audited {} sharing answers with {} figures, one by one: counts of people are rounded or not shown, none of \
             fewer than 5 follows from the others of its answer, and rates follow from what is published.",
            thousands(audited.answers),
            thousands(audited.figures)
        );
        println!(
            "In {} of them the search gave up on some counts: these rest on the audit that published them.",
            thousands(audited.unsettled)
        );
        let (said, broken) = together(&current.dataset);
        println!("{said}");
        wrong.extend(broken);
        wrong.extend(audited.faults);
    }
    for line in &wrong {
        println!("WRONG {line}");
    }
    if wrong.is_empty() {
        println!("Everything reconciles.");
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::from(WRONG))
    }
}

/// What was decided of all breakdowns of each year together, in words; and what is wrong with it.
fn together(dataset: &Dataset) -> (String, Option<String>) {
    let years: Vec<_> = Together::every_year(dataset).collect();
    let (decided, large): (Vec<_>, Vec<_>) = years.iter().partition(|year| year.figures() > 0);
    let sum = |of: fn(&OfYear) -> usize| thousands(decided.iter().map(|year| of(year) as u64).sum());
    let broken: usize = decided.iter().map(|year| year.broken).sum();
    let wrong = (broken > 0)
        .then(|| format!("{broken} figures decided together are not what starts that are alike add up to."));
    let said = format!(
        "All breakdowns of a programme and year were decided together for {} of {} (the others have more than {} starts): \
         {} figures without filters, of which {} are withheld for each other's sake, and {} counts of fewer than 5 for which \
         no other value was found in the time given; beside what was told before the latest files came in, {}.",
        decided.len(),
        decided.len() + large.len(),
        thousands(STARTS as u64),
        sum(OfYear::figures),
        sum(|year| year.lost),
        sum(|year| year.unproved),
        sum(|year| year.unproved_beside)
    );
    (said, wrong)
}

#[derive(Default)]
struct Audit {
    answers: u64,
    unsettled: u64,
    figures: u64,
    faults: Vec<String>,
}

/// Asks every page for sharing: each breakdown and year of everything, and each value of each filter in the year that a
/// page shows of itself.
async fn disclosure(desk: &Desk) -> Result<Audit> {
    let current = desk.current();
    let dataset = &current.dataset;
    let viewer = Viewer::of_all(vec![Audience::Sharing, Audience::Exact]);
    let mut audit = Audit::default();
    let singles = single_values(dataset);
    let narrowings =
        std::iter::once((Filters::default(), Years::Each)).chain(singles.into_iter().map(|f| (f, Years::Latest)));
    for (narrowing, years) in narrowings {
        for page in Page::REPORTS {
            for question in of_page(dataset, page, Audience::Sharing, &narrowing, years) {
                let question: Filters = question.parse()?;
                let sharing = desk.answer(&viewer, page, &question.with(Key::Audience, Audience::Sharing)).await?;
                let exact = desk.answer(&viewer, page, &question.with(Key::Audience, Audience::Exact)).await?;
                let answer = disclose(dataset, page, Audience::Sharing, &question, &[]);
                let name = format!("{} {question}", page.word());
                audit.answers += 1;
                audit.unsettled += u64::from(audit::unsettled(&answer) > 0);
                audit.figures += audit::figures(&sharing.report) as u64;
                audit.faults.extend(audit::faults_of_counts(&answer, &name));
                audit.faults.extend(audit::faults(&sharing.report, &exact.report));
            }
        }
    }
    Ok(audit)
}

/// Checks that the parts of every breakdown add up to their total, for both programmes and every year. Returns what does
/// not reconcile.
fn unequal_totals(dataset: &Dataset) -> Vec<String> {
    let mut wrong = Vec::new();
    for programme in Programme::ALL {
        for partition in dataset.of(*programme) {
            for by in Breakdown::ALL {
                let question = Filters::default()
                    .with(Key::Programme, programme)
                    .with(Key::Year, partition.year)
                    .with(Key::By, by);
                let figures = Figures::ask(dataset, &question, Wants { reach: false, outcomes: true }, Rows::Counted);
                for measure in
                    [Measure::Starts, Measure::Completed, Measure::Passed, Measure::Withdrawn, Measure::LastYear]
                {
                    let parts: u32 = figures.groups.iter().map(|g| g.own[measure]).sum();
                    let total = figures.total.own[measure];
                    if parts != total {
                        wrong.push(format!(
                            "{programme} {} by {by}: {measure:?} of the parts {parts}, total {total}",
                            partition.year
                        ));
                    }
                }
            }
        }
    }
    wrong
}
