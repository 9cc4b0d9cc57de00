//! The accessibility statement: what is aimed at, how it was tested, what is known not to work, whom to tell.

use leptos::prelude::*;

use crate::asking;
use crate::components::layout::{Frame, Layout};
use crate::filters::Filters;
use crate::links;

/// The page.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    let (filters, _) = Filters::read(&asking::query());
    let frame = Frame { filters, ..Frame::default() }.for_viewer();
    view! {
        <Layout title="Accessibility statement" frame=frame>
            <div class="gt-prose">
                <h1 class="gt-headline__title">"Accessibility statement"</h1>
                <p>
                    "This statement covers the pages of Golden Thread. The person or organisation that gave you its \
                     address runs this instance, and answers for what is loaded into it."
                </p>
                <h2 id="able">"What you should be able to do"</h2>
                <ul class="govuk-list govuk-list--bullet">
                    <li>"use every page with a keyboard alone"</li>
                    <li>"use every page with a screen reader, charts included"</li>
                    <li>"zoom to 400%, or use a phone 320 pixels wide, without scrolling sideways"</li>
                    <li>"change text spacing, use Windows contrast themes, and print any page"</li>
                    <li>"do everything with JavaScript switched off"</li>
                    <li>"have every figure of a chart in a table and in a file"</li>
                </ul>
                <p>
                    "How to use charts and tables with a keyboard is told in the "
                    <a href=links::help("keyboard")>"help"</a>
                    "."
                </p>
                <h2 id="status">"How accessible it is"</h2>
                <p>
                    "We aim at level AA of the Web Content Accessibility Guidelines (WCAG) 2.2. It has not been \
                     audited by an independent body, and we do not claim full conformance."
                </p>
                <h2 id="limits">"What may not work well"</h2>
                <ul class="govuk-list govuk-list--bullet">
                    <li>
                        "Wide tables scroll inside a region of their own, also at 320 pixels. The region takes the \
                         keyboard."
                    </li>
                    <li>
                        "A chart with very many marks, such as all hub areas, does not make each a Tab stop. The \
                         table after it leads to the same places."
                    </li>
                    <li>
                        "Charts keep their own colours in Windows contrast themes, on a white ground, because the \
                         colours carry meaning. Labels and patterns say the same."
                    </li>
                    <li>
                        "Downloaded pictures have no text behind them. Use the CSV file of the same figures, or the \
                         SVG picture, which has a title and a description."
                    </li>
                    <li>"Not yet tried with every screen reader: see below."</li>
                </ul>
                <h2 id="tested">"How it was tested"</h2>
                <p>
                    "Each release is tested by machine in a real Chromium browser, with and without JavaScript: the \
                     axe rules on every page, one heading of the first level, the skip link, the size of targets, and \
                     no sideways scrolling at 320 pixels. Tests by machine find only part of the barriers; testing \
                     with people who use assistive technology has not been done."
                </p>
                <h2 id="tell">"Tell us about a barrier"</h2>
                <p>
                    "Tell the person or organisation that runs this instance: the address of the page, what you \
                     tried, and what you use to read it. Ask them for any figures in another form; every page can be \
                     had as a CSV file."
                </p>
                <p>
                    "If the instance is run by a public body and you are not content with the answer, contact the \
                     Equality Advisory and Support Service (EASS), which helps people under the Public Sector Bodies \
                     (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018."
                </p>
            </div>
        </Layout>
    }
}
