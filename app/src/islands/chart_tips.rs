//! Shows the name of a chart's mark beside it on hover and on focus, and lets the arrow keys walk from mark to mark.
//! The name is what assistive technology already reads; the tip stays until the reader leaves it or presses Escape.

use std::time::Duration;

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

/// How long the pointer may be on its way from a mark to its tip.
const ON_THE_WAY: Duration = Duration::from_millis(250);

/// The frame around a chart's drawings.
#[island]
pub fn ChartTips(
    /// The drawings.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let tip = NodeRef::<Div>::new();
    let words = RwSignal::new(String::new());
    let leaving = StoredValue::new(None::<TimeoutHandle>);

    let stay = move || {
        if let Some(timer) = leaving.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let hide = move || {
        stay();
        words.set(String::new());
    };
    let leave = move || {
        stay();
        leaving.set_value(set_timeout_with_handle(move || words.set(String::new()), ON_THE_WAY).ok());
    };
    let show = move |target: Option<EventTarget>| match mark_at(target) {
        Some(mark) => {
            stay();
            // The browser's own tip would say the same a second time; an empty one keeps the chart's title away too.
            if let Ok(Some(title)) = mark.query_selector(":scope > title") {
                title.set_text_content(Some(""));
            }
            words.set(mark.get_attribute("aria-label").unwrap_or_default());
            // The tip's size is known once its words stand in it.
            request_animation_frame(move || {
                if let (Some(frame), Some(tip)) = (frame.get_untracked(), tip.get_untracked()) {
                    place(&frame, &tip, &mark);
                }
            });
            true
        }
        None => false,
    };
    let over = move |event: ev::PointerEvent| {
        let on_tip = within(event.target(), ".gt-tooltip");
        if on_tip {
            stay();
        } else if !show(event.target()) {
            leave();
        }
    };
    let keys = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Escape" => hide(),
        key => {
            if let Some(next) = neighbour(event.target(), key) {
                event.prevent_default();
                focus(&next);
            }
        }
    };
    // Escape also closes a tip that the pointer opened while the focus is elsewhere.
    Effect::new(move |_| {
        let escape = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" && !words.with_untracked(String::is_empty) {
                hide();
            }
        });
        on_cleanup(move || escape.remove());
    });

    view! {
        <div
            class="gt-chart__frame"
            node_ref=frame
            on:pointerover=over
            on:pointerleave=move |_| leave()
            on:focusin=move |event| {
                show(event.target());
            }
            on:focusout=move |_| hide()
            on:keydown=keys
        >
            {children()}
            <div class="gt-tooltip" node_ref=tip aria-hidden="true" hidden=move || words.with(String::is_empty)>
                {words}
            </div>
        </div>
    }
}

/// The mark that an event happened on.
fn mark_at(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest(".mark").ok()?
}

fn within(target: Option<EventTarget>, selector: &str) -> bool {
    target.and_then(|t| t.dyn_into::<Element>().ok()).is_some_and(|e| e.closest(selector).ok().flatten().is_some())
}

/// The mark to which an arrow key leads: the one before or after in the same drawing, the first or the last.
fn neighbour(target: Option<EventTarget>, key: &str) -> Option<Element> {
    let mark = mark_at(target)?;
    let marks = mark.closest("svg").ok()??.query_selector_all(".mark").ok()?;
    let last = marks.length().checked_sub(1)?;
    let at = (0..=last).find(|i| marks.item(*i).is_some_and(|node| mark.is_same_node(Some(&node))))?;
    let next = match key {
        "ArrowRight" | "ArrowDown" => at.checked_add(1).filter(|i| *i <= last)?,
        "ArrowLeft" | "ArrowUp" => at.checked_sub(1)?,
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    marks.item(next)?.dyn_into().ok()
}

/// Moves the focus; a drawing without tab stops takes it all the same once it is walked.
fn focus(mark: &Element) {
    if !mark.has_attribute("tabindex") && mark.tag_name() != "a" {
        let _ = mark.set_attribute("tabindex", "-1");
    }
    // SVG elements have the same method as HTML ones.
    let _ = mark.unchecked_ref::<HtmlElement>().focus();
}

/// Puts the tip above the mark, or below where there is no room, inside the frame.
fn place(frame: &HtmlElement, tip: &HtmlElement, mark: &Element) {
    let (around, at) = (frame.get_bounding_client_rect(), mark.get_bounding_client_rect());
    let size = tip.get_bounding_client_rect();
    let middle = at.left() - around.left() + at.width() / 2.0;
    let left = (middle - size.width() / 2.0).min(around.width() - size.width()).max(0.0);
    let above = at.top() - around.top() - size.height();
    let top = if at.top() > size.height() { above } else { at.bottom() - around.top() };
    let style = tip.style();
    let _ = style.set_property("left", &format!("{}px", left.round()));
    let _ = style.set_property("top", &format!("{}px", top.round()));
}
