//! Whatever a text holds, it is shown as it is: nothing breaks, nothing is executed.

use crate::support::{figure, parts, phases, read, said};
use documents::{Block, Column, Day, Document, Section, Table, docx, pdf, pptx};

fn texts() -> Vec<String> {
    let long = "x".repeat(10_000);
    let mixed: String = (0..600u32).filter_map(|at| char::from_u32(at * 193 % 0x1_1000)).collect();
    let mut texts: Vec<String> = [
        "#import \"@preview/cetz:0.1.0\"",
        "#panic(\"executed\") #read(\"/etc/passwd\") #sys.inputs",
        "$x$ $ integral_0^1 $ *bold* _emph_ `raw` ```typ #panic()```",
        "\\ \\\\ \\u{0} ] [ } { ) ( <label> @label // comment /* comment */",
        "= Heading\n== Heading\n- list\n+ list\n/ term: x",
        "]] ]]> <!-- --> <![CDATA[ </w:t></w:r></w:p> </a:t> &amp; &#0; \" '",
        "\u{0}\u{1}\u{8}\u{b}\u{c}\u{1b}\u{7f}\u{85}\u{9f}\u{FFFE}\u{FFFF}\u{FEFF}",
        "\u{1F9D1}\u{200D}\u{1F3EB}\u{FE0F} 日本語 ไทย हिन्दी \u{E000} \u{10FFFD}",
        "\u{202E}reversed\u{202C} \u{2066}isolated\u{2069} שלום עולם مرحبا بالعالم",
        "a\u{301}\u{301}\u{301} \u{AD}soft\u{200B}\u{2028}\u{2029}",
        "=HYPERLINK(\"http://x\") +1 -1 @x",
        "# h\n\n> > > - - - 1. 1. ![p](file:///etc/passwd) <script>alert(1)</script> [x](javascript:alert(1)) [y](https://)",
        "\n\n\t \r\n",
        "",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.extend([
        long,
        mixed,
        "W".repeat(80),
        "\u{5D0}".repeat(500),
        "- ".repeat(500),
        "* a\n".repeat(50),
        "[".repeat(2_000),
    ]);
    texts
}

/// A document that says the text in every place where it can say something.
fn saying(text: &str) -> Document {
    let own = || text.to_owned();
    let table = |columns: usize| Table {
        title: own(),
        columns: (0..columns).map(|at| Column { name: own(), numeric: at > 0 }).collect(),
        rows: vec![vec![own(); columns]],
        notes: vec![own()],
    };
    let mut native = phases();
    native.rows[0][0] = workbooks::Cell::Text(own());
    if let Some(chart) = &mut native.chart {
        chart.series[0].name = own();
        chart.axes.values = own();
    }
    let drawn =
        documents::Figure { title: own(), alternative: own(), caption: vec![own()], ..figure("", Some(native)) };
    Document {
        title: own(),
        subtitle: own(),
        author: own(),
        made_on: Day { year: 2025, month: 12, day: 31 },
        details: vec![(own(), own())],
        sections: vec![Section {
            heading: own(),
            blocks: vec![
                Block::Finding(own()),
                Block::Paragraph(own()),
                Block::Commentary(own()),
                Block::Commentary(format!(
                    "# {text}\n\n- {text}\n\n1. {text}\n\n**{text}** [{text}](https://example.org/{text})"
                )),
                Block::Figure(drawn),
                Block::Table(table(3)),
                Block::Table(table(9)),
            ],
        }],
        notes: vec![(own(), vec![own()])],
        footer: own(),
    }
}

#[test]
fn no_text_breaks_a_document_or_is_executed() {
    for (at, text) in texts().iter().enumerate() {
        let document = saying(text);
        let start: String = text.chars().take(40).collect();
        let written = pdf(&document).unwrap_or_else(|error| panic!("{start:?}: {error}"));
        assert!(written.starts_with(b"%PDF-1.7"), "{start:?}");
        for (ending, written) in [("docx", docx(&document)), ("pptx", pptx(&document))] {
            let written = written.unwrap_or_else(|error| panic!("{ending} {start:?}: {error}"));
            for (name, content) in parts(&written) {
                if name.ends_with("xml") || name.ends_with("rels") {
                    let text = String::from_utf8(content).expect("text");
                    let mut reader = quick_xml::Reader::from_str(&text);
                    loop {
                        match reader.read_event() {
                            Ok(quick_xml::events::Event::Eof) => break,
                            Ok(_) => {}
                            Err(error) => panic!("{name} of {start:?}: {error}"),
                        }
                    }
                    assert!(
                        !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')),
                        "{name} of {start:?}"
                    );
                }
            }
        }
        if let Some(output) = read("qpdf", &["--check"], &written, &format!("hostile{at}.pdf")) {
            assert!(output.status.success(), "{start:?}: {}", said(&output));
        }
    }
}

#[test]
fn source_of_the_typesetter_is_shown_as_it_is() {
    let text = "#panic(1) $x$ *b* _e_ @l <l> \\ ] = h";
    let written = pdf(&saying(text)).expect("a PDF");
    let Some(_) = read("pdftotext", &["-layout"], &written, "source.pdf") else { return };
    let read = std::fs::read_to_string(crate::support::folder("source").join("source.txt")).expect("text");
    assert!(read.split_whitespace().collect::<Vec<_>>().join(" ").matches(text).count() >= 5, "{read}");
}

#[test]
fn long_words_stay_on_the_page() {
    let document = saying(&"W".repeat(400));
    let written = pdf(&document).expect("a PDF");
    let Some(output) = read("pdftotext", &["-bbox"], &written, "bounds.pdf") else { return };
    assert!(output.status.success());
    let boxes = std::fs::read_to_string(crate::support::folder("bounds").join("bounds.html")).expect("bounds");
    let number = |line: &str, key: &str| -> Option<f64> {
        line.split(&format!("{key}=\"")).nth(1)?.split('"').next()?.parse().ok()
    };
    let mut page = 0.0;
    let mut words = 0;
    for line in boxes.lines() {
        if line.contains("<page ") {
            page = number(line, "width").expect("a width");
        } else if line.contains("<word ") {
            words += 1;
            let right = number(line, "xMax").expect("a side");
            assert!(right <= page - 20.0, "{line} on a page of {page}");
        }
    }
    assert!(words > 20);
}
