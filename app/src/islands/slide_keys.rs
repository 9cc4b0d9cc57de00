//! Keys of the meeting view: forward, back, first, last, and the whole screen. Without it the slides' own links lead on.

use leptos::ev::keydown;
use leptos::prelude::*;
use web_sys::{Element, KeyboardEvent};

/// Says which keys there are, and takes them.
#[island]
pub fn SlideKeys() -> impl IntoView {
    let ready = RwSignal::new(false);
    Effect::new(move |_| {
        ready.set(true);
        let handle = window_event_listener(keydown, |event| {
            if let Some(step) = step(&event) {
                event.prevent_default();
                go(step);
            }
        });
        on_cleanup(move || handle.remove());
    });
    view! {
        {move || {
            ready
                .get()
                .then(|| {
                    view! {
                        <p class="gt-meeting__keys">
                            "Keys: arrows or Page Up and Page Down lead from slide to slide, Home and End to the first and last, F fills the screen."
                        </p>
                    }
                })
        }}
    }
}

/// Where a key leads.
#[derive(Clone, Copy)]
enum Step {
    By(i32),
    First,
    Last,
    Whole,
}

fn step(event: &KeyboardEvent) -> Option<Step> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    Some(match event.key().as_str() {
        "ArrowRight" | "PageDown" => Step::By(1),
        "ArrowLeft" | "PageUp" => Step::By(-1),
        "Home" => Step::First,
        "End" => Step::Last,
        "f" | "F" => Step::Whole,
        _ => return None,
    })
}

fn slides() -> Vec<Element> {
    (1..).map_while(|number: u32| document().get_element_by_id(&format!("slide-{number}"))).collect()
}

fn go(step: Step) {
    if let Step::Whole = step {
        if let Some(root) = document().document_element() {
            match document().fullscreen_element() {
                Some(_) => document().exit_fullscreen(),
                None => drop(root.request_fullscreen()),
            }
        }
        return;
    }
    let slides = slides();
    // The one whose top is nearest to the top of the screen.
    let distance = |slide: &Element| slide.get_bounding_client_rect().top().abs();
    let here = (0..slides.len()).min_by(|a, b| distance(&slides[*a]).total_cmp(&distance(&slides[*b]))).unwrap_or(0);
    let last = slides.len().saturating_sub(1);
    let to = match step {
        Step::By(by) => here.saturating_add_signed(by as isize).min(last),
        Step::First => 0,
        Step::Last | Step::Whole => last,
    };
    if let Some(slide) = slides.get(to) {
        let _ = window().location().set_hash(&slide.id());
    }
}
