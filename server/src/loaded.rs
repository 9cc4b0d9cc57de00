//! What is loaded: the data page, from the imports that the database keeps.

use std::collections::HashSet;

use anyhow::Result;
use app::reports::data::{BenchmarkLine, DataReport, ImportLine, ImportReport, ProblemLine, RowCounts};
use app::reports::report::Source;
use domain::measure::{Count, thousands};
use domain::place::HubArea;
use intake::Kind;
use measures::round5;

use crate::present::{definitions, words};
use crate::statistics::Current;
use crate::storage::Database;
use crate::storage::imports::ImportRow;

/// The files behind the figures: for each kind the newest file that changed something.
pub async fn sources(database: &Database) -> Result<Vec<Source>> {
    let mut seen = HashSet::new();
    let imports = database.imports().await?;
    Ok(imports
        .into_iter()
        .filter(|row| row.taken > 0 && seen.insert(row.kind.clone()))
        .map(|row| Source {
            kind: words::capital(kind_name(&row.kind)),
            as_of: row.as_of.as_deref().map_or_else(|| "not stated".into(), words::iso_day),
            file: row.file_name,
        })
        .collect())
}

fn kind_name(word: &str) -> &str {
    word.parse::<Kind>().map_or(word, |kind| kind.name())
}

/// Kinds whose rows stand for no people.
const PUBLIC: [Kind; 10] = [
    Kind::Register,
    Kind::Links,
    Kind::Succession,
    Kind::Groups,
    Kind::GroupLinks,
    Kind::Section41,
    Kind::PriorityList,
    Kind::HubOverrides,
    Kind::Headcounts,
    Kind::Benchmarks,
];

fn import_line(row: &ImportRow, exact: bool) -> ImportLine {
    let is_public = row.kind.parse::<Kind>().is_ok_and(|kind| PUBLIC.contains(&kind));
    ImportLine {
        id: row.id,
        file: row.file_name.clone(),
        kind: words::capital(kind_name(&row.kind)),
        when: words::iso_instant(&row.imported_at),
        rows: (exact || is_public).then_some(RowCounts {
            read: row.rows_read,
            taken: row.taken,
            unchanged: row.unchanged,
            rejected: row.rejected,
            warned: row.warned,
        }),
        as_of: row.as_of.as_deref().map_or_else(|| "not stated".into(), words::iso_day),
    }
}

/// A count of people or of what stands for them, as this viewer may see it.
fn people(n: u64, exact: bool) -> String {
    let n = u32::try_from(n).unwrap_or(u32::MAX);
    if exact { Count::Exact(n).words() } else { round5(n).words() }
}

/// The data page. Viewers of sharing figures see counts of people rounded here too, and no rows of files about people.
pub async fn data_report(database: &Database, current: &Current, exact: bool) -> Result<DataReport> {
    let imports = database.imports().await?;
    let held = database.holdings().await?;
    let of = |table: &str| held.iter().find(|(name, _)| name == table).map_or(0, |(_, n)| *n).max(0) as u64;
    let as_of = words::day(current.dataset.as_of);
    let headline = if imports.is_empty() {
        "Nothing is loaded yet".to_owned()
    } else {
        format!(
            "{} schools, {} people and {} declarations are loaded, as of {as_of}",
            thousands(of("schools")),
            people(of("participants"), exact),
            people(of("declarations"), exact)
        )
    };
    let benchmarks = database.benchmark_summary().await?;
    Ok(DataReport {
        headline,
        imports: imports.iter().map(|row| import_line(row, exact)).collect(),
        holdings: (held.iter())
            .map(|(table, n)| {
                let n = (*n).max(0) as u64;
                let of_people = PEOPLE.contains(&table.as_str());
                let words = if of_people { people(n, exact) } else { thousands(n) };
                (words::capital(&table.replace('_', " ")), words)
            })
            .collect(),
        findings: findings(current, exact),
        definitions: definitions::all(),
        dictionary: DICTIONARY.iter().map(|(column, meaning)| ((*column).to_owned(), (*meaning).to_owned())).collect(),
        templates: intake::templates()
            .iter()
            .map(|t| (t.file_name.to_owned(), words::capital(t.kind.name())))
            .collect(),
        benchmarks: benchmarks
            .into_iter()
            .map(|(dataset, release, figures, extracted)| BenchmarkLine {
                dataset,
                release,
                figures,
                extracted: extracted.as_deref().map_or_else(|| "not stated".into(), words::iso_day),
            })
            .collect(),
        as_of,
        demo: current.demo,
    })
}

/// One import with its problems. Values, and of files about people rows and problems, are shown to viewers of exact figures only.
pub async fn import_report(database: &Database, id: i64, exact: bool) -> Result<Option<ImportReport>> {
    let Some(row) = database.imports().await?.into_iter().find(|row| row.id == id) else {
        return Ok(None);
    };
    let line = import_line(&row, exact);
    let (rules, problems) = match line.rows {
        Some(_) => database.import_problems(id).await?,
        None => Default::default(),
    };
    let all: i64 = rules.iter().map(|(_, _, n)| n).sum();
    Ok(Some(ImportReport {
        line,
        sha256: row.sha256.clone(),
        format: row.format.clone(),
        took: format!("{:.1} seconds", row.duration_ms as f64 / 1000.0),
        more: all - problems.len() as i64,
        rules,
        problems: problems
            .into_iter()
            .map(|p| ProblemLine {
                line: p.line,
                column: p.column_name,
                value: if exact { p.value } else { "not shown in sharing figures".into() },
                severity: p.severity,
                message: if exact { p.message } else { String::new() },
                mend: p.mend,
            })
            .collect(),
    }))
}

/// What is odd across files, in sentences.
fn findings(current: &Current, exact: bool) -> Vec<String> {
    let odd = &current.dataset.oddities;
    let mut findings = Vec::new();
    let mut say = |n: u64, what: &str| {
        // That there are any would tell fewer than 5 from none.
        if n > 0 && (exact || n >= 5) {
            findings.push(format!("{} {what}", words::capital(&people(n, exact))));
        }
    };
    say(odd.second_starts, "live \u{2018}started\u{2019} declarations repeat a start; each start counts once.");
    say(odd.starts_without_school, "starts name no school; they show as Unknown.");
    say(
        odd.starts_at_unknown_urn,
        "starts name a school that the register does not have; they show as Unknown. Import a newer school register.",
    );
    say(
        odd.declarations_without_start,
        "live declarations follow no live \u{2018}started\u{2019} declaration and do not count.",
    );
    say(odd.merged_people, "participant ids have been merged into others; each person counts once.");
    if odd.schools_without_hub > 0 {
        findings.push(format!(
            "{} schools lie in districts that are split between hub areas, or in no known district, and are on no override list: \
         their hub area is not known.",
            thousands(odd.schools_without_hub)
        ));
    }
    let without: Vec<String> = areas_without_schools(current).into_iter().map(|h| h.code()).collect();
    if !without.is_empty() && !current.dataset.schools.is_empty() {
        findings.push(format!(
            "Hub areas without any school: {}. They need the override list, because districts alone do not decide them. Fill in \
             the template \u{201c}hub areas of schools\u{201d} below.",
            without.join(", ")
        ));
    }
    findings
}

fn areas_without_schools(current: &Current) -> Vec<HubArea> {
    let schools = &current.dataset.schools;
    let mut has = [false; HubArea::COUNT + 1];
    for hub in &schools.hub {
        has[usize::from(*hub)] = true;
    }
    HubArea::all().filter(|hub| !has[hub.index()]).collect()
}

/// Tables whose rows stand for people.
const PEOPLE: [&str; 6] =
    ["participants", "participant_id_changes", "applications", "enrolments", "declarations", "outcomes"];

const DICTIONARY: [(&str, &str); 24] = [
    ("page, section", "Page and table that the row is from"),
    (
        "breakdown, code, name",
        "What the row is: the dimension, its code and its name; \u{2018}total\u{2019} is the whole",
    ),
    ("audience", "exact or sharing"),
    ("symbol", "c withheld, z not applicable or too early, x not available, u low reliability (base under 30)"),
    ("starts", "Starts of the year or cohort"),
    ("last_year", "Starts of the year before, to the same date where the year is unfinished"),
    ("change", "Change of starts against last year, percent"),
    ("participants", "Distinct people"),
    ("teachers", "Teachers, headcount, at schools with a headcount"),
    ("rate", "Participants per 100 teachers; on outcomes the completion rate or continuation, percent"),
    ("rate_elsewhere", "The same in all other areas loaded"),
    ("schools_reached", "State-funded schools in area with a start"),
    ("schools_in_area", "State-funded schools in area on the first day of the year"),
    ("coverage", "Schools reached, percent of schools in area"),
    ("applied, accepted, started", "NPQ applications, those accepted, those with a start"),
    ("conversion", "Started of accepted, percent"),
    ("retained_1 to retained_4", "Starts with that live declaration"),
    ("leadership_starts", "Starts on leadership NPQs, which have retained 2"),
    ("completed, completion_rate", "Completed starts, and their percent of starts once mature"),
    ("passed, pass_rate", "Passed starts, and their percent of completed once mature"),
    ("failed, awaiting", "Completed starts that failed (exact only), or have no result yet"),
    ("active, withdrawn, deferred", "Training status of starts that are not completed"),
    ("continuation", "Active or completed, percent of starts"),
    ("lower, upper", "95% interval of the rate before it"),
];
