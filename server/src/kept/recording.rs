//! What the forms for actions and targets send: read and checked. Pure.

use app::filters::{BadValue, Filters, GapMeasure};
use app::reports::schools::{LONGEST_NOTE, LONGEST_OUTCOME};
use app::reports::targets::{TargetOf, target_of};
use chrono::NaiveDate;
use domain::engagement::ActionState;
use domain::measure::thousands;
use domain::place::HubArea;
use domain::programme::AcademicYear;

use crate::schools::recording::{Fields, day_of, text, value, wrong};

/// No hub area starts more in a year.
const MOST_STARTS: u32 = 100_000;

/// A new action.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAction {
    /// The gap.
    pub segment: Filters,
    /// What is done.
    pub what: String,
    /// Who does it.
    pub who: Option<String>,
    /// By when.
    pub due: Option<NaiveDate>,
    /// Note.
    pub note: Option<String>,
}

/// A change to an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub state: ActionState,
    /// Note.
    pub note: Option<String>,
}

/// A target, or that there is none any more.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTarget {
    /// Hub area.
    pub hub: HubArea,
    /// Academic year.
    pub year: AcademicYear,
    /// Word of the measure.
    pub measure: String,
    /// The target; none removes it.
    pub value: Option<f64>,
}

/// Reads a new action.
pub fn action(fields: &Fields) -> Result<NewAction, Vec<BadValue>> {
    let segment = value(fields, "segment").unwrap_or_default().parse::<Filters>();
    let segment = segment.map_err(|_| wrong("what", "What is done: the gap was not understood. Open it anew"));
    let what = match text(fields, "what", "What is done", LONGEST_OUTCOME) {
        Ok(Some(Some(what))) => Ok(what),
        Ok(_) => Err(wrong("what", "What is done: say in a few words what is to be done")),
        Err(bad) => Err(bad),
    };
    let who = text(fields, "who", "Who", LONGEST_OUTCOME);
    let note = text(fields, "note", "Note", LONGEST_NOTE);
    let due = match value(fields, "due").unwrap_or_default().trim() {
        "" => Ok(None),
        words => day_of(words).map(Some).map_err(|message| wrong("due", format!("By when: {message}"))),
    };
    match (segment, what, who, note, due) {
        (Ok(segment), Ok(what), Ok(who), Ok(note), Ok(due)) => {
            Ok(NewAction { segment, what, who: who.flatten(), due, note: note.flatten() })
        }
        (segment, what, who, note, due) => {
            let bad = [segment.err(), what.err(), who.err(), note.err(), due.err()];
            let mut bad: Vec<BadValue> = bad.into_iter().flatten().collect();
            bad.dedup_by(|a, b| a.key == b.key);
            Err(bad)
        }
    }
}

/// Reads a change to an action.
pub fn change(fields: &Fields) -> Result<Change, Vec<BadValue>> {
    let state = value(fields, "state").unwrap_or_default().parse::<ActionState>();
    let state = state.map_err(|_| wrong("state", "Where it stands: choose one of the list"));
    let note = text(fields, "note", "Note", LONGEST_NOTE);
    match (state, note) {
        (Ok(state), Ok(note)) => Ok(Change { state, note: note.flatten() }),
        (state, note) => Err([state.err(), note.err()].into_iter().flatten().collect()),
    }
}

/// Reads a target.
pub fn target(fields: &Fields) -> Result<NewTarget, Vec<BadValue>> {
    let of = |name: &str| value(fields, name).unwrap_or_default().trim().to_owned();
    let hub = of("hub").parse::<HubArea>().map_err(|_| wrong("hub", "Hub area: choose one"));
    let year = of("year").parse::<AcademicYear>().map_err(|_| wrong("year", "Academic year: choose one"));
    let known = target_of(&of("measure"));
    let measure = known.map(|_| of("measure")).ok_or_else(|| wrong("measure", "Measure: choose one"));
    let written = of("value");
    let number = match known {
        _ if written.is_empty() => Ok(None),
        Some(TargetOf::Starts(_)) => {
            // Thousands may be set apart, as pages do.
            let whole = written.replace([',', ' '], "").parse::<u32>().ok().filter(|n| (1..=MOST_STARTS).contains(n));
            whole.map(|n| Some(f64::from(n))).ok_or_else(|| {
                let most = thousands(u64::from(MOST_STARTS));
                wrong(
                    "value",
                    format!("Target: write how many are to start, a whole number from 1 to {most}, such as 350"),
                )
            })
        }
        _ => {
            let most = match known {
                Some(TargetOf::Compared(GapMeasure::Rate, _)) => 1_000.0,
                _ => 100.0,
            };
            match written.replace(['%', ' '], "").replace(',', ".").parse::<f64>() {
                Ok(n) if n.is_finite() && (0.0..=most).contains(&n) => Ok(Some(n)),
                _ => Err(wrong("value", format!("Target: write a number from 0 to {most:.0}, such as 75"))),
            }
        }
    };
    match (hub, year, measure, number) {
        (Ok(hub), Ok(year), Ok(measure), Ok(value)) => Ok(NewTarget { hub, year, measure, value }),
        (hub, year, measure, number) => {
            Err([hub.err(), year.err(), measure.err(), number.err()].into_iter().flatten().collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_action_needs_words_and_may_be_due_in_the_future() {
        let sent =
            fields(&[("segment", "hub=EE3&phase=special"), ("what", " visit "), ("due", "1/9/2030"), ("who", "")]);
        let read = action(&sent).expect("read");
        assert_eq!((read.what.as_str(), read.who), ("visit", None));
        assert_eq!(read.due, NaiveDate::from_ymd_opt(2030, 9, 1));
        let bad = action(&fields(&[("segment", "hub=EE3"), ("due", "soon")])).expect_err("refused");
        assert_eq!(bad.iter().map(|b| b.key.as_str()).collect::<Vec<_>>(), ["what", "due"]);
    }

    #[test]
    fn a_target_is_a_number_that_its_measure_can_reach_and_a_blank_removes_it() {
        let sent = |measure: &str, value: &str| {
            target(&fields(&[("hub", "EE3"), ("year", "2024-25"), ("measure", measure), ("value", value)]))
        };
        assert_eq!(sent("engaged", "75%").expect("read").value, Some(75.0));
        assert_eq!(sent("npq-rate", "12,5").expect("read").value, Some(12.5));
        assert_eq!(sent("engaged", " ").expect("read").value, None);
        assert_eq!(sent("ecf-starts", "350").expect("read").value, Some(350.0));
        assert_eq!(sent("ecf-starts", "1,000").expect("read").value, Some(1_000.0));
        for (measure, value) in [
            ("engaged", "101"),
            ("engaged", "-1"),
            ("engaged", "NaN"),
            ("starts", "5"),
            ("npq-rate", "x"),
            ("npq-starts", "0"),
            ("npq-starts", "3.5"),
        ] {
            assert!(sent(measure, value).is_err(), "{measure} {value}");
        }
        assert_eq!(target(&[]).expect_err("refused").len(), 3);
    }

    #[test]
    fn a_change_needs_a_known_state() {
        let read = change(&fields(&[("state", "done"), ("note", "")])).expect("read");
        assert_eq!(read, Change { state: ActionState::Done, note: None });
        assert!(change(&fields(&[("state", "finished")])).is_err());
    }
}
