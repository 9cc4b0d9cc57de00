//! Forgotten passwords and invitations by e-mail, through a mail server on this machine, on both databases.

use crate::support::people::{Cookie, House};
use crate::support::post_office::PostOffice;
use crate::support::{Answered, Place, on_each_database};
use app::accounts::AccountRole;
use chrono::{TimeDelta, Utc};
use server::auth::mail::Mail;
use server::auth::{password, totp};

const PASSWORD: &str = "violet harbour lantern";
const CHOSEN: &str = "password=seven+kippers+at+dawn&again=seven+kippers+at+dawn";

async fn house(place: &Place, url: Option<&str>) -> House {
    let mail = url.map(|url| Mail::new(url, "Golden Thread <no-reply@lead.example>").expect("mail"));
    House::with(place.open().await, |accounts| accounts.mail = mail).await
}

/// Gives somebody a password and, where their role needs one, a second step.
async fn registered(house: &House, name: &str) {
    let id = house.id_of(name).await;
    let hash = password::hash(PASSWORD.into()).await.expect("a hash");
    let row = house.database.account(&id).await.expect("read").expect("there");
    let mut work = house.database.begin().await.expect("begins");
    work.set_password(&id, &hash).await.expect("set");
    if row.role == AccountRole::HubLead.slug() {
        work.set_totp(&id, Some(totp::secret().expect("random")), 0).await.expect("set");
    }
    work.commit().await.expect("kept");
}

async fn forgets(house: &House, email: &str) -> Answered {
    house.post(&Cookie::default(), "/sign-in/forgotten", &format!("email={email}")).await
}

#[test]
fn a_forgotten_password_is_chosen_anew_by_a_link_that_works_once_and_not_for_long() {
    on_each_database(async |place| {
        let mut office = PostOffice::start().await;
        let house = house(place, Some(&office.url)).await;
        let nobody = Cookie::default();
        let noor = house.person("Noor Own", AccountRole::HubLead, &["NE2"]).await;
        house.person("Ivy New", AccountRole::Analyst, &[]).await;
        registered(&house, "Noor Own").await;
        assert_eq!(house.get(&nobody, "/sign-in").await.page().count("a[href='/sign-in/forgotten']"), 1);
        assert_eq!(house.get(&nobody, "/sign-in/forgotten").await.status, 200);
        assert_eq!(forgets(&house, "no+address").await.status, 422);

        // The answer is the same for somebody, for nobody, and for somebody who has no password yet.
        let words = async |email: &str| {
            let answer = forgets(&house, email).await;
            assert_eq!(answer.status, 200);
            answer.page().words().replace(email, "ADDRESS")
        };
        let known = words("noor.own@hub.example").await;
        assert_eq!(words("nobody@hub.example").await, known);
        assert_eq!(words("ivy.new@hub.example").await, known);
        let letter = office.next().await;
        assert_eq!(letter.to, "noor.own@hub.example");
        assert!(
            letter.text.contains("Auto-Submitted: auto-generated") && letter.text.contains("30 minutes"),
            "{letter:?}"
        );
        let link = letter.link();
        let token = link.trim_start_matches("/invitation/").to_owned();
        for (minutes, works) in [(29, true), (31, false)] {
            let at = Utc::now() + TimeDelta::minutes(minutes);
            assert_eq!(house.accounts.link(&token, at).await.expect("asked").is_some(), works, "{minutes} minutes");
        }
        assert_eq!(house.get(&noor, "/account").await.status, 200, "asking changes nothing yet");
        let chosen = house.post(&nobody, &link, CHOSEN).await;
        assert_eq!(chosen.header("location"), "/sign-in/code", "{}", chosen.text());
        assert_eq!(house.get(&noor, "/account").await.status, 303, "every session has ended");
        assert_eq!(house.get(&chosen.cookie(), "/account").await.status, 303, "the second step holds");
        assert_eq!(house.post(&nobody, &link, CHOSEN).await.status, 410);
        let entries = house.database.audit_entries(i64::MAX, 100).await.expect("entries");
        let events: Vec<&str> = entries.iter().map(|entry| entry.event.as_str()).collect();
        assert!(events.contains(&"reset-link-sent") && events.contains(&"password-chosen"), "{events:?}");
        assert!(!format!("{entries:?}").contains(&token));
    });
}

#[test]
fn nobody_is_flooded_with_letters() {
    on_each_database(async |place| {
        let mut office = PostOffice::start().await;
        let house = house(place, Some(&office.url)).await;
        for name in ["Noor Own", "Sam Around"] {
            house.person(name, AccountRole::StrategicGroup, &["NE2"]).await;
            registered(&house, name).await;
        }
        for n in 0..4 {
            assert_eq!(forgets(&house, "noor.own@hub.example").await.status, 200, "{n}");
            if n < 3 {
                assert_eq!(office.next().await.to, "noor.own@hub.example");
            }
        }
        assert_eq!(forgets(&house, "sam.around@hub.example").await.status, 200);
        assert_eq!(office.next().await.to, "sam.around@hub.example", "the fourth was not sent");
        // This machine has asked five times; after ten it waits.
        for _ in 0..5 {
            assert_eq!(forgets(&house, "nobody@hub.example").await.status, 200);
        }
        let waits = forgets(&house, "another@hub.example").await;
        assert_eq!((waits.status.as_u16(), waits.header("retry-after")), (429, "300"));
    });
}

#[test]
fn invitations_go_off_by_e_mail_and_are_shown_where_they_cannot() {
    on_each_database(async |place| {
        let mut office = PostOffice::start().await;
        let house = house(place, Some(&office.url)).await;
        let ada = house.person("Ada Min", AccountRole::Administrator, &[]).await;
        let invite = "name=Olu+Ops&email=olu@lead.example&organisation=Lead&role=operator";
        let page = house.post(&ada, "/people", invite).await;
        let letter = office.next().await;
        assert_eq!(letter.to, "olu@lead.example");
        assert!(letter.text.contains("Subject: Your invitation to Golden Thread"), "{letter:?}");
        let shown = page.page().texts(".gt-account__link");
        assert!(shown[0].ends_with(&letter.link()), "{shown:?}");
        assert!(page.page().words().contains("This link was sent to Olu Ops by email"));
        let id = house.id_of("Olu Ops").await;
        assert_eq!(house.post(&Cookie::default(), &letter.link(), CHOSEN).await.status, 303);
        // A new way in, for somebody who has a password now.
        house.post(&ada, &format!("/people/{id}/reset"), "").await;
        assert!(office.next().await.text.contains("A new way in"));
    });
    on_each_database(async |place| {
        // Nobody listens at this port any more.
        let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", closed.local_addr().expect("an address"));
        drop(closed);
        let house = house(place, Some(&url)).await;
        let ada = house.person("Ada Min", AccountRole::Administrator, &[]).await;
        let invite = "name=Olu+Ops&email=olu@lead.example&organisation=Lead&role=operator";
        let words = house.post(&ada, "/people", invite).await.page().words();
        assert!(words.contains("The email to Olu Ops could not be sent. Hand over this link"), "{words}");
    });
    on_each_database(async |place| {
        let house = house(place, None).await;
        let nobody = Cookie::default();
        assert_eq!(house.get(&nobody, "/sign-in/forgotten").await.status, 404);
        assert_eq!(forgets(&house, "noor.own@hub.example").await.status, 404);
        assert_eq!(house.get(&nobody, "/sign-in").await.page().count("a[href='/sign-in/forgotten']"), 0);
    });
}
