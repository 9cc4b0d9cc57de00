//! Signing in, what each role sees, and looking after people.

use leptos::prelude::*;

use super::{heading, list, paragraphs, terms};

pub(super) fn accounts() -> impl IntoView {
    view! {
        {heading("accounts")}
        {paragraphs(&[
            "Accounts are by invitation: an administrator of your lead provider gives you a link that works once, within 3 \
             days, or it comes by email. With it you choose a password of 12 characters or more, and not one built from your \
             name, your organisation or the name of this site. Roles that see single people set up a second step as \
             well: an authenticator app that shows a new code every 30 seconds. Keep the ten recovery codes; each replaces the app \
             once.",
            "Where the sign-in page has a button for another service, such as DfE Sign-in, you may use the account that you have \
             there. You need an invitation to the same email address, unless your organisation there gives you a role here. \
             Role and hub areas are read anew each time where they come from there. It has to be finished within 10 minutes. If \
             that service does not ask for a second step, this one does.",
            "If you forget your password, ask on the sign-in page for a link, where this instance sends email, or ask an \
             administrator. The link works once, for 30 minutes or 3 days. It ends your sessions, and your second step stays.",
            "You are signed out after an hour without doing anything, and after 12 hours in any case, unless this instance says \
             otherwise. Your name at the top leads to your account: where you are signed in, ending a session, a new password, new \
             recovery codes. After ten failed tries in five minutes an account, and an address, has to wait.",
        ])}
        {terms(&[
            ("Provider administrator", "Exact figures of every place; invites people, changes roles, deactivates accounts, reads the audit log."),
            ("Provider analyst", "Exact figures of every place."),
            (
                "Hub lead",
                "Exact figures where the question stays within their own hub areas, or within what their own delivery partner \
                 delivers (participation and outcomes); named people, schools to call, actions and targets of their own hub areas. \
                 Sharing figures of everything else, and on Compare, where every hub area stands.",
            ),
            ("Strategic group member", "Sharing figures of their own hub areas, to read. Never a named person."),
            ("Operator", "What is loaded, without rejected values; no figures of people."),
        ])}
        {list(&[
            "Comparators on an exact page of a hub lead are sums over all other areas, or over a region or similar areas; no other \
             hub area stands there alone.",
            "What you record carries your name.",
            "People are of a lead provider or of a hub, and of no two kinds of organisation under one name. Whoever is invited to \
             a hub that is there already gets its hub areas, unless others are chosen.",
            "Deactivating an account ends its sessions at once; what the person recorded stays. The last administrator cannot be \
             deactivated or given another role.",
            "Signing in, also where it fails, invitations, roles, imports, exact downloads, looking at named people, what is \
             recorded (contacts, reasons, actions, targets) and settings stand in an audit log in which nothing can be changed.",
            "In a demo on one's own machine the sign-in page lets anyone in as each role.",
        ])}
    }
}
