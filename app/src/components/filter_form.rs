//! The filters: a plain GET form. The usual ones stand open, the others are folded away, and what the form does not
//! show travels along unseen.

use leptos::prelude::*;

use crate::filters::{BadValue, Filters, Key};
use crate::links::{self, Page};
use crate::reports::report::{Choice, Field};

/// The fields that stand open; the others are folded away.
const USUAL: [Key; 7] = [Key::Programme, Key::Year, Key::By, Key::Region, Key::Hub, Key::Phase, Key::Type];

/// Whether a field stands open; on the gaps page what is measured is part of the question, and lists of people have few.
fn is_usual(page: Page, key: &str) -> bool {
    USUAL.iter().any(|usual| usual.word() == key)
        || (matches!(page, Page::Gaps | Page::Compare) && key == Key::Measure.word())
        || matches!(page, Page::Reconciliation | Page::Participants)
}

/// A field as the form shows it.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    field: Field,
    /// Values that stay in force beside what is chosen here.
    kept: Vec<String>,
    /// What was wrong with the value sent.
    error: Option<String>,
}

/// The filter form of a page.
#[component]
pub fn FilterForm(
    /// The page that answers.
    page: Page,
    /// The question in force.
    filters: Filters,
    /// The fields in order.
    fields: Vec<Field>,
    /// Values that were not understood, told beside their fields.
    #[prop(optional)]
    bad: Vec<BadValue>,
) -> impl IntoView {
    let unseen = unseen(&filters, &fields);
    let shown: Vec<Shown> = fields.into_iter().map(|field| show(field, &bad)).collect();
    let (usual, more): (Vec<Shown>, Vec<Shown>) = shown.into_iter().partition(|s| is_usual(page, &s.field.key));
    let open = more.iter().any(|s| s.error.is_some() || is_set(&s.field));
    let more = (!more.is_empty()).then(|| {
        view! {
            <details class="gt-filter__more" open=open>
                <summary>"More filters"</summary>
                <div class="gt-filter__fields">
                    {more.into_iter().map(|shown| view! { <FilterField shown=shown /> }).collect_view()}
                </div>
            </details>
        }
    });
    let unseen =
        unseen.into_iter().map(|(key, value)| view! { <input type="hidden" name=key value=value /> }).collect_view();
    view! {
        <form
            class="gt-filter"
            method="get"
            action=links::page(page, &Filters::default())
            role="search"
            aria-label="Filters"
        >
            {unseen}
            {usual.into_iter().map(|shown| view! { <FilterField shown=shown /> }).collect_view()}
            <div class="gt-filter__actions">
                <button class="govuk-button" type="submit">
                    "Show"
                </button>
            </div>
            {more}
        </form>
    }
    .into_any()
}

#[component]
fn FilterField(shown: Shown) -> impl IntoView {
    let Shown { field, kept, error } = shown;
    let id = field_id(&field.key);
    let error_id = format!("{id}-error");
    let describedby = error.is_some().then(|| error_id.clone());
    let invalid = error.is_some().then_some("true");
    let mut class = String::from("gt-filter__field govuk-form-group");
    if field.options.iter().map(|c| c.name.len()).max() > Some(40) {
        class.push_str(" gt-filter__field--wide");
    }
    if error.is_some() {
        class.push_str(" gt-filter__field--error");
    }
    let error = error.map(|message| {
        view! {
            <p class="govuk-error-message" id=error_id>
                <span class="govuk-visually-hidden">"Error: "</span>
                {message}
            </p>
        }
    });
    let any = match kept.len() {
        0 => field.any,
        n => Some(format!("Add to the {n} chosen")),
    };
    let any = any.map(|words| view! { <option value="">{words}</option> });
    let options = field
        .options
        .into_iter()
        .map(|c| view! { <option value=c.value selected=c.chosen>{c.name}</option> })
        .collect_view();
    let kept = kept
        .into_iter()
        .map(|value| view! { <input type="hidden" name=field.key.clone() value=value /> })
        .collect_view();
    view! {
        <div class=class>
            {kept} <label class="govuk-label" for=id.clone()>
                {field.label}
            </label> {error}
            <select
                class="govuk-select"
                id=id
                name=field.key.clone()
                aria-describedby=describedby
                aria-invalid=invalid
            >
                {any}
                {options}
            </select>
        </div>
    }
}

/// Id of a field, to which the list of errors links.
pub(crate) fn field_id(key: &str) -> String {
    format!("filter-{key}")
}

/// What is wrong with a value, without the choices: the field beside it lists them.
pub(crate) fn briefly(message: &str) -> &str {
    message.split_once("; known").map_or(message, |(wrong, _)| wrong)
}

/// The keys in force that no field of the form shows.
fn unseen(filters: &Filters, fields: &[Field]) -> Vec<(&'static str, String)> {
    filters
        .pairs()
        .filter(|(key, _)| !fields.iter().any(|field| field.key == key.word()))
        .map(|(key, value)| (key.word(), value.to_owned()))
        .collect()
}

/// A single select cannot show several chosen values: they stay in force, and what is picked is added to them.
fn show(mut field: Field, bad: &[BadValue]) -> Shown {
    let error = bad.iter().find(|b| b.key == field.key).map(|b| briefly(&b.message).to_owned());
    let chosen = |c: &&mut Choice| c.chosen;
    let mut kept = Vec::new();
    if field.options.iter().filter(|c| c.chosen).count() > 1 {
        for choice in field.options.iter_mut().filter(chosen) {
            choice.chosen = false;
            kept.push(choice.value.clone());
        }
        field.options.retain(|c| !kept.contains(&c.value));
    }
    Shown { field, kept, error }
}

fn is_set(field: &Field) -> bool {
    field.any.is_some() && field.options.iter().any(|c| c.chosen)
}

/// The fields as they were sent: what is in `filters` is chosen, also where it is not among the choices.
pub(crate) fn as_sent(mut fields: Vec<Field>, filters: &Filters) -> Vec<Field> {
    for field in &mut fields {
        let Some(key) = Key::ALL.iter().copied().find(|k| k.word() == field.key) else {
            continue;
        };
        if !filters.has(key) {
            continue;
        }
        for choice in &mut field.options {
            choice.chosen = filters.contains(key, &choice.value);
        }
        for value in filters.all(key) {
            if !field.options.iter().any(|c| c.value == value) {
                field.options.push(Choice { value: value.into(), name: value.into(), chosen: true });
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phase(chosen: &[&str]) -> Field {
        let choice = |value: &str| Choice { value: value.into(), name: value.into(), chosen: chosen.contains(&value) };
        let options = ["primary", "secondary", "special"].map(choice).to_vec();
        Field { key: "phase".into(), label: "Phase".into(), any: Some("All phases".into()), options }
    }

    #[test]
    fn several_chosen_values_stay_in_force_and_leave_the_select() {
        let shown = show(phase(&["primary", "special"]), &[]);
        assert_eq!(shown.kept, ["primary", "special"]);
        assert_eq!(shown.field.options.len(), 1);
        assert!(show(phase(&["primary"]), &[]).kept.is_empty());
    }

    #[test]
    fn keys_without_a_field_travel_along() {
        let filters: Filters = "phase=primary&audience=sharing&sort=-starts".parse().expect("reads");
        let unseen = unseen(&filters, &[phase(&[])]);
        assert_eq!(unseen, [("audience", "sharing".to_owned()), ("sort", "-starts".to_owned())]);
    }

    #[test]
    fn a_form_shows_what_was_sent_even_where_it_is_no_choice() {
        let filters: Filters = "phase=primary&phase=nursery".parse().expect("reads");
        let fields = as_sent(vec![phase(&["special"])], &filters);
        let chosen: Vec<&str> = fields[0].options.iter().filter(|c| c.chosen).map(|c| c.value.as_str()).collect();
        assert_eq!(chosen, ["primary", "nursery"]);
    }

    #[test]
    fn a_bad_value_is_told_beside_its_field() {
        let bad = [BadValue { key: "phase".into(), message: "no such phase".into() }];
        assert_eq!(show(phase(&[]), &bad).error.as_deref(), Some("no such phase"));
    }
}
