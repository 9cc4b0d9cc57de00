//! Addresses of updates and packs and of what was frozen.

/// Updates and packs: the list, and where a new one is sent to, by POST.
pub const PACKS: &str = "/update";

/// The pages of packs and of what was frozen as the router of pages knows them: what they show is handed over by the
/// handlers of [`pack`], [`pack_preview`], [`pack_meeting`] and [`frozen`].
pub const PACK_PAGE: &str = "/update/pack";
/// The page of a pack as it will be read.
pub const PREVIEW_PAGE: &str = "/update/preview";
/// The page for a projector.
pub const MEETING_PAGE: &str = "/update/meeting";
/// The page of what was frozen.
pub const FROZEN_PAGE: &str = "/frozen/link";

/// One pack: its editor, and where that is sent to, by POST.
pub fn pack(id: i64) -> String {
    format!("{PACKS}/{id}")
}

/// A pack as it will be read.
pub fn pack_preview(id: i64) -> String {
    format!("{PACKS}/{id}/preview")
}

/// A pack for a projector.
pub fn pack_meeting(id: i64) -> String {
    format!("{PACKS}/{id}/meeting")
}

/// A file of a pack: `pdf`, `docx`, `pptx`, `xlsx` or `zip`.
pub fn pack_file(id: i64, ending: &str) -> String {
    format!("{PACKS}/{id}/files/pack.{ending}")
}

/// Where the wish to freeze a pack is sent to, by POST.
pub fn freeze_pack(id: i64) -> String {
    format!("{PACKS}/{id}/freeze")
}

/// Where the days on which a pack is frozen by itself are sent to, by POST.
pub fn pack_dates(id: i64) -> String {
    format!("{PACKS}/{id}/dates")
}

/// Where the wish to keep a pack's parts as a template is sent to, by POST.
pub fn pack_template(id: i64) -> String {
    format!("{PACKS}/{id}/template")
}

/// Where the wish to remove a pack is sent to, by POST.
pub fn remove_pack(id: i64) -> String {
    format!("{PACKS}/{id}/remove")
}

/// Where the wish to freeze a page is sent to, by POST.
pub const FREEZE: &str = "/frozen";

/// What was frozen.
pub fn frozen(token: &str) -> String {
    format!("{FREEZE}/{token}")
}

/// A frozen pack for a projector.
pub fn frozen_meeting(token: &str) -> String {
    format!("{FREEZE}/{token}/meeting")
}

/// A file of what was frozen.
pub fn frozen_file(token: &str, ending: &str) -> String {
    format!("{FREEZE}/{token}/files/frozen.{ending}")
}

/// Where the wish to let a frozen link open no more is sent to, by POST.
pub fn revoke_frozen(token: &str) -> String {
    format!("{FREEZE}/{token}/revoke")
}
