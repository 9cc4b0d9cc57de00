//! The words of hubs' own lists, as people write them, for the closed sets of the field.

use domain::engagement::{ContactKind, InductionOutcome, InductionProgramme, Reason};

use crate::cells::{self, Fault};
use crate::table::fold;

/// Who provides the training of an induction. The old names of the programmes say so too; `unknown` and
/// `pre_september_2021` say nothing.
pub(super) fn programme(text: &str) -> Result<Option<InductionProgramme>, Fault> {
    use InductionProgramme::{ProviderLed, SchoolLed};
    const SAID: &[(&str, Option<InductionProgramme>)] = &[
        ("fip", Some(ProviderLed)),
        ("fullinductionprogramme", Some(ProviderLed)),
        ("providerledtraining", Some(ProviderLed)),
        ("cip", Some(SchoolLed)),
        ("coreinductionprogramme", Some(SchoolLed)),
        ("diy", Some(SchoolLed)),
        ("designityourself", Some(SchoolLed)),
        ("designyourown", Some(SchoolLed)),
        ("schooldesigned", Some(SchoolLed)),
        ("schoolledtraining", Some(SchoolLed)),
        ("unknown", None),
        ("preseptember2021", None),
    ];
    said(text, SAID, |text| cells::word(text, "unknown-programme").map(Some))
}

/// How an induction ended. One that goes on, extended or not, has no outcome.
pub(super) fn outcome(text: &str) -> Result<Option<InductionOutcome>, Fault> {
    use InductionOutcome::{Fail, Pass, Release};
    const SAID: &[(&str, Option<InductionOutcome>)] = &[
        ("passed", Some(Pass)),
        ("failed", Some(Fail)),
        ("released", Some(Release)),
        ("inprogress", None),
        ("ongoing", None),
        ("none", None),
        ("notyet", None),
        ("extended", None),
        ("extension", None),
    ];
    said(text, SAID, |text| cells::word(text, "unknown-outcome").map(Some))
}

/// How somebody was in touch with a school.
pub(super) fn contact_kind(text: &str) -> Result<ContactKind, Fault> {
    use ContactKind::{Email, Meeting, Other, Phone, Visit};
    const SAID: &[(&str, ContactKind)] = &[
        ("schoolvisit", Visit),
        ("sitevisit", Visit),
        ("inperson", Visit),
        ("facetoface", Meeting),
        ("onlinemeeting", Meeting),
        ("videocall", Meeting),
        ("teams", Meeting),
        ("zoom", Meeting),
        ("email", Email),
        ("mail", Email),
        ("emailed", Email),
        ("call", Phone),
        ("phonecall", Phone),
        ("telephone", Phone),
        ("telephonecall", Phone),
        ("tel", Phone),
        ("letter", Other),
        ("event", Other),
    ];
    said(text, SAID, |text| cells::word(text, "unknown-contact"))
}

/// Why a school does not engage.
pub(super) fn reason(text: &str) -> Result<Reason, Fault> {
    use Reason::{Capacity, NoNeed, OtherProvider, TooSmall, Unaware};
    const SAID: &[(&str, Reason)] = &[
        ("small", TooSmall),
        ("smallschool", TooSmall),
        ("schooltoosmall", TooSmall),
        ("noneed", NoNeed),
        ("notneeded", NoNeed),
        ("noects", NoNeed),
        ("noectsthisyear", NoNeed),
        ("nonewstaff", NoNeed),
        ("notinterested", NoNeed),
        ("anotherprovider", OtherProvider),
        ("differentprovider", OtherProvider),
        ("withanotherprovider", OtherProvider),
        ("usesanotherprovider", OtherProvider),
        ("otherhub", OtherProvider),
        ("trustprovision", OtherProvider),
        ("nocapacity", Capacity),
        ("workload", Capacity),
        ("notime", Capacity),
        ("cover", Capacity),
        ("supplycover", Capacity),
        ("staffing", Capacity),
        ("notaware", Unaware),
        ("didnotknow", Unaware),
        ("didntknow", Unaware),
        ("unawareofoffer", Unaware),
    ];
    said(text, SAID, |text| cells::word(text, "unknown-reason"))
}

/// A word by what people write for it, else by its own name.
fn said<T: Copy>(text: &str, known: &[(&str, T)], by_name: impl FnOnce(&str) -> Result<T, Fault>) -> Result<T, Fault> {
    let folded: String = fold(text).chars().take(64).collect();
    match known.iter().find(|(word, _)| *word == folded) {
        Some((_, meaning)) => Ok(*meaning),
        None => by_name(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programmes_are_known_by_their_old_names() {
        use InductionProgramme::{ProviderLed, SchoolLed};
        for (text, meaning) in [
            ("provider-led", Some(ProviderLed)),
            ("Provider led", Some(ProviderLed)),
            ("PROVIDER_LED", Some(ProviderLed)),
            ("FIP", Some(ProviderLed)),
            ("Full induction programme", Some(ProviderLed)),
            ("school-led", Some(SchoolLed)),
            ("cip", Some(SchoolLed)),
            ("DIY", Some(SchoolLed)),
            ("unknown", None),
            ("pre_september_2021", None),
        ] {
            assert_eq!(programme(text), Ok(meaning), "{text}");
        }
        assert_eq!(programme("gardening").unwrap_err().rule, "unknown-programme");
    }

    #[test]
    fn outcomes_contacts_and_reasons_are_known_in_plain_words() {
        for (text, meaning) in
            [("PASS", Some("pass")), ("Passed", Some("pass")), ("released", Some("release")), ("In progress", None)]
        {
            assert_eq!(outcome(text).map(|o| o.map(|o| o.slug())), Ok(meaning), "{text}");
        }
        for (text, meaning) in [
            ("Visit", "visit"),
            ("School visit", "visit"),
            ("E-mail", "email"),
            ("Phone call", "phone"),
            ("Teams", "meeting"),
            ("letter", "other"),
        ] {
            assert_eq!(contact_kind(text).map(|k| k.slug()), Ok(meaning), "{text}");
        }
        for (text, meaning) in [
            ("too small", "too-small"),
            ("No ECTs this year", "no-need"),
            ("Another provider", "other-provider"),
            ("workload", "capacity"),
            ("Didn't know", "unaware"),
            ("Other", "other"),
        ] {
            assert_eq!(reason(text).map(|r| r.slug()), Ok(meaning), "{text}");
        }
        assert_eq!(contact_kind("pigeon").unwrap_err().rule, "unknown-contact");
        assert_eq!(reason("weather").unwrap_err().rule, "unknown-reason");
    }
}
