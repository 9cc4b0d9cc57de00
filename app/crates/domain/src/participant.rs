//! People in training: what they are, and where their training stands.

use crate::words::words;

words! {
    /// The part a person plays in a programme.
    "role" Role {
        Npq = "npq", "NPQ participant";
        Ect = "ect", "Early career teacher";
        Mentor = "mentor", "Mentor";
    }
}

words! {
    /// Training status, set by the lead provider. Schools report their own participant status; the two may differ.
    "training status" TrainingStatus {
        Active = "active", "Active";
        Deferred = "deferred", "Deferred";
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

words! {
    /// What became of an application.
    "application status" ApplicationStatus {
        Pending = "pending", "Pending";
        Accepted = "accepted", "Accepted";
        Rejected = "rejected", "Rejected";
    }
}

words! {
    /// Whether DfE pays for the place.
    "funding" Funding {
        Funded = "funded", "Funded";
        NotFunded = "not-funded", "Not funded";
        Unknown = "unknown", "Unknown";
    }
}

words! {
    /// The result of an assessed NPQ. The latest by creation holds; `Voided` retracts the one before.
    "outcome" OutcomeState {
        Passed = "passed", "Passed";
        Failed = "failed", "Failed";
        Voided = "voided", "Voided";
    }
}
