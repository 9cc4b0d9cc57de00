//! Copies a chart's picture to the clipboard, to be pasted into a document. The button appears once it works; the same
//! picture can be downloaded without it.

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Function, Object, Reflect};

/// A button that copies the picture at an address, and says so.
#[island]
pub fn CopyPicture(
    /// Where the PNG is.
    address: String,
    /// What it is a picture of.
    of: String,
) -> impl IntoView {
    let ready = RwSignal::new(false);
    let status = RwSignal::new("");
    // Browsers offer a clipboard only on secure pages, and not all of them take pictures.
    Effect::new(move |_| ready.set(window().is_secure_context() && part(&window(), "ClipboardItem").is_ok()));
    let copy = StoredValue::new(move || {
        let told = |words: &'static str| Closure::once_into_js(move |_: JsValue| status.set(words));
        let asked = copied(&address).and_then(|promise| {
            let (done, failed) = (told("Picture copied"), told("The picture could not be copied"));
            call(&promise, "then", &[done, failed])
        });
        status.set(if asked.is_ok() { "Copying" } else { "The picture could not be copied" });
    });
    view! {
        {move || {
            let of = format!(" of {of}");
            ready
                .get()
                .then(|| {
                    view! {
                        <button
                            class="gt-downloads__link gt-downloads__button"
                            type="button"
                            on:click=move |_| copy.with_value(|copy| copy())
                        >
                            "Copy picture"
                            <span class="govuk-visually-hidden">{of}</span>
                        </button>
                    }
                })
        }}
        <span class="gt-downloads__size" role="status">
            {move || status.get()}
        </span>
    }
}

/// Writes the picture to the clipboard. The fetch is handed over as a promise, since some browsers take nothing that
/// comes after the click.
fn copied(address: &str) -> Result<JsValue, JsValue> {
    let window = window();
    let answer = call(&window, "fetch", &[address.into()])?;
    // `response => response.blob()`, made of the browser's own functions.
    let blob = part(&part(&part(&window, "Response")?, "prototype")?, "blob")?;
    let of_response = call(&part(&blob, "call")?, "bind", &[blob])?;
    let picture = call(&answer, "then", &[of_response])?;
    let forms: Object = Object::new();
    Reflect::set(&forms, &"image/png".into(), &picture)?;
    let item: Function = part(&window, "ClipboardItem")?.dyn_into()?;
    let item = Reflect::construct(&item, &Array::of1(&forms))?;
    let clipboard: JsValue = window.navigator().clipboard().into();
    call(&clipboard, "write", &[Array::of1(&item).into()])
}

fn part(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let found = Reflect::get(of, &name.into())?;
    if found.is_undefined() { Err(name.into()) } else { Ok(found) }
}

fn call(on: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = part(on, name)?.dyn_into()?;
    let arguments: Array = Array::new();
    for value in with {
        arguments.push(value);
    }
    function.apply(on, &arguments)
}
