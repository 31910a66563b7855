//! What is due is done beside letters that do not leave; the daily ones go on.

use std::net::TcpListener;
use std::time::Duration;

use domain::knowledge::Significance;
use domain::people::Role;
use domain::{Locale, Slug};
use service::{DraftInput, ImportFile, JobRunner, MailTransport, Mailer, PublishInput, Saved};
use tokio::sync::watch;

use crate::common::{House, START, system};

const FR: Locale = Locale::Fr;
const DAY: i64 = 24 * 3_600;
/// How long the runner may take.
const PATIENCE: Duration = Duration::from_secs(15);

store::on_both_engines! {
    async fn what_is_due_waits_for_no_letter(database) {
        let house = House::new(database).await;
        let portal = &house.portal;
        let client = house.client_side().await;
        // More letters than are sent at once.
        for number in 1..=12 {
            house.newcomer(&format!("newcomer {number}"), Role::Author, None).await;
        }
        let (space, slug) = (house.space("service", &[]).await, Slug::parse("a").unwrap());
        let file = ImportFile { path: "a.md".to_owned(), bytes: b"# Colis\n\nSous 14 jours.\n".to_vec() };
        portal.import(&system(), &space, FR, vec![file], false).await.unwrap();
        let id = portal.begin_draft(&client.author, &space, &slug, FR).await.unwrap();
        let input = DraftInput {
            source: "# Colis\n\nSous 10 jours.\n".to_owned(),
            significance: Significance::Editorial,
            change_reason: "Une autre formulation.".to_owned(),
        };
        let Saved::AsItIs(revision) = portal.save_draft(&client.author, id, (1, ""), input).await.unwrap() else {
            panic!("somebody else saved it")
        };
        portal.submit_draft(&client.author, id, revision).await.unwrap();
        portal.approve(&client.referent, id, revision).await.unwrap();
        let effective_at = Some(house.clock.now().plus_seconds(3_600));
        let input = PublishInput { effective_at, ..PublishInput::default() };
        portal.publish(&client.referent, id, input).await.unwrap();
        house.clock.advance_seconds(3_600);

        // It takes the connection and says nothing.
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let transport = MailTransport::Smtp(format!("smtp://{}", silent.local_addr().unwrap()));
        let mailer = Mailer::new("Palier <palier@client.example>", transport).unwrap();
        let (_stop, stopped) = watch::channel(false);
        let runner = tokio::spawn(JobRunner::new(portal.clone(), mailer).run(stopped));
        let in_effect = async {
            while !portal.article(&system(), &space, &slug, FR).await.unwrap().version.html.contains("10 jours") {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, in_effect).await.unwrap();
        runner.abort();
        assert!(runner.await.unwrap_err().is_cancelled());
        let (waiting, given_up) = portal.store().read().jobs().counts().await.unwrap();
        // Those of the client's people and those of the newcomers, at least.
        assert!(4 + 12 <= waiting, "{waiting}");
        assert_eq!(given_up, 0);
    }

    async fn daily_letters_go_on_after_the_clock_was_ahead_for_a_moment(database) {
        let house = House::new(database).await;
        let (clock, store) = (&house.clock, house.portal.store());
        let folder = tempfile::tempdir().unwrap();
        let transport = MailTransport::Folder(folder.path().to_owned());
        let mailer = Mailer::new("Palier <palier@client.example>", transport).unwrap();
        let (stop, stopped) = watch::channel(false);
        let runner = tokio::spawn(JobRunner::new(house.portal.clone(), mailer).run(stopped));
        // The next job comes at the next full hour, and nothing else waits but what was asked for while the clock was ahead.
        let goes_on = async |waiting: u64| {
            let next = clock.now().plus_seconds(3_600);
            let is_kept = async {
                loop {
                    let db = store.read();
                    let found = db.jobs().next_after(clock.now()).await.unwrap();
                    if (found, db.jobs().counts().await.unwrap()) == (Some(next), (waiting, 0)) {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            };
            tokio::time::timeout(PATIENCE, is_kept).await.unwrap();
        };
        goes_on(1).await;
        clock.advance_seconds(30 * DAY);
        goes_on(1).await;
        clock.move_to(START);
        goes_on(2).await;
        stop.send(true).unwrap();
        runner.await.unwrap();
    }
}

#[tokio::test]
async fn a_letter_whose_end_cannot_be_written_does_not_have_the_others_sent_again() {
    let house = House::on_sqlite().await;
    let mut people = Vec::new();
    for name in ["Ana", "Bob", "Zoé"] {
        people.push(house.newcomer(name, Role::Author, None).await);
    }
    let bob = people[1].id;
    let refusal = "BEGIN SELECT RAISE(ABORT, 'not this one'); END";
    house
        .tamper(&format!(
            "CREATE TRIGGER stays BEFORE DELETE ON job WHEN OLD.payload LIKE '%{bob}%' {refusal}"
        ))
        .await;
    let folder = tempfile::tempdir().unwrap();
    let transport = MailTransport::Folder(folder.path().to_owned());
    let mailer = Mailer::new("Palier <palier@client.example>", transport).unwrap();
    let runner = JobRunner::new(house.portal.clone(), mailer);
    assert!(runner.round().await.is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    assert_eq!(house.portal.store().read().jobs().counts().await.unwrap(), (1, 0));
}
