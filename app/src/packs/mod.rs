//! Packs and frozen links: what is put together for an update or a meeting, and what was frozen of a page or a pack. The
//! server makes what these pages show and hands it over as context; every figure in them is a sharing figure.

mod editor_page;
mod freeze_form;
mod frozen_page;
mod list_page;
mod meeting_page;
mod preview_page;
mod shown;

use std::fmt;
use std::str::FromStr;

use domain::UnknownWord;

pub use editor_page::{EditedPart, Editor, EditorPage, PackDate, PackVersion};
pub(crate) use freeze_form::{FIELDS as FREEZE_FIELDS, freeze_form};
pub use frozen_page::{Difference, FrozenMaking, FrozenPage, FrozenReport, FrozenState};
pub use list_page::{FrozenLine, NewPack, PackLine, PackList, PacksPage};
pub use meeting_page::MeetingPage;
pub use preview_page::PackPreviewPage;
pub use shown::{PackShown, ShownPart};

/// What a pack is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PackKind {
    /// A hub's progress update to the Department for Education.
    Update,
    /// The slides and papers of a strategic group's meeting.
    Group,
    /// What a lead provider is asked for at short notice.
    Quick,
}

impl PackKind {
    /// Every kind.
    pub const ALL: [PackKind; 3] = [PackKind::Update, PackKind::Group, PackKind::Quick];

    /// The word in the database, in forms and in file names.
    pub fn slug(self) -> &'static str {
        match self {
            PackKind::Update => "update",
            PackKind::Group => "strategic-group",
            PackKind::Quick => "quick",
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            PackKind::Update => "DfE progress update",
            PackKind::Group => "Strategic group pack",
            PackKind::Quick => "Quick pack for Ofsted or DfE",
        }
    }

    /// Whether it is about one hub area.
    pub fn is_of_hub(self) -> bool {
        self != PackKind::Quick
    }
}

impl fmt::Display for PackKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl FromStr for PackKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let known = || PackKind::ALL.map(PackKind::slug).join(", ");
        PackKind::ALL.into_iter().find(|kind| kind.slug() == word).ok_or_else(|| UnknownWord {
            what: "kind of pack",
            word: word.chars().take(80).collect(),
            known: known(),
        })
    }
}

/// The most characters of a comment.
pub const LONGEST_COMMENT: usize = 6_000;
/// The most characters of a title or heading.
pub const LONGEST_TITLE: usize = 150;
