//! Delivery partners, partnerships, and schools with what they chose for a cohort.

use super::reading::Reading;
use super::{Object, attributes};
use crate::cells;
use crate::programmes::fields;
use crate::record::{DeliveryPartner, Partnership, SchoolCohort};

attributes! {
    pub(super) struct DeliveryPartnerFields { name, updated_at }
    pub(super) struct PartnershipFields {
        urn, cohort, delivery_partner_id, delivery_partner_name, status, updated_at,
    }
    pub(super) struct SchoolFields { urn, cohort, in_partnership, induction_programme_choice, updated_at }
}

/// What a file of partnerships says of them.
pub(super) const PARTNERSHIP: &[&str] = &["id", "urn", "cohort", "delivery_partner_id", "status", "updated_at"];

/// What a file of schools says of their cohorts.
pub(super) const SCHOOL_COHORT: &[&str] = &["urn", "cohort", "in_partnership", "induction_programme", "updated_at"];

/// A delivery partner.
pub(super) fn delivery_partner(reading: &mut Reading<'_>, object: Object<'_, DeliveryPartnerFields<'_>>) {
    let of = &object.attributes;
    let Some(id) = reading.need("id", object.id.text(), fields::uuid) else {
        return reading.leave_out();
    };
    reading.is_repeated("id", &[&id]);
    let record = DeliveryPartner {
        id,
        name: reading.take("name", of.name.text(), fields::own_text),
        updated_at: reading.updated_at(of.updated_at.text()),
    };
    reading.push(record);
}

/// A partnership.
pub(super) fn partnership(reading: &mut Reading<'_>, object: Object<'_, PartnershipFields<'_>>) {
    let of = &object.attributes;
    let Some(id) = reading.need("id", object.id.text(), fields::uuid) else {
        return reading.leave_out();
    };
    reading.is_repeated("id", &[&id]);
    let partner = reading.take("delivery_partner_id", of.delivery_partner_id.text(), fields::uuid);
    reading.partner(partner.as_deref(), of.delivery_partner_name.text());
    let record = Partnership {
        id,
        urn: reading.take("urn", of.urn.text(), fields::school_urn).flatten(),
        cohort: reading.cohort(of.cohort.text(), None).0,
        delivery_partner_id: partner,
        status: reading.take("status", of.status.text(), fields::partnership_status),
        updated_at: reading.updated_at(of.updated_at.text()),
    };
    reading.push(record);
}

/// A school's cohort. The same school comes once for every cohort, so its id is no key.
pub(super) fn school_cohort(reading: &mut Reading<'_>, object: Object<'_, SchoolFields<'_>>) {
    let of = &object.attributes;
    let urn = reading.need("urn", of.urn.text(), cells::urn);
    let cohort = reading.need("cohort", of.cohort.text(), fields::cohort);
    let (Some(urn), Some((cohort, _))) = (urn, cohort) else {
        return reading.leave_out();
    };
    reading.is_repeated("urn", &[&cohort.to_string(), &urn.to_string()]);
    let choice = of.induction_programme_choice.text();
    let record = SchoolCohort {
        urn,
        cohort,
        in_partnership: reading.take("in_partnership", of.in_partnership.text(), cells::truth),
        induction_programme: reading.take("induction_programme_choice", choice, fields::induction_programme),
        updated_at: reading.updated_at(of.updated_at.text()),
    };
    reading.push(record);
}
