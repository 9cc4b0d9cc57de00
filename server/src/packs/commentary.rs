//! What people write, as HTML that is safe on a page: Markdown's paragraphs, lists, emphasis and links, and nothing else.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Markdown as HTML. Raw HTML is shown as the text that it is, pictures as their words, links only where they lead to a web
/// or mail address. Headings begin below those of the page.
pub fn html(markdown: &str) -> String {
    // Depth within something that is left out: its words stay.
    let mut links: Vec<bool> = Vec::new();
    let events = Parser::new_ext(markdown, Options::empty()).filter_map(move |event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let leads = leads_out(&dest_url);
            links.push(leads);
            leads.then_some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(Event::End(TagEnd::Link)),
        Event::Start(Tag::Heading { level, .. }) => {
            Some(Event::Start(Tag::Heading { level: lowered(level), id: None, classes: Vec::new(), attrs: Vec::new() }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lowered(level)))),
        Event::Start(Tag::CodeBlock(_)) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::CodeBlock) => Some(Event::End(TagEnd::Paragraph)),
        other => Some(other),
    });
    let mut out = String::with_capacity(markdown.len() + markdown.len() / 2);
    pulldown_cmark::html::push_html(&mut out, events);
    out
}

/// Whether a link leads to a web or mail address.
fn leads_out(address: &CowStr<'_>) -> bool {
    let lower = address.to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|start| lower.starts_with(start))
}

fn lowered(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_emphasis_and_links_are_kept() {
        let written = html("# Plans\n\nWe **visit** [all](https://example.org/a?b=1&c=2).\n\n- one\n- two\n");
        assert_eq!(
            written,
            "<h3>Plans</h3>\n<p>We <strong>visit</strong> <a href=\"https://example.org/a?b=1&amp;c=2\">all</a>.</p>\n\
             <ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        );
    }

    #[test]
    fn nothing_that_runs_or_loads_gets_through() {
        for evil in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "![x](https://evil.example/pixel.png)",
            "<div\nonclick=alert(1)>\n\ntext",
            "[x]: javascript:alert(1)\n\n[x]",
            "<javascript:alert(1)>",
            "```\n<script>\n```",
            "[a](https://x.example/\"onmouseover=alert(1))",
        ] {
            let written = html(evil);
            assert!(
                !written.contains("<script") && !written.contains("<img") && !written.contains("<div"),
                "{written}"
            );
            let lower = written.to_ascii_lowercase();
            assert!(!lower.contains("href=\"javascript") && !lower.contains("href=\"data"), "{written}");
            assert!(!lower.contains("\"onmouseover"), "{written}");
        }
    }

    #[test]
    fn no_words_are_no_html() {
        assert_eq!(html(""), "");
        assert_eq!(html("5 < 6 & 7"), "<p>5 &lt; 6 &amp; 7</p>\n");
    }
}
