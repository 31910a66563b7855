//! A change of an instruction of the demo programme, told to the agents of one vendor.

use std::collections::BTreeSet;

use domain::broadcast::CheckItem;
use domain::knowledge::Significance;
use domain::people::Role;
use domain::{Actor, ActorKind, BroadcastId, EmailAddress, Locale, Scope, Slug};
use service::{Acknowledged, BroadcastInput, Cursor, DraftInput, Portal, PublishInput, Saved};

use super::account;

/// An agent of the vendor that is told.
pub(crate) const AGENT: &str = "lea.guillou@atlantique-contact.example";

/// Somebody of the demo programme, as if they had signed in.
pub(crate) async fn actor(portal: &Portal, email: &str) -> Actor {
    let email = EmailAddress::parse(email).unwrap();
    let found = portal.store().read().users(Scope::Everything).by_email(&email).await.unwrap();
    let (user, _) = found.unwrap();
    let kind = ActorKind::User { id: user.id, role: user.role, place: user.place, session: None };
    Actor { kind, locale: Locale::Fr }
}

/// A major change of an article that is open to one vendor alone, published with a question.
pub(crate) async fn broadcast(portal: &Portal) -> BroadcastId {
    let item = CheckItem {
        id: "1".to_owned(),
        prompt: "Quel est le délai ?".to_owned(),
        options: vec!["40 jours".to_owned(), "7 jours".to_owned()],
        right: [1].into(),
        passage: "Le délai est désormais de sept jours.".to_owned(),
    };
    let line = "Le délai est désormais de sept jours.";
    changed(portal, (line, Significance::Major), vec![item]).await
}

/// A moderate change of the same, which asks more of those who still owe what [`broadcast`] told: one of its broadcasts.
pub(crate) async fn broadcast_apart(portal: &Portal) -> BroadcastId {
    changed(portal, ("Joignez le bon.", Significance::Moderate), Vec::new()).await
}

/// A change by a line more; the last broadcast that told it.
async fn changed(
    portal: &Portal,
    (line, significance): (&str, Significance),
    items: Vec<CheckItem>,
) -> BroadcastId {
    let author = actor(portal, &account(Role::Author).email).await;
    let referent = actor(portal, &account(Role::Referent).email).await;
    let (space, article) = (Slug::parse("retours-pro").unwrap(), Slug::parse("business-return").unwrap());
    let id = portal.begin_draft(&author, &space, &article, Locale::Fr).await.unwrap();
    let source = portal.draft(&author, id).await.unwrap().version.source;
    let input = DraftInput {
        source: format!("{source}\n{line}\n"),
        significance,
        change_reason: "Le délai change au 1er décembre.".to_owned(),
    };
    let saved = portal.save_draft(&author, id, (1, ""), input).await.unwrap();
    let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
    portal.submit_draft(&author, id, revision).await.unwrap();
    assert!(portal.approve(&referent, id, revision).await.unwrap());
    let broadcast = BroadcastInput { items, ..BroadcastInput::default() };
    let waiver = Some("La traduction suit dans la semaine.".to_owned());
    let input = PublishInput { broadcast, waiver, ..PublishInput::default() };
    portal.publish(&referent, id, input).await.unwrap();
    portal.broadcasts(&referent, Cursor::Start).await.unwrap().rows[0].broadcast.id
}

/// An agent reads it and answers right.
pub(crate) async fn acknowledge(portal: &Portal, id: BroadcastId, email: &str) {
    let agent = actor(portal, email).await;
    let outcome = portal.acknowledge(&agent, id, &[BTreeSet::from([1])], None).await.unwrap();
    assert_eq!(outcome, Acknowledged::Given);
}
