//! One of everything that belongs to one vendor, or to a space that is open to it alone.

use std::collections::BTreeSet;

use domain::people::Role;
use domain::{Actor, ArticleVersionId, BroadcastId, Locale, Scope, Slug};
use service::{Acknowledged, BroadcastDraftInput, FlagInput, ImageInput, Portal, Upload};

use super::broadcast::actor;
use super::{AGENT, TestApp, account, broadcast};

/// An image.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0 and so on";

/// What stands for it in an address, by the name that the address has for it.
pub(crate) async fn belongings(app: &TestApp) -> Vec<(&'static str, String)> {
    let portal = app.portal();
    let (space, article) = (Slug::parse("retours-pro").unwrap(), Slug::parse("business-return").unwrap());
    let author = actor(portal, &account(Role::Author).email).await;
    let agent = actor(portal, AGENT).await;
    let told = failed_broadcast(portal, &agent).await;
    // A translation, so that it has a page beside its source.
    let draft = portal.begin_draft(&author, &space, &article, Locale::En).await.unwrap();
    let image = ImageInput { bytes: PNG.to_vec(), ..ImageInput::default() };
    portal.attach_image(&author, draft, image).await.unwrap();
    let images = portal.export_images(&author, &space).await.unwrap();
    let flag = FlagInput {
        kind: "unclear".to_owned(),
        passage: "has no legal right of withdrawal".to_owned(),
        note: String::new(),
    };
    let flag = portal.raise_flag(&agent, &space, &article, Locale::En, None, flag).await.unwrap();
    let upload = Upload {
        space: space.clone(),
        locale: Some(Locale::Fr),
        file_name: "guide.zip".to_owned(),
        bytes: b"no zip file".to_vec(),
    };
    let import = portal.begin_import(&author, upload).await.unwrap();
    vec![
        ("{broadcast}", told.to_string()),
        ("{unsent}", unsent(portal).await),
        ("{version}", replaced(portal, &space, &article).await.to_string()),
        ("{draft}", draft.to_string()),
        ("{hash}", images[0].1.clone()),
        ("{flag}", flag.to_string()),
        ("{import}", import.to_string()),
        ("{session}", session(app, &agent).await),
        ("{notification}", notification(portal).await),
    ]
}

/// A broadcast whose check the agent has failed twice, so that it is for their lead to go through it with them.
async fn failed_broadcast(portal: &Portal, agent: &Actor) -> BroadcastId {
    let id = broadcast(portal).await;
    for _ in 0..2 {
        let outcome = portal.acknowledge(agent, id, &[BTreeSet::from([0])], None).await.unwrap();
        assert!(matches!(outcome, Acknowledged::CheckFailed(_)), "{outcome:?}");
    }
    id
}

/// What the agent's lead was told of that.
async fn notification(portal: &Portal) -> String {
    let lead = actor(portal, &account(Role::TeamLead).email).await;
    portal.notifications(&lead).await.unwrap()[0].notification.id.to_string()
}

/// A broadcast that is being composed.
async fn unsent(portal: &Portal) -> String {
    let referent = actor(portal, &account(Role::Referent).email).await;
    let titles = vec![(Locale::Fr, "Rappel".to_owned())];
    let input = BroadcastDraftInput { titles, answers: Vec::new() };
    let (id, _) = portal.save_broadcast_draft(&referent, None, input).await.unwrap();
    id.to_string()
}

/// The version that the broadcast has replaced.
async fn replaced(portal: &Portal, space: &Slug, article: &Slug) -> ArticleVersionId {
    let db = portal.store().read();
    let space = db.spaces(Scope::Everything).by_slug(space).await.unwrap().unwrap();
    let articles = db.articles(Scope::Everything);
    let article = articles.by_slug(space.id, article).await.unwrap().unwrap();
    articles.version(article.id, Locale::Fr, 1).await.unwrap().unwrap().id
}

/// A session of the agent.
async fn session(app: &TestApp, agent: &Actor) -> String {
    app.signed_in(AGENT).await;
    let sessions = app.portal().my_sessions(agent).await.unwrap();
    sessions[0].session.id.to_string()
}
