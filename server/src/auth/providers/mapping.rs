//! What the claims of a service say of somebody: pure.

use serde_json::{Map, Value};

use super::settings::{Given, MultiFactor, ProviderSettings};

/// Claims by name.
pub type Claims = Map<String, Value>;

/// Letters that a name or an organisation has at most.
const LONGEST: usize = 100;

/// The texts of a claim: under its name, else along the parts of its name. A list gives each of its members.
pub fn texts(claims: &Claims, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    match claims.get(name) {
        Some(value) => gather(value, &[], &mut found),
        None => {
            let parts: Vec<&str> = name.split('.').collect();
            if let Some(value) = parts.first().and_then(|first| claims.get(*first)) {
                gather(value, &parts[1..], &mut found);
            }
        }
    }
    found
}

fn gather(value: &Value, rest: &[&str], found: &mut Vec<String>) {
    match (value, rest) {
        (Value::Array(members), _) => members.iter().for_each(|member| gather(member, rest, found)),
        (Value::Object(members), [next, rest @ ..]) => {
            if let Some(value) = members.get(*next) {
                gather(value, rest, found);
            }
        }
        (Value::String(text), []) => found.push(text.trim().to_owned()),
        (Value::Number(number), []) => found.push(number.to_string()),
        (Value::Bool(truth), []) => found.push(truth.to_string()),
        _ => {}
    }
}

fn first(claims: &Claims, name: &str) -> Option<String> {
    let clean = |text: String| -> String { text.chars().filter(|c| !c.is_control()).take(LONGEST).collect() };
    texts(claims, name).into_iter().map(clean).find(|text| !text.trim().is_empty())
}

/// The role, hub areas and organisation that the claims give. The first rule that fits gives the role; later ones of the
/// same role add their hub areas. `None` where no rule fits, or a role for hub areas comes without any.
pub fn given(settings: &ProviderSettings, claims: &Claims) -> Option<Given> {
    let mut found: Option<Given> = None;
    for rule in &settings.roles {
        let values = texts(claims, &rule.claim);
        let fits = values.iter().any(|value| {
            let any = rule.values.iter().any(|known| known == "*");
            !value.is_empty() && (any || rule.values.iter().any(|known| known.eq_ignore_ascii_case(value)))
        });
        let (true, Ok(role)) = (fits, rule.role()) else {
            continue;
        };
        let told = rule.hubs_claim.iter().flat_map(|claim| texts(claims, claim));
        let hubs = rule.hubs.iter().copied().chain(told.filter_map(|code| code.parse().ok()));
        match &mut found {
            None => {
                let organisation = rule.organisation.clone().or_else(|| organisation(settings, claims));
                found = Some(Given { role, hubs: hubs.collect(), organisation });
            }
            Some(given) if given.role == role => given.hubs.extend(hubs),
            Some(_) => {}
        }
    }
    let mut given = found?;
    given.hubs.sort_unstable();
    given.hubs.dedup();
    (given.role.has_hubs() != given.hubs.is_empty()).then_some(given)
}

/// The organisation that the claims name.
pub fn organisation(settings: &ProviderSettings, claims: &Claims) -> Option<String> {
    settings.organisation_claim.as_ref().and_then(|claim| first(claims, claim))
}

/// The name of the person.
pub fn name(claims: &Claims) -> Option<String> {
    first(claims, "name").or_else(|| {
        let parts: Vec<String> = ["given_name", "family_name"].iter().filter_map(|part| first(claims, part)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    })
}

/// The address, in small letters, where the service has checked it.
pub fn verified_email(settings: &ProviderSettings, claims: &Claims) -> Option<String> {
    let said = texts(claims, "email_verified").first().map(|word| word == "true");
    let verified = said.unwrap_or(settings.email_is_verified);
    let email = texts(claims, "email").into_iter().next()?.to_lowercase();
    (verified && crate::auth::people::is_address(&email)).then_some(email)
}

/// Whether the service has asked for a second step.
pub fn has_second_step(settings: &ProviderSettings, claims: &Claims) -> bool {
    match &settings.multi_factor {
        MultiFactor::Never => false,
        MultiFactor::Always => true,
        MultiFactor::Told { claim, values } => texts(claims, claim).iter().any(|value| values.contains(value)),
    }
}

/// Whether everything that is asked of the claims stands in them, so that the service need not be asked for more.
pub fn is_whole(settings: &ProviderSettings, claims: &Claims) -> bool {
    let rules = settings.roles.iter().flat_map(|rule| std::iter::once(&rule.claim).chain(&rule.hubs_claim));
    let second_step = match &settings.multi_factor {
        MultiFactor::Told { claim, .. } => Some(claim),
        MultiFactor::Never | MultiFactor::Always => None,
    };
    let top = |name: &str| claims.contains_key(name) || name.split('.').next().is_some_and(|n| claims.contains_key(n));
    top("email") && rules.chain(&settings.organisation_claim).chain(second_step).all(|name| top(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::accounts::AccountRole;
    use proptest::prelude::*;
    use std::path::Path;

    fn settings(extra: &str) -> ProviderSettings {
        let text = format!(
            r#"{{"providers": [{{"name": "dfe", "label": "DfE Sign-in", "issuer": "https://id.example",
                "client_id": "golden", "organisation_claim": "organisation.name"{extra}}}]}}"#
        );
        crate::auth::providers::settings::parse(&text, Path::new("."), |_| Some("s".into())).expect("reads").remove(0)
    }

    fn claims(text: &str) -> Claims {
        serde_json::from_str(text).expect("claims")
    }

    const ROLES: &str = r#", "roles": [
        {"claim": "organisation.urn", "values": ["900123"], "role": "hub-lead", "hubs": ["EE3"], "organisation": "Hub"},
        {"claim": "organisation.urn", "values": ["900123", "900124"], "role": "hub-lead", "hubs": ["EE4"]},
        {"claim": "https://lead.example/groups", "values": ["Analysts"], "role": "analyst"},
        {"claim": "areas", "values": ["*"], "role": "strategic-group", "hubs_claim": "areas"}]"#;

    #[test]
    fn the_organisation_claim_of_dfe_sign_in_gives_role_and_hub_areas() {
        let settings = settings(ROLES);
        let of = |text: &str| given(&settings, &claims(text));
        let hub = of(r#"{"organisation": {"id": "x", "name": "Marsh Academy", "urn": "900123", "ukprn": null}}"#);
        let hub = hub.expect("a role");
        assert_eq!((hub.role, hub.organisation.as_deref()), (AccountRole::HubLead, Some("Hub")));
        assert_eq!(hub.hubs.iter().map(|hub| hub.code()).collect::<Vec<_>>(), ["EE3", "EE4"]);
        let other = of(r#"{"organisation": {"name": "Fen Academy", "urn": 900124}}"#).expect("numbers are texts too");
        assert_eq!(other.organisation.as_deref(), Some("Fen Academy"));
        let analyst = of(r#"{"https://lead.example/groups": ["staff", "analysts"]}"#).expect("a name with dots");
        assert_eq!((analyst.role, analyst.hubs.len()), (AccountRole::Analyst, 0));
        let around = of(r#"{"areas": ["ne1", "EE3", "no such area"]}"#).expect("codes from a claim");
        assert_eq!(around.hubs.len(), 2);
        for nothing in [
            "{}",
            r#"{"organisation": null}"#,
            r#"{"organisation": {"urn": ""}}"#,
            r#"{"organisation": {"urn": "9001234"}}"#,
            r#"{"areas": ["nowhere"]}"#,
            r#"{"groups": "Analysts"}"#,
        ] {
            assert_eq!(of(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn an_address_counts_where_somebody_vouches_for_it() {
        let (strict, trusting) = (settings(""), settings(r#", "email_is_verified": true"#));
        let of = |settings: &ProviderSettings, text: &str| verified_email(settings, &claims(text));
        let said = r#"{"email": "Noor@Hub.example", "email_verified": true}"#;
        assert_eq!(of(&strict, said).as_deref(), Some("noor@hub.example"));
        assert_eq!(of(&strict, r#"{"email": "noor@hub.example"}"#), None);
        assert!(of(&trusting, r#"{"email": "noor@hub.example"}"#).is_some());
        assert_eq!(of(&trusting, r#"{"email": "noor@hub.example", "email_verified": false}"#), None, "it says no");
        assert_eq!(of(&trusting, r#"{"email": "no address", "email_verified": true}"#), None);
    }

    #[test]
    fn a_second_step_is_believed_where_it_is_told() {
        let told = settings(r#", "multi_factor": {"told": {"claim": "amr", "values": ["mfa", "otp"]}}"#);
        assert!(has_second_step(&told, &claims(r#"{"amr": ["pwd", "mfa"]}"#)));
        assert!(!has_second_step(&told, &claims(r#"{"amr": ["pwd"]}"#)) && !has_second_step(&told, &claims("{}")));
        assert!(has_second_step(&settings(r#", "multi_factor": "always""#), &claims("{}")));
        assert!(!has_second_step(&settings(""), &claims(r#"{"amr": ["mfa"]}"#)));
    }

    #[test]
    fn names_are_cleaned_and_put_together() {
        assert_eq!(name(&claims(r#"{"given_name": "Noor", "family_name": "O\u0007wn"}"#)).as_deref(), Some("Noor Own"));
        assert_eq!(name(&claims(r#"{"name": "  ", "given_name": "Noor"}"#)).as_deref(), Some("Noor"));
        assert_eq!(name(&claims("{}")), None);
        assert!(is_whole(&settings(""), &claims(r#"{"email": "a", "organisation": {}}"#)));
        assert!(!is_whole(&settings(""), &claims(r#"{"email": "a"}"#)), "the organisation may stand elsewhere");
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
            Just(Value::from("900123")),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("(urn|name|organisation|email|areas|.{0,6})", inner), 0..4)
                    .prop_map(|pairs| Value::from(Map::from_iter(pairs))),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_claims_give_a_role_with_its_hub_areas_or_none(value in any_value(), organisation in any_value()) {
            let settings = settings(ROLES);
            let mut claims = value.as_object().cloned().unwrap_or_default();
            claims.insert("organisation".into(), organisation);
            if let Some(given) = given(&settings, &claims) {
                prop_assert_eq!(given.role.has_hubs(), !given.hubs.is_empty());
            }
            let _ = (name(&claims), verified_email(&settings, &claims), has_second_step(&settings, &claims));
        }
    }
}
