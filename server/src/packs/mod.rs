//! Packs and frozen links: pages put together for an update or a meeting, and what was frozen of a page or a pack. All of
//! it is asked for as sharing figures, whoever asks; a pack never holds rows of people.

pub mod changes;
mod commentary;
mod compose;
mod districts;
mod document;
mod files;
mod frozen;
mod making;
mod notes;
mod plan;
mod show;

pub use commentary::html;
pub use compose::{Composed, ComposedPart, compose};
pub(crate) use compose::{asker, one as compose_one, strip};
pub use document::{Medium, document};
pub use files::{PackFile, zip};
pub use frozen::{Body, differences};
pub use making::keep_making;
pub(crate) use making::{compose_again, frozen_of_pack, page_of};
pub use plan::{Content, Part, Place, Plan, Template, Within, templates};
pub(crate) use show::part as shown_part;
pub use show::{report, shown};
