//! Looking after people: organisations, roles, new ways in and the command line, on both databases.

use crate::support::on_each_database;
use crate::support::people::{Cookie, House, PASSWORD, form, is_out, link_of, registered, sign_in};
use crate::support::small;
use app::accounts::AccountRole;
use chrono::{TimeDelta, Utc};

#[test]
fn the_last_administrator_stays_one() {
    on_each_database(async |place| {
        let house = House::new(place, &[]).await;
        registered(&house, "Ada Min", AccountRole::Administrator, &[]).await;
        let id = house.id_of("Ada Min").await;
        let ada = house.session(&id, Utc::now()).await;
        for (address, body) in [(format!("/people/{id}/deactivate"), ""), (format!("/people/{id}"), "role=analyst")] {
            let answer = house.post(&ada, &address, body).await;
            assert_eq!(answer.status, 409, "{address}");
        }
        house.person("Bea Min", AccountRole::Administrator, &[]).await;
        assert_eq!(
            house.post(&ada, &format!("/people/{id}"), "role=analyst").await.status,
            409,
            "invited is not there yet"
        );
        registered(&house, "Cas Min", AccountRole::Administrator, &[]).await;
        assert_eq!(house.post(&ada, &format!("/people/{id}"), "role=analyst").await.status, 303);
        assert!(is_out(&house, &ada).await, "what an account may see has changed: it signs in again");
    });
}

#[test]
fn people_of_a_hub_share_its_areas_and_a_hub_is_no_lead_provider() {
    on_each_database(async |place| {
        let house = House::new(place, &small::files()).await;
        let ada = house.person("Ada Min", AccountRole::Administrator, &[]).await;
        let invite = async |name: &str, organisation: &str, role: &str, more: &str| {
            let email = format!("{}@hub.example", name.to_lowercase());
            let fields = [("name", name), ("email", &*email), ("organisation", organisation), ("role", role)];
            house.post(&ada, "/people", &format!("{}{more}", form(&fields))).await
        };
        assert_eq!(invite("Noor", "North Hub", "hub-lead", "").await.status, 422, "a new hub has no areas yet");
        assert_eq!(invite("Noor", "North Hub", "hub-lead", "&hub=NE2&hub=EE3").await.status, 200);
        assert_eq!(invite("Chris", " north hub", "strategic-group", "").await.status, 200);
        assert_eq!(invite("Jo", "NORTH HUB", "hub-lead", "&hub=NE2").await.status, 200);
        for (name, organisation, role, word) in [
            ("Sam", "north hub", "analyst", "north hub is a hub here"),
            ("Sam", "demo Lead Provider", "hub-lead", "is a lead provider here"),
        ] {
            let refused = invite(name, organisation, role, "&hub=NE2").await;
            assert_eq!(refused.status, 422);
            assert!(
                refused.text().contains(word) && refused.text().contains("sam@hub.example"),
                "{}",
                refused.page().words()
            );
        }
        let list = house.get(&ada, "/people").await.page().texts("main td").join("|");
        for row in [
            "North Hub (hub)|Hub lead EE3, NE2",
            "North Hub (hub)|Strategic group member EE3, NE2",
            "North Hub (hub)|Hub lead NE2",
            "Demo lead provider (lead provider)|Provider administrator",
        ] {
            assert!(list.contains(row), "{row} in {list}");
        }
        let chris = format!("/people/{}", house.id_of("Chris").await);
        let changed = house.post(&ada, &chris, "role=analyst").await;
        assert_eq!(changed.status, 422);
        assert!(changed.text().contains("Their organisation is a hub here"), "{}", changed.page().words());
        assert_eq!(house.post(&ada, &chris, "role=hub-lead&hub=EE3").await.status, 303);
        // Somebody alone in an organisation makes it what their role is.
        let kim = invite("Kim", "Chair of boards", "strategic-group", "&hub=NE2").await;
        assert_eq!(kim.status, 200);
        let kim = format!("/people/{}", house.id_of("Kim").await);
        assert_eq!(house.post(&ada, &kim, "role=analyst").await.status, 303);
    });
}

#[test]
fn an_administrator_makes_a_new_way_in_that_works_once() {
    on_each_database(async |place| {
        let house = House::new(place, &[]).await;
        let ada = house.person("Ada Min", AccountRole::Administrator, &[]).await;
        let (email, _) = registered(&house, "Noor Own", AccountRole::HubLead, &["NE2"]).await;
        let id = house.id_of("Noor Own").await;
        let old = house.session(&id, Utc::now()).await;
        let link = link_of(&house.post(&ada, &format!("/people/{id}/reset"), "second-step=on").await);
        let nobody = Cookie::default();
        assert_eq!(house.get(&nobody, &link).await.header("referrer-policy"), "no-referrer");
        let new = "seven kippers at dawn";
        let chosen = house.post(&nobody, &link, &form(&[("password", new), ("again", new)])).await;
        assert_eq!(chosen.header("location"), "/account/two-step", "the second step is set up anew");
        assert!(is_out(&house, &old).await);
        assert_eq!(house.post(&nobody, &link, &form(&[("password", new), ("again", new)])).await.status, 410);
        assert_eq!(sign_in(&house, &email, PASSWORD).await.status, 422);
        assert_eq!(sign_in(&house, &email, new).await.status, 303);
        // A link that has expired.
        let (_, token) = house
            .accounts
            .let_in("test", &id, false, Utc::now() - TimeDelta::days(4))
            .await
            .expect("made")
            .expect("there");
        assert_eq!(house.get(&nobody, &format!("/invitation/{token}")).await.status, 410);
    });
}

#[test]
fn the_command_line_adds_people_and_refuses_what_is_unsafe() {
    on_each_database(async |place| {
        place.open().await.close().await;
        let run = |args: &[&str]| place.command().args(args).output().expect("it runs");
        let lead = [
            "user",
            "add",
            "--name",
            "Noor Own",
            "--email",
            "noor@hub.example",
            "--organisation",
            "Hub",
            "--role",
            "hub-lead",
        ];
        assert!(!run(&lead).status.success(), "a hub lead needs a hub area");
        let added = run(&[&lead[..], &["--hub", "NE2"]].concat());
        let said = String::from_utf8_lossy(&added.stdout).into_owned();
        assert!(said.contains("http://127.0.0.1:3000/invitation/"), "{added:?}");
        for (args, word) in [
            (vec!["serve", "--open", "--address", "0.0.0.0:0"], "loopback"),
            (vec!["serve", "--address", "0.0.0.0:0"], "--url"),
            (vec!["serve", "--url", "http://figures.example"], "https://"),
        ] {
            let refused = run(&args);
            assert!(!refused.status.success());
            assert!(String::from_utf8_lossy(&refused.stderr).contains(word), "{refused:?}");
        }
    });
}
