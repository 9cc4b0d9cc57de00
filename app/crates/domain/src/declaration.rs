//! Declarations: what a lead provider tells DfE about a participant, and where that stands.

use crate::words::words;

words! {
    /// Type of a declaration, in the order in which they are made.
    "declaration type" DeclarationType {
        Started = "started", "Started";
        Retained1 = "retained-1", "Retained 1";
        Retained2 = "retained-2", "Retained 2";
        Retained3 = "retained-3", "Retained 3";
        Retained4 = "retained-4", "Retained 4";
        Completed = "completed", "Completed";
        Extended1 = "extended-1", "Extended 1";
        Extended2 = "extended-2", "Extended 2";
        Extended3 = "extended-3", "Extended 3";
    }
}

words! {
    /// State of a declaration. Both published spellings (`awaiting_clawback`, `awaiting-clawback`) read as one.
    "declaration state" DeclarationState {
        Submitted = "submitted", "Submitted";
        Eligible = "eligible", "Eligible";
        Payable = "payable", "Payable";
        Paid = "paid", "Paid";
        Voided = "voided", "Voided";
        Ineligible = "ineligible", "Ineligible";
        AwaitingClawback = "awaiting-clawback", "Awaiting clawback";
        ClawedBack = "clawed-back", "Clawed back";
    }
}

/// The states in which a declaration counts.
pub const LIVE: [DeclarationState; 4] =
    [DeclarationState::Submitted, DeclarationState::Eligible, DeclarationState::Payable, DeclarationState::Paid];

impl DeclarationState {
    /// Whether a declaration in this state counts.
    pub fn is_live(self) -> bool {
        LIVE.contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_states_are_live() {
        let live: Vec<&str> = DeclarationState::ALL.iter().filter(|s| s.is_live()).map(|s| s.slug()).collect();
        assert_eq!(live, ["submitted", "eligible", "payable", "paid"]);
    }
}
