//! What the figures of a page mean and where they come from.

use leptos::prelude::*;

use crate::filters::Filters;
use crate::links::{self, Page};
use crate::reports::report::{Definition, Source};

/// How the figures are measured, folded.
#[component]
pub fn Definitions(
    /// Each measure of the page.
    definitions: Vec<Definition>,
    /// The files that the figures come from.
    sources: Vec<Source>,
    /// Data as of, in words.
    as_of: String,
) -> impl IntoView {
    let files = sources
        .into_iter()
        .map(|source| view! { <li>{format!("{}: {}, data as of {}", source.kind, source.file, source.as_of)}</li> })
        .collect_view();
    view! {
        <details class="gt-definition">
            <summary>"How these figures are measured, and their sources"</summary>
            <div>
                <Terms definitions=definitions prefix="" />
                <p>"Source files:"</p>
                <ul>{files}</ul>
                <p>
                    <a href=links::help("measures")>"Every measure explained"</a>
                    ". "
                    <a href=links::page(Page::Data, &Filters::default())>"What is loaded"</a>
                    "."
                </p>
            </div>
        </details>
        <p class="gt-provenance">"Data as of " {as_of} "."</p>
    }
    .into_any()
}

/// Measures and their meaning; each gets an id where a prefix is given.
#[component]
pub fn Terms(
    /// Each measure.
    definitions: Vec<Definition>,
    /// What ids begin with; none are written where it is empty.
    prefix: &'static str,
) -> impl IntoView {
    let terms = definitions
        .into_iter()
        .map(|definition| {
            let id = (!prefix.is_empty()).then(|| format!("{prefix}-{}", slug(&definition.name)));
            let part = |label: &'static str, words: Option<String>| {
                words.map(|words| view! { <div><strong>{label}</strong> " " {words}</div> })
            };
            view! {
                <dt id=id>{definition.name}</dt>
                <dd>
                    <div>{definition.meaning}</div>
                    {part("Numerator:", definition.numerator)}
                    {part("Denominator:", definition.denominator)}
                </dd>
            }
        })
        .collect_view();
    view! { <dl class="gt-terms">{terms}</dl> }
}

/// A name as a word for an address: `Completion rate` becomes `completion-rate`.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            letter if letter.is_ascii_alphanumeric() => slug.push(letter.to_ascii_lowercase()),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_word_for_an_address() {
        assert_eq!(slug("Starts per 100 teachers (NPQ)"), "starts-per-100-teachers-npq");
        assert_eq!(slug("  Pass rate "), "pass-rate");
    }
}
