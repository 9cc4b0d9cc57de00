//! The filter form: its fields and their choices, from the dataset's own dictionaries.

use app::filters::{Breakdown, Comparison, Filters, GapMeasure, Key, UNKNOWN};
use app::links::Page;
use app::reports::report::{Choice, Field};
use domain::engagement::Strand;
use domain::establishment::{Phase, Rurality, SchoolSize, SchoolType, TrustSize};
use domain::participant::{Funding, Role};
use domain::place::{HubArea, Region};
use domain::programme::{Course, Programme};
use frames::Dataset;

/// The fields of a page's form, in order.
pub fn fields(dataset: &Dataset, filters: &Filters, page: Page) -> Vec<Field> {
    let programme = filters.programme();
    let mut fields = Vec::new();
    let mut field = |key: Key, any: Option<&str>, options: Vec<(String, String)>| {
        let chosen_default = match key {
            Key::Programme => programme.slug().to_owned(),
            Key::By => filters.by().slug().to_owned(),
            Key::Compare => Comparison::Rest.slug().to_owned(),
            Key::Measure => GapMeasure::Engaged.slug().to_owned(),
            _ => String::new(),
        };
        let options = options
            .into_iter()
            .map(|(value, name)| {
                let chosen = filters.contains(key, &value) || (!filters.has(key) && value == chosen_default);
                Choice { value, name, chosen }
            })
            .collect();
        fields.push(Field { key: key.word().into(), label: key.label().into(), any: any.map(Into::into), options });
    };
    let slugs =
        |pairs: Vec<(&str, &str)>| pairs.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect::<Vec<_>>();
    let unknown = |name: &str| (UNKNOWN.to_owned(), name.to_owned());

    let of_starts = matches!(page, Page::Participation | Page::Outcomes);
    let of_gaps = matches!(page, Page::Gaps | Page::Compare);
    if of_gaps {
        field(Key::Measure, None, slugs(GapMeasure::ALL.iter().map(|m| (m.slug(), m.name())).collect()));
    }
    let of_a_programme = matches!(filters.one_parsed(Key::Measure), Some(GapMeasure::Coverage | GapMeasure::Rate));
    if of_starts || (of_gaps && of_a_programme) {
        field(Key::Programme, None, Programme::ALL.iter().map(|p| (p.slug().into(), p.name().into())).collect());
    }
    let years = dataset.years.iter().rev().filter(|y| y.first_day() <= dataset.as_of);
    field(Key::Year, Some("Latest"), years.map(|y| (y.to_string(), y.name())).collect());
    if !matches!(page, Page::Overview | Page::Gaps | Page::Compare) {
        let breakdowns = if of_starts { Breakdown::ALL } else { &Breakdown::OF_SCHOOLS };
        field(Key::By, None, breakdowns.iter().map(|b| (b.slug().into(), b.name().into())).collect());
    }
    if page != Page::Compare {
        field(Key::Region, Some("All regions"), slugs(Region::ALL.iter().map(|r| (r.slug(), r.name())).collect()));
    }
    let not_known = (page != Page::Compare).then(|| unknown("Hub area not known"));
    field(Key::Hub, Some("All hub areas"), HubArea::all().map(|h| (h.code(), h.name())).chain(not_known).collect());
    field(Key::Phase, Some("All phases"), slugs(Phase::ALL.iter().map(|p| (p.slug(), p.name())).collect()));
    field(Key::Type, Some("All school types"), slugs(SchoolType::ALL.iter().map(|t| (t.slug(), t.name())).collect()));
    let mut authorities: Vec<(String, String)> =
        dataset.authorities.iter().skip(1).map(|(code, name, _)| (code.clone(), name.clone())).collect();
    authorities.sort_by(|a, b| a.1.cmp(&b.1));
    authorities.push(unknown("Local authority not known"));
    if page != Page::Compare {
        field(Key::La, Some("All local authorities"), authorities);
    }
    if page == Page::Overview {
        return fields;
    }
    field(Key::Size, Some("All sizes"), slugs(SchoolSize::ALL.iter().map(|s| (s.slug(), s.name())).collect()));
    field(Key::Rurality, Some("Town and country"), slugs(Rurality::ALL.iter().map(|r| (r.slug(), r.name())).collect()));
    let trusts = slugs(TrustSize::ALL.iter().map(|s| (s.slug(), s.name())).collect());
    field(Key::TrustSize, Some("Any trust or none"), trusts);
    if !dataset.priority_lists.is_empty() {
        let lists = dataset.priority_lists.iter().map(|l| (l.clone(), l.to_uppercase())).collect();
        field(Key::Priority, Some("All schools"), lists);
    }
    // There are thousands of trusts: one is chosen from the breakdown, and named here so that it can be removed.
    if filters.has(Key::Trust) {
        let chosen = dataset.trusts.iter().filter(|(code, _)| filters.contains(Key::Trust, code));
        field(Key::Trust, Some("All trusts"), chosen.cloned().collect());
    }
    let comparisons = |known: &[Comparison]| known.iter().map(|c| (c.slug().into(), c.name().into())).collect();
    if of_gaps {
        let measure = filters.one_parsed(Key::Measure).unwrap_or(GapMeasure::Engaged);
        let programme = match measure {
            GapMeasure::Completion => Programme::Npq,
            GapMeasure::Continuation => Programme::Ecf,
            _ => programme,
        };
        if measure != GapMeasure::Engaged {
            let courses = Course::all().filter(|c| c.facts().programme == programme);
            field(Key::Course, Some("All courses"), courses.map(|c| (c.code().into(), c.name())).collect());
        }
        if page == Page::Gaps && measure != GapMeasure::Engaged {
            let each = (Breakdown::Course.slug().into(), "Each course by itself".into());
            field(Key::By, Some("All courses together"), vec![each]);
        }
        if page == Page::Gaps && app::filters::GEOGRAPHIES.iter().any(|key| filters.has(*key)) {
            let known = [Comparison::Rest, Comparison::Region, Comparison::Similar, Comparison::Own];
            field(Key::Compare, None, comparisons(&known));
        }
        return fields;
    }
    let mut partners: Vec<(String, String)> = dataset.partners.iter().skip(1).cloned().collect();
    partners.sort_by(|a, b| a.1.cmp(&b.1));
    if page == Page::Engagement {
        field(Key::Strand, Some("Any strand"), slugs(Strand::ALL.iter().map(|s| (s.slug(), s.name())).collect()));
        field(Key::Partner, Some("All delivery partners"), partners);
        field(Key::Compare, None, comparisons(&[Comparison::Rest, Comparison::None]));
        return fields;
    }
    partners.push(unknown("Delivery partner not known"));
    field(Key::Partner, Some("All delivery partners"), partners);
    let courses = Course::all().filter(|c| c.facts().programme == programme);
    field(Key::Course, Some("All courses"), courses.map(|c| (c.code().into(), c.name())).collect());
    let mut cohorts: Vec<_> =
        (dataset.cohorts.iter().flatten()).filter(|c| c.season.is_some() == (programme == Programme::Npq)).collect();
    cohorts.sort();
    field(Key::Cohort, Some("All cohorts"), cohorts.iter().map(|c| (c.to_string(), c.name())).collect());
    field(Key::Funding, Some("Any funding"), slugs(Funding::ALL.iter().map(|f| (f.slug(), f.name())).collect()));
    if programme == Programme::Ecf {
        let roles = [Role::Ect, Role::Mentor];
        field(Key::Role, Some("ECTs and mentors"), slugs(roles.iter().map(|r| (r.slug(), r.name())).collect()));
    }
    field(Key::Compare, None, comparisons(&[Comparison::Rest, Comparison::None]));
    fields
}
