//! A change of an instruction that agents read.

use domain::knowledge::Significance;
use domain::people::Role;
use domain::{Actor, ArticleVersionId, Locale, Slug};
use service::{DraftInput, ImportAction, ImportFile, Portal, PublishInput, Saved};

use super::account;
use super::broadcast::actor;

/// Puts an instruction of the demo programme into effect, in the place of what there was. It is editorial, so nobody is told.
pub(crate) async fn change(portal: &Portal, name: &str, title: &str) {
    let source = format!("# {title}\n\nTexte.\n");
    let file = ImportFile { path: format!("{name}.md"), bytes: source.into_bytes() };
    let (system, space) = (Actor::system(Locale::Fr), Slug::parse("service-client").unwrap());
    let report = portal.import(&system, &space, Locale::Fr, vec![file], false).await.unwrap();
    match report.rows[0].action {
        ImportAction::New => {}
        // Agents work by it, so it is approved like any other change.
        ImportAction::Drafted => {
            let author = actor(portal, &account(Role::Author).email).await;
            let article = Slug::parse(name).unwrap();
            let id = portal.begin_draft(&author, &space, &article, Locale::Fr).await.unwrap();
            publish(portal, id).await;
        }
        ref action => panic!("{action:?}"),
    }
}

/// Puts the draft with a title into effect, as [`change`] does.
pub(crate) async fn publish_draft(portal: &Portal, title: &str) {
    let author = actor(portal, &account(Role::Author).email).await;
    let lines = portal.drafts(&author).await.unwrap();
    publish(portal, lines.iter().find(|line| line.version.title == title).unwrap().version.id).await;
}

async fn publish(portal: &Portal, id: ArticleVersionId) {
    let author = actor(portal, &account(Role::Author).email).await;
    let referent = actor(portal, &account(Role::Referent).email).await;
    let source = portal.draft(&author, id).await.unwrap().version.source;
    let change_reason = "Une autre formulation.".to_owned();
    let input = DraftInput { source, significance: Significance::Editorial, change_reason };
    let saved = portal.save_draft(&author, id, (1, ""), input).await.unwrap();
    let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
    portal.submit_draft(&author, id, revision).await.unwrap();
    assert!(portal.approve(&referent, id, revision).await.unwrap());
    portal.publish(&referent, id, PublishInput::default()).await.unwrap();
}
