//! Finding schools by name, reference number, postcode or trust. Words are folded once for each version of the data and
//! compared in memory, so that both databases find the same and no search is ever part of a statement.

use anyhow::Result;
use app::filters::Audience;
use app::reports::schools::{A_PAGE, SchoolLine, SchoolsReport, Search};
use domain::establishment::{EstablishmentStatus, Urn};
use domain::measure::thousands;
use frames::Dataset;

use crate::present::words;
use crate::storage::Database;

/// Folded words of every school, by position in the dataset.
#[derive(Debug, Default)]
pub struct Index {
    names: Vec<Box<str>>,
    postcodes: Vec<Box<str>>,
    statuses: Vec<u8>,
    trusts: Vec<Box<str>>,
    authorities: Vec<Box<str>>,
}

/// Capitals, accents and punctuation taken away; one blank between words; `saint` and `st` are the same word.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            // An apostrophe or a combining accent joins what stands around it.
            '\'' | '\u{2018}' | '\u{2019}' | '`' | '\u{300}'..='\u{36f}' => {}
            '&' => folded.push_str(" and "),
            'à'..='å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è'..='ë' => folded.push('e'),
            'ì'..='ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò'..='ö' | 'ø' => folded.push('o'),
            'ù'..='ü' => folded.push('u'),
            'ŵ' => folded.push('w'),
            'ý' | 'ÿ' | 'ŷ' => folded.push('y'),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ => folded.push(' '),
        }
    }
    let words: Vec<&str> =
        folded.split(' ').filter(|w| !w.is_empty()).map(|w| if w == "saint" { "st" } else { w }).collect();
    words.join(" ")
}

/// A postcode without its blank.
fn compact(folded: &str) -> String {
    folded.replace(' ', "")
}

impl Index {
    /// Reads what the dataset does not hold and folds the rest.
    pub async fn read(database: &Database, dataset: &Dataset) -> Result<Index> {
        let schools = &dataset.schools;
        let mut index = Index {
            names: schools.name.iter().map(|name| fold(name).into()).collect(),
            postcodes: vec!["".into(); schools.len()],
            statuses: vec![0; schools.len()],
            trusts: dataset.trusts.iter().map(|(_, name)| fold(name).into()).collect(),
            authorities: dataset.authorities.iter().map(|(_, name, _)| fold(name).into()).collect(),
        };
        for (urn, postcode, status) in database.school_search_index().await? {
            let position = u32::try_from(urn).ok().and_then(|urn| schools.position(Urn(urn)));
            if let Some(at) = position {
                index.postcodes[at] = compact(&fold(&postcode.unwrap_or_default())).into();
                index.statuses[at] = status.and_then(|s| u8::try_from(s).ok()).unwrap_or(0);
            }
        }
        Ok(index)
    }

    /// How well a school fits the folded words, the best first; `None` where it does not.
    fn rank(&self, dataset: &Dataset, at: usize, asked: &Asked) -> Option<u8> {
        let schools = &dataset.schools;
        let (name, postcode) = (&*self.names[at], &*self.postcodes[at]);
        if asked.urn == Some(Urn(schools.urn[at])) {
            return Some(0);
        }
        if name == asked.words || (!postcode.is_empty() && postcode == asked.compact) {
            return Some(1);
        }
        if name.starts_with(&asked.words) {
            return Some(2);
        }
        let begin = |text: &str, word: &str| text.split(' ').any(|own| own.starts_with(word));
        if asked.each().all(|word| begin(name, word)) {
            return Some(3);
        }
        if name.contains(&asked.words) {
            return Some(4);
        }
        if asked.is_postcode && postcode.starts_with(&asked.compact) {
            return Some(5);
        }
        let trust = match schools.trust[at] {
            0 => "",
            trust => &*self.trusts[usize::from(trust)],
        };
        if trust.contains(&asked.words) {
            return Some(6);
        }
        let authority = &*self.authorities[usize::from(schools.authority[at])];
        let somewhere = |word: &str| {
            begin(name, word) || begin(trust, word) || begin(authority, word) || postcode.starts_with(word)
        };
        asked.each().all(somewhere).then_some(7)
    }

    /// Positions of the schools that fit, the best first; within one rank open schools first, then by name and number.
    pub fn find(&self, dataset: &Dataset, words: &str) -> Vec<usize> {
        let Some(asked) = Asked::read(words) else {
            return Vec::new();
        };
        let closed = |at: usize| self.statuses[at] == 2;
        let mut found: Vec<(u8, bool, usize)> = (1..dataset.schools.len())
            .filter_map(|at| self.rank(dataset, at, &asked).map(|rank| (rank, closed(at), at)))
            .collect();
        let name = |at: usize| (&self.names[at], dataset.schools.urn[at]);
        found.sort_unstable_by(|a, b| (a.0, a.1, name(a.2)).cmp(&(b.0, b.1, name(b.2))));
        found.into_iter().map(|(_, _, at)| at).collect()
    }

    /// A school as a line of what was found.
    pub fn line(&self, dataset: &Dataset, at: usize) -> SchoolLine {
        let schools = &dataset.schools;
        let trust = (schools.trust[at] > 0).then(|| dataset.trusts[usize::from(schools.trust[at])].1.clone());
        SchoolLine {
            urn: Urn(schools.urn[at]),
            name: schools.name[at].clone(),
            phase: schools.phase_at(at).name().to_owned(),
            school_type: schools.type_at(at).name().to_owned(),
            authority: dataset.authorities[usize::from(schools.authority[at])].1.clone(),
            hub: schools.hub_at(at).map_or_else(|| "Not known".into(), |hub| hub.code()),
            trust,
            status: status(Some(self.statuses[at]), last_day(schools.open[at].1).as_deref()),
        }
    }
}

/// A last day of the dataset, ISO; the end of time is none.
pub fn last_day(days: i32) -> Option<String> {
    (days != i32::MAX).then(|| chrono::NaiveDate::from_epoch_days(days).map(|day| day.to_string())).flatten()
}

/// `Open`, `Closed 31 August 2020`, `Open, but proposed to close`.
pub fn status(code: Option<u8>, closed_on: Option<&str>) -> String {
    match (code.and_then(EstablishmentStatus::from_code), closed_on) {
        (Some(EstablishmentStatus::Closed), Some(day)) => format!("Closed {}", words::iso_day(day)),
        (Some(EstablishmentStatus::OpenButProposedToClose), Some(day)) => {
            format!("Open, proposed to close {}", words::iso_day(day))
        }
        (Some(status), _) => status.name().to_owned(),
        (None, _) => "Not known".to_owned(),
    }
}

/// A search, folded.
struct Asked {
    words: String,
    compact: String,
    urn: Option<Urn>,
    is_postcode: bool,
}

impl Asked {
    fn read(words: &str) -> Option<Asked> {
        let folded = fold(words);
        if folded.is_empty() {
            return None;
        }
        let compact = compact(&folded);
        let is_postcode = (2..=7).contains(&compact.len())
            && compact.is_ascii()
            && compact.starts_with(|c: char| c.is_ascii_alphabetic())
            && compact.contains(|c: char| c.is_ascii_digit());
        Some(Asked { urn: words.trim().parse().ok(), words: folded, compact, is_postcode })
    }

    fn each(&self) -> impl Iterator<Item = &str> {
        self.words.split(' ')
    }
}

/// What a search found, one page of it. A page past the end is the last.
pub fn report(
    dataset: &Dataset,
    index: &Index,
    search: &Search,
    (audience, audiences): (Audience, Vec<Audience>),
) -> SchoolsReport {
    let all = index.find(dataset, &search.words);
    let found = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let pages = found.div_ceil(A_PAGE).max(1);
    let page = search.page.clamp(1, pages);
    let from = ((page - 1) * A_PAGE) as usize;
    let lines = all.iter().skip(from).take(A_PAGE as usize).map(|at| index.line(dataset, *at)).collect();
    let headline = match found {
        _ if dataset.schools.is_empty() => "No school register is loaded yet".to_owned(),
        _ if search.words.is_empty() => "Find a school".to_owned(),
        0 => format!("No school matches \u{201c}{}\u{201d}", search.words),
        1 => format!("1 school matches \u{201c}{}\u{201d}", search.words),
        n => format!("{} schools match \u{201c}{}\u{201d}", thousands(u64::from(n)), search.words),
    };
    SchoolsReport {
        audience,
        audiences,
        words: search.words.clone(),
        headline,
        lines,
        found,
        page,
        pages,
        register: thousands(dataset.schools.len().saturating_sub(1) as u64),
        as_of: words::day(dataset.as_of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fold_to_what_is_typed() {
        for (text, folded) in [
            ("St. Mary\u{2019}s C.E. Primary School", "st marys c e primary school"),
            ("SAINT MARY'S", "st marys"),
            ("Zo\u{eb} Smith-Jones & Co", "zoe smith jones and co"),
            ("Cafe\u{301}", "cafe"),
            ("  \u{0}%_';-- ", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_postcode_is_told_from_words() {
        let is = |words: &str| Asked::read(words).is_some_and(|asked| asked.is_postcode);
        assert!(is("CB1") && is("cb1 2ab") && is("E1"));
        assert!(!is("St Mary") && !is("100000") && !is("1st"));
    }
}
