//! How schools take part in the work of a hub, and what is known of those that do not.

use crate::words::words;

words! {
    /// A strand of a hub's work. Strands overlap: a school may be in several, so they never add up.
    "strand" Strand {
        Ab = "ab", "Appropriate body";
        Ecf = "ecf", "ECF/ECTE";
        Npq = "npq", "NPQ";
        Itt = "itt", "ITT placements";
        Cpd = "cpd", "CPD";
    }
}

words! {
    /// Who provides the training of an induction.
    "induction programme" InductionProgramme {
        ProviderLed = "provider-led", "Provider-led";
        SchoolLed = "school-led", "School-led";
    }
}

words! {
    /// How an induction, or the part of it with one appropriate body, came to its end.
    "induction outcome" InductionOutcome {
        Pass = "pass", "Passed";
        Fail = "fail", "Failed";
        Release = "release", "Released";
    }
}

words! {
    /// How somebody was in touch with a school.
    "kind of contact" ContactKind {
        Visit = "visit", "Visit";
        Meeting = "meeting", "Meeting";
        Email = "email", "E-mail";
        Phone = "phone", "Phone call";
        Other = "other", "Other";
    }
}

words! {
    /// Why a school does not engage.
    "reason" Reason {
        TooSmall = "too-small", "Too small";
        NoNeed = "no-need", "No need at present";
        OtherProvider = "other-provider", "With another provider";
        Capacity = "capacity", "No capacity";
        Unaware = "unaware", "Did not know of the offer";
        Other = "other", "Other";
    }
}

words! {
    /// Where an action on a gap stands.
    "state of an action" ActionState {
        Planned = "planned", "Planned";
        UnderWay = "under-way", "Under way";
        Done = "done", "Done";
        Dropped = "dropped", "Dropped";
    }
}

impl ActionState {
    /// Whether there is still something to do.
    pub fn is_open(self) -> bool {
        matches!(self, ActionState::Planned | ActionState::UnderWay)
    }
}
