//! Copies the address of the page. The button appears once it works.

use leptos::prelude::*;

/// A button that copies the page's address, and says so.
#[island]
pub fn CopyLink() -> impl IntoView {
    let ready = RwSignal::new(false);
    let copied = RwSignal::new(false);
    // Browsers offer a clipboard only on secure pages.
    Effect::new(move |_| ready.set(window().is_secure_context()));
    let copy = move |_| {
        let window = window();
        if let Ok(address) = window.location().href() {
            let _ = window.navigator().clipboard().write_text(&address);
            copied.set(true);
        }
    };
    view! {
        {move || {
            ready
                .get()
                .then(|| {
                    view! {
                        <button class="govuk-button govuk-button--secondary" type="button" on:click=copy>
                            "Copy link"
                        </button>
                    }
                })
        }}
        <span class="gt-headline__status" role="status">
            {move || if copied.get() { "Link copied" } else { "" }}
        </span>
    }
}
