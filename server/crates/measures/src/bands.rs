//! KPI bands and targets: a figure judged in words against thresholds that are data.
//! The bands shipped are those published for ECF lead providers; they are never called hub KPIs.

use std::fmt;

use domain::measure::{half_up, one_decimal};

/// How a figure stands against its bands, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Significantly below.
    Inadequate,
    /// Below.
    RequiresImprovement,
    /// Close.
    ApproachingTarget,
    /// Meets or exceeds.
    Good,
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Band::Inadequate => "Inadequate",
            Band::RequiresImprovement => "Requires improvement",
            Band::ApproachingTarget => "Approaching target",
            Band::Good => "Good",
        })
    }
}

/// The unit of a banded measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Percent, 0 to 100 or above.
    Percent,
    /// Whole people.
    People,
}

/// The thresholds of one measure: the least value of each band but the lowest.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// Whose bands: `ecf-lead-provider`.
    pub scheme: String,
    /// The measure's word: `retention`.
    pub measure: String,
    /// The measure as a reader sees it.
    pub name: String,
    /// The unit of the thresholds and of what is judged.
    pub unit: Unit,
    /// Good from here on.
    pub good: f64,
    /// Approaching target from here on.
    pub approaching_target: f64,
    /// Requires improvement from here on.
    pub requires_improvement: f64,
    /// What must hold for the bands to apply, in words; empty where nothing must.
    pub condition: String,
}

/// A row of bands that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("KPI bands, line {line}: {problem}")]
pub struct BadBands {
    /// Line of the file, the header being 1.
    pub line: usize,
    /// What is wrong.
    pub problem: &'static str,
}

const COLUMNS: &str = "scheme,measure,name,unit,good,approaching_target,requires_improvement,condition";

/// The bands shipped with the product: the DfE call-off contract with ECF lead providers, 2023 and 2024 cohorts.
pub fn published() -> Result<Vec<Bands>, BadBands> {
    parse(include_str!("../reference/kpi_bands.csv"))
}

/// Reads bands from comma-separated text with the header of `reference/kpi_bands.csv`; no field holds a comma.
pub fn parse(text: &str) -> Result<Vec<Bands>, BadBands> {
    let mut lines = text.lines().enumerate().map(|(i, line)| (i + 1, line.trim_end()));
    if lines.next().map(|(_, header)| header.trim_start_matches('\u{feff}')) != Some(COLUMNS) {
        return Err(BadBands { line: 1, problem: "the columns are not those of kpi_bands.csv" });
    }
    lines
        .filter(|(_, row)| !row.is_empty())
        .map(|(line, row)| parse_row(row).map_err(|problem| BadBands { line, problem }))
        .collect()
}

fn parse_row(row: &str) -> Result<Bands, &'static str> {
    let fields: Vec<&str> = row.split(',').map(str::trim).collect();
    let [scheme, measure, name, unit, good, approaching, requires, condition] = fields[..] else {
        return Err("a row has 8 fields");
    };
    let unit = match unit {
        "percent" => Unit::Percent,
        "people" => Unit::People,
        _ => return Err("the unit is percent or people"),
    };
    let number = |field: &str| field.parse().ok().filter(|n: &f64| n.is_finite()).ok_or("a threshold is a number");
    let (good, approaching, requires) = (number(good)?, number(approaching)?, number(requires)?);
    if good <= approaching || approaching <= requires {
        return Err("each threshold is above the next");
    }
    Ok(Bands {
        scheme: scheme.into(),
        measure: measure.into(),
        name: name.into(),
        unit,
        good,
        approaching_target: approaching,
        requires_improvement: requires,
        condition: condition.into(),
    })
}

/// The band of `value`, in the unit of `bands`: the best one whose threshold it reaches. A percentage is judged as it
/// is shown, at one decimal, so that a figure and its band never disagree; 95.9% does not reach 96%.
pub fn judge(value: f64, bands: &Bands) -> Band {
    let value = shown(value);
    if value >= bands.good {
        Band::Good
    } else if value >= bands.approaching_target {
        Band::ApproachingTarget
    } else if value >= bands.requires_improvement {
        Band::RequiresImprovement
    } else {
        Band::Inadequate
    }
}

/// How a figure stands against a target set for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress {
    /// At or above the target.
    Met,
    /// Below it by this much, which is near enough to be told apart.
    Within(f64),
    /// Below it by this much, and not near.
    Missed(f64),
}

/// `value` against `target`, both in one unit and judged as shown, at one decimal; `near` is the distance up to which a
/// miss counts as near.
pub fn against_target(value: f64, target: f64, near: f64) -> Progress {
    let short = half_up(shown(target) - shown(value), 1);
    if short <= 0.0 {
        Progress::Met
    } else if short <= near {
        Progress::Within(short)
    } else {
        Progress::Missed(short)
    }
}

impl Progress {
    /// `met`, `within 2.5 points`, `missed by 12 points`: `unit` is the plural (points, schools, people), whose last
    /// letter falls off for exactly one.
    pub fn words(self, unit: &str) -> String {
        let amount = |n: f64| {
            let figure = one_decimal(n);
            let figure = figure.strip_suffix(".0").unwrap_or(&figure);
            let unit = if figure == "1" && unit == "people" {
                "person"
            } else if figure == "1" {
                unit.strip_suffix('s').unwrap_or(unit)
            } else {
                unit
            };
            format!("{figure} {unit}")
        };
        match self {
            Progress::Met => "met".into(),
            Progress::Within(short) => format!("within {}", amount(short)),
            Progress::Missed(short) => format!("missed by {}", amount(short)),
        }
    }
}

/// The figure a reader sees.
fn shown(value: f64) -> f64 {
    half_up(value, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(measure: &str) -> Bands {
        published().unwrap().into_iter().find(|bands| bands.measure == measure).unwrap()
    }

    #[test]
    fn the_published_thresholds_are_where_the_contract_has_them() {
        use Band::{ApproachingTarget, Good, Inadequate, RequiresImprovement};
        for (measure, edges) in [
            ("recruitment", [96.0, 90.0, 75.0]),
            ("recruitment-priority", [660.0, 600.0, 540.0]),
            ("retention", [75.0, 70.0, 65.0]),
            ("satisfaction", [80.0, 75.0, 70.0]),
        ] {
            let bands = bands(measure);
            let better = [Good, ApproachingTarget, RequiresImprovement];
            let worse = [ApproachingTarget, RequiresImprovement, Inadequate];
            for ((edge, better), worse) in edges.into_iter().zip(better).zip(worse) {
                assert_eq!((judge(edge, &bands), judge(edge - 0.1, &bands)), (better, worse), "{measure} {edge}");
            }
            assert_eq!((judge(10_000.0, &bands), judge(0.0, &bands)), (Good, Inadequate));
            assert_eq!(bands.scheme, "ecf-lead-provider");
        }
        assert_eq!(bands("recruitment-priority").unit, Unit::People);
        assert_eq!(
            (bands("retention").unit, bands("retention").condition.as_str()),
            (Unit::Percent, "September starters only")
        );
    }

    #[test]
    fn a_figure_is_judged_as_it_is_shown() {
        assert_eq!(judge(95.95, &bands("recruitment")), Band::Good);
        assert_eq!(judge(95.949, &bands("recruitment")), Band::ApproachingTarget);
    }

    #[test]
    fn bands_are_named_in_full_and_worst_comes_first() {
        let words: Vec<String> = [Band::Good, Band::ApproachingTarget, Band::RequiresImprovement, Band::Inadequate]
            .map(|b| b.to_string())
            .into();
        assert_eq!(words, ["Good", "Approaching target", "Requires improvement", "Inadequate"]);
        assert!(Band::Inadequate < Band::RequiresImprovement && Band::ApproachingTarget < Band::Good);
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        for (rows, line, problem) in [
            ("", 1, "the columns are not those of kpi_bands.csv"),
            ("{}\na,b,c,percent,3,2,1,\nb,c", 3, "a row has 8 fields"),
            ("{}\n\na,b,c,pupils,3,2,1,", 3, "the unit is percent or people"),
            ("{}\na,b,c,percent,3,x,1,", 2, "a threshold is a number"),
            ("{}\na,b,c,percent,inf,2,1,", 2, "a threshold is a number"),
            ("{}\na,b,c,people,3,3,1,", 2, "each threshold is above the next"),
            ("{}\na,b,c,people,3,2,2,", 2, "each threshold is above the next"),
        ] {
            assert_eq!(parse(&rows.replace("{}", COLUMNS)), Err(BadBands { line, problem }));
        }
        assert_eq!(parse(&format!("\u{feff}{COLUMNS}\r\n")), Ok(vec![]));
        assert_eq!(BadBands { line: 2, problem: "x" }.to_string(), "KPI bands, line 2: x");
    }

    #[test]
    fn a_target_is_met_nearly_met_or_missed() {
        for (value, target, progress, words) in [
            (80.0, 80.0, Progress::Met, "met"),
            (79.96, 80.0, Progress::Met, "met"),
            (90.0, 80.0, Progress::Met, "met"),
            (75.0, 80.0, Progress::Within(5.0), "within 5 points"),
            (79.0, 80.0, Progress::Within(1.0), "within 1 point"),
            (74.9, 80.0, Progress::Missed(5.1), "missed by 5.1 points"),
            (0.0, 80.0, Progress::Missed(80.0), "missed by 80 points"),
        ] {
            let judged = against_target(value, target, 5.0);
            assert_eq!((judged, judged.words("points").as_str()), (progress, words), "{value}");
        }
        assert_eq!(Progress::Missed(1.0).words("people"), "missed by 1 person");
        assert_eq!(Progress::Missed(12.0).words("people"), "missed by 12 people");
        assert_eq!(Progress::Within(1.0).words("schools"), "within 1 school");
    }
}
