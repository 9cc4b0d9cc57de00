//! What the editor of a pack sends: its words, and one thing to do with its parts. Pure.

use app::filters::BadValue;
use app::packs::{LONGEST_COMMENT, LONGEST_TITLE};

use super::plan::{Content, Part, Plan};
use crate::schools::recording::{Fields, text, value};

/// The most parts of a pack.
const MOST_PARTS: usize = 120;

/// What the button that was pressed asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Save the words.
    Save,
    /// Put a part one place earlier.
    Up(String),
    /// Put a part one place later.
    Down(String),
    /// Leave a part out.
    Out(String),
    /// Put it back.
    In(String),
    /// Add a part with words alone.
    Add,
    /// Remove a part that was added.
    Remove(String),
    /// Bring back an earlier version.
    Restore(i64),
}

/// What the button asks for; none where it is none of ours.
pub fn act(fields: &Fields) -> Option<Act> {
    let sent = value(fields, "do")?;
    let (verb, of) = sent.split_once(':').unwrap_or((sent, ""));
    let part = of.to_owned();
    Some(match verb {
        "save" => Act::Save,
        "add" => Act::Add,
        "up" => Act::Up(part),
        "down" => Act::Down(part),
        "out" => Act::Out(part),
        "in" => Act::In(part),
        "remove" => Act::Remove(part),
        "restore" => Act::Restore(of.parse().ok()?),
        _ => return None,
    })
}

/// The plan with the words of the form. A field that was not sent keeps what it had.
pub fn with_words(plan: &Plan, fields: &Fields) -> Result<Plan, Vec<BadValue>> {
    let mut bad = Vec::new();
    let mut read = |name: &str, label: &str, longest: usize, kept: &str, needed: bool| {
        let words = match text(fields, name, label, longest) {
            Ok(None) => kept.to_owned(),
            Ok(Some(words)) => words.unwrap_or_default(),
            Err(wrong) => {
                bad.push(wrong);
                kept.to_owned()
            }
        };
        if needed && words.is_empty() {
            bad.push(BadValue { key: name.to_owned(), message: format!("{label}: write a few words") });
        }
        words
    };
    let title = one_line(&read("title", "Title", LONGEST_TITLE, &plan.title, true));
    let introduction = read("introduction", "Introduction", LONGEST_COMMENT, &plan.introduction, false);
    let parts = plan.parts.iter().map(|part| {
        let of = &part.heading;
        let label = format!("Heading of {of}");
        Part {
            heading: one_line(&read(&format!("heading-{}", part.id), &label, LONGEST_TITLE, of, true)),
            commentary: read(
                &format!("words-{}", part.id),
                &format!("Your words on {of}"),
                LONGEST_COMMENT,
                &part.commentary,
                false,
            ),
            ..part.clone()
        }
    });
    let parts = parts.collect();
    if bad.is_empty() { Ok(Plan { title, introduction, parts }) } else { Err(bad) }
}

/// A title or heading on one line.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The plan after one thing was done with its parts. What cannot be done changes nothing.
pub fn done(mut plan: Plan, act: &Act) -> Plan {
    let at = |plan: &Plan, id: &str| plan.parts.iter().position(|part| part.id == id);
    match act {
        Act::Save | Act::Restore(_) => {}
        Act::Up(id) => {
            if let Some(at) = at(&plan, id).filter(|at| *at > 0) {
                plan.parts.swap(at, at - 1);
            }
        }
        Act::Down(id) => {
            if let Some(at) = at(&plan, id).filter(|at| at + 1 < plan.parts.len()) {
                plan.parts.swap(at, at + 1);
            }
        }
        Act::Out(id) | Act::In(id) => {
            if let Some(at) = at(&plan, id) {
                plan.parts[at].left_out = matches!(act, Act::Out(_));
            }
        }
        Act::Add if plan.parts.len() < MOST_PARTS => {
            let free = (1..).map(|n| format!("own-{n}")).find(|id| plan.parts.iter().all(|part| part.id != *id));
            plan.parts.push(Part {
                id: free.unwrap_or_default(),
                heading: "A part of our own".into(),
                content: Content::Words,
                left_out: false,
                commentary: String::new(),
            });
        }
        Act::Add => {}
        Act::Remove(id) => plan.parts.retain(|part| part.id != *id || part.content != Content::Words),
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        let part = |id: &str, content| Part {
            id: id.into(),
            heading: id.to_uppercase(),
            content,
            left_out: false,
            commentary: "kept".into(),
        };
        Plan {
            title: "T".into(),
            introduction: String::new(),
            parts: vec![part("a", Content::Actions), part("b", Content::Words), part("c", Content::Actions)],
        }
    }

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn order(plan: &Plan) -> String {
        plan.parts.iter().map(|part| part.id.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_taken_and_what_was_not_sent_stays() {
        let sent = fields(&[("title", " New\r\n title "), ("words-a", "x\r\ny"), ("words-b", "")]);
        let read = with_words(&plan(), &sent).expect("read");
        assert_eq!(read.title, "New title");
        let words: Vec<&str> = read.parts.iter().map(|part| part.commentary.as_str()).collect();
        assert_eq!(words, ["x\ny", "", "kept"]);
    }

    #[test]
    fn what_is_too_long_or_missing_is_told_by_field() {
        let long = "x".repeat(LONGEST_COMMENT + 1);
        let bad = with_words(&plan(), &fields(&[("title", " "), ("words-c", &long), ("heading-a", "")]));
        let keys: Vec<String> = bad.expect_err("refused").into_iter().map(|bad| bad.key).collect();
        assert_eq!(keys, ["title", "heading-a", "words-c"]);
    }

    #[test]
    fn parts_move_leave_and_come_back() {
        let of = |what: &str| act(&fields(&[("do", what)])).expect("ours");
        assert_eq!(order(&done(plan(), &of("up:b"))), "b a c");
        assert_eq!(order(&done(plan(), &of("up:a"))), "a b c");
        assert_eq!(order(&done(plan(), &of("down:b"))), "a c b");
        assert_eq!(order(&done(plan(), &of("down:c"))), "a b c");
        let out = done(plan(), &of("out:a"));
        assert!(out.parts[0].left_out && !done(out, &of("in:a")).parts[0].left_out);
        let added = done(done(plan(), &of("add")), &of("add"));
        assert_eq!(order(&added), "a b c own-1 own-2");
        assert_eq!(order(&done(added, &of("remove:own-1"))), "a b c own-2");
        assert_eq!(order(&done(plan(), &of("remove:a"))), "a b c", "figures are left out, not removed");
        assert_eq!(of("restore:3"), Act::Restore(3));
        assert!(act(&fields(&[("do", "restore:x")])).is_none() && act(&fields(&[])).is_none());
    }
}
