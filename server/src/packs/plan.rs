//! What a pack holds, as its maker left it: parts in order, each a page's figures or words. Templates are plans too, as
//! data: the product's own beside this file, a provider's in the database.

use std::sync::OnceLock;

use anyhow::{Context, Result};
use app::filters::{Filters, Key};
use app::links::Page;
use app::packs::PackKind;
use domain::place::HubArea;
use domain::programme::AcademicYear;
use serde::{Deserialize, Serialize};

/// A pack's content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// The words before the first part, in Markdown.
    #[serde(default)]
    pub introduction: String,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// A part of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its word: unique within the pack.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// What it shows.
    pub content: Content,
    /// Whether it is left out of the pack for now.
    #[serde(default)]
    pub left_out: bool,
    /// What its maker wrote, in Markdown.
    #[serde(default)]
    pub commentary: String,
}

/// What a part shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Content {
    /// Sections of a page.
    Figures {
        /// The page.
        page: Page,
        /// Its question, without place and year.
        #[serde(default)]
        question: Filters,
        /// Which of its sections, in this order.
        #[serde(default)]
        sections: Vec<String>,
        /// Where it looks.
        #[serde(default)]
        within: Within,
        /// Whether the page chooses the year: outcomes speak of the latest that can be judged.
        #[serde(default)]
        own_year: bool,
    },
    /// What is done about gaps, and who does it: words, no figures.
    Actions,
    /// Nothing but its maker's words.
    Words,
}

/// Where a part looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    /// In the pack's hub area; everywhere where it has none.
    #[default]
    Hub,
    /// At the local authorities of the hub area, each by itself.
    Districts,
    /// At every place that is loaded.
    Everywhere,
    /// At each delivery partner, a part for each: only in templates.
    EachPartner,
}

/// What a pack is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its hub area; none for a provider's own.
    pub hub: Option<HubArea>,
    /// Academic year.
    pub year: AcademicYear,
}

impl Place {
    /// In words.
    pub fn name(&self) -> String {
        self.hub.map_or_else(|| "All areas loaded here".to_owned(), |hub| hub.name())
    }

    /// The question of a part, with the pack's place and year.
    pub fn ask(&self, question: &Filters, within: &Within, own_year: bool) -> Filters {
        let asked = if own_year { question.clone() } else { question.with(Key::Year, self.year) };
        match (self.hub, within) {
            (Some(hub), Within::Hub) => asked.with(Key::Hub, hub.code()),
            _ => asked,
        }
    }
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Word of the kind of pack.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub plan: Plan,
}

/// The product's own templates, by kind.
pub fn templates() -> &'static [(PackKind, Template)] {
    static TEMPLATES: OnceLock<Vec<(PackKind, Template)>> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let texts = [
            include_str!("templates/update.json"),
            include_str!("templates/strategic_group.json"),
            include_str!("templates/quick.json"),
        ];
        let read = |text: &str| {
            let template: Template = serde_json::from_str(text).ok()?;
            Some((template.kind.parse().ok()?, template))
        };
        texts.into_iter().filter_map(read).collect()
    })
}

impl Template {
    /// The plan of a new pack. `partners` are the delivery partners that are loaded: number and name.
    pub fn begin(&self, title: &str, partners: &[(String, String)]) -> Plan {
        let mut parts = Vec::new();
        for part in &self.plan.parts {
            match &part.content {
                Content::Figures { within: Within::EachPartner, question, page, sections, own_year } => {
                    for (at, (id, name)) in partners.iter().enumerate() {
                        parts.push(Part {
                            id: format!("{}-{}", part.id, at + 1),
                            heading: format!("{}: {name}", part.heading),
                            content: Content::Figures {
                                page: *page,
                                question: question.with(Key::Partner, id),
                                sections: sections.clone(),
                                within: Within::Everywhere,
                                own_year: *own_year,
                            },
                            ..part.clone()
                        });
                    }
                }
                _ => parts.push(part.clone()),
            }
        }
        Plan { title: title.to_owned(), introduction: self.plan.introduction.clone(), parts }
    }
}

impl Plan {
    /// Reads what is kept of a pack.
    pub fn read(body: &str) -> Result<Plan> {
        serde_json::from_str(body).context("a pack that is kept cannot be read")
    }

    /// As it is kept.
    pub fn written(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// The same parts for others: without words of its maker.
    pub fn as_template(&self) -> Plan {
        let parts = self.parts.iter().filter(|part| part.content != Content::Words);
        let parts = parts.map(|part| Part { commentary: String::new(), ..part.clone() });
        Plan { title: String::new(), introduction: String::new(), parts: parts.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_pack_has_a_template_whose_parts_differ() {
        let kinds: Vec<PackKind> = templates().iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, PackKind::ALL);
        for (_, template) in templates() {
            let mut ids: Vec<&str> = template.plan.parts.iter().map(|part| part.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), template.plan.parts.len(), "{}", template.name);
            for part in &template.plan.parts {
                if let Content::Figures { page, .. } = &part.content {
                    assert!(Page::REPORTS.contains(page), "{}", part.id);
                }
            }
        }
    }

    #[test]
    fn what_is_kept_reads_back_the_same() {
        for (_, template) in templates() {
            let plan = template.begin("A title", &[("p1".into(), "One".into()), ("p2".into(), "Two".into())]);
            assert_eq!(Plan::read(&plan.written().expect("written")).expect("read"), plan);
        }
        assert!(Plan::read("{").is_err());
    }

    #[test]
    fn a_part_for_each_partner_asks_of_that_partner_everywhere() {
        let (_, quick) = templates().iter().find(|(kind, _)| *kind == PackKind::Quick).expect("a quick pack");
        let plan = quick.begin("Q", &[("p1".into(), "One".into()), ("p2".into(), "Two".into())]);
        let asked: Vec<&str> = (plan.parts.iter())
            .filter_map(|part| match &part.content {
                Content::Figures { question, .. } => question.one(Key::Partner),
                _ => None,
            })
            .collect();
        assert!(asked.contains(&"p1") && asked.contains(&"p2"), "{asked:?}");
    }

    #[test]
    fn place_and_year_are_those_of_the_pack() {
        let place = Place { hub: "EE3".parse().ok(), year: AcademicYear(2024) };
        let of = |within, own_year| place.ask(&"by=phase".parse().expect("reads"), &within, own_year).to_string();
        assert_eq!(of(Within::Hub, false), "year=2024-25&hub=EE3&by=phase");
        assert_eq!(of(Within::Hub, true), "hub=EE3&by=phase");
        assert_eq!(of(Within::Districts, false), "year=2024-25&by=phase");
    }
}
