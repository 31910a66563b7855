//! Pages that are kept: never older than what was recorded, never somebody else's.

use domain::Locale;
use domain::people::Role;
use i18n::Messages;

use crate::support::{Answer, Browser, TestApp, account, actor, belongings, change_article};

async fn change(app: &TestApp, title: &str) {
    change_article(app.portal(), "kept", title).await;
}

/// Whether it was made to be kept: its scripts are named by what is in them.
fn is_for_keeping(answer: &Answer) -> bool {
    answer.header("content-security-policy").unwrap().contains("'sha256-")
}

store::on_both_engines! {
    async fn what_was_changed_is_in_the_very_next_page(database) {
        let app = TestApp::start(database).await;
        let agent = app.role(Role::Agent).await;
        for turn in 0..20 {
            let title = format!("Titre {turn}");
            change(&app, &title).await;
            for path in ["/", "/knowledge/service-client", "/knowledge/service-client/kept"] {
                // Twice, so that the second is one that was kept.
                for _ in 0..2 {
                    let page = agent.get(path).await;
                    assert!(is_for_keeping(&page), "{path}");
                    assert!(page.text().contains(&title), "{path} does not know {title}");
                }
            }
        }
        app.stop().await;
    }

    async fn whoever_changes_themselves_sees_it_at_once(database) {
        let app = TestApp::start(database).await;
        let agent = app.role(Role::Agent).await;
        let page = async |browser: &Browser| browser.get("/knowledge").await.text();
        assert!(page(&agent).await.contains("<html lang=\"fr\""));
        assert_eq!(agent.post("/preferences/language", &[("locale", "en")]).await.status, 303);
        assert!(page(&agent).await.contains("<html lang=\"en\""));
        assert_eq!(agent.post("/preferences/theme", &[("theme", "dark")]).await.status, 303);
        assert!(page(&agent).await.contains("data-theme=\"dark\""));
        let is_narrow = |page: &str| {
            let tag = page.split("frame__narrow-box").nth(1).unwrap().split('>').next().unwrap();
            tag.contains("checked")
        };
        assert!(!is_narrow(&page(&agent).await));
        assert!(is_narrow(&page(&agent.clone().with_cookie("palier_nav", "narrow")).await));
        assert_eq!(agent.post("/api/sign_out", &[]).await.status, 302);
        assert_eq!(agent.get("/knowledge").await.status, 303);
        app.stop().await;
    }

    async fn what_somebody_has_read_is_said_in_the_very_next_page(database) {
        let app = TestApp::start(database).await;
        let names = belongings(&app).await;
        let (_, id) = names.iter().find(|(name, _)| *name == "{notification}").unwrap();
        let link = format!("/notifications/{id}");
        let (lead, account) = (app.role(Role::TeamLead).await, account(Role::TeamLead));
        let person = actor(app.portal(), &account.email).await;
        let unread = async || app.portal().count_unread_notifications(&person).await.unwrap();
        let says = async |unread: u64| {
            // Twice, so that the second is one that was kept.
            lead.get("/knowledge").await;
            let page = lead.get("/knowledge").await.text();
            page.contains(&Messages::of(Locale::Fr).notifications_waiting(unread))
        };
        let before = unread().await;
        assert!(0 < before && says(before).await);
        // Whoever is only sent there, or loads ahead, has read nothing.
        let prefetched = lead.clone().with("sec-purpose", "prefetch").get(&link).await;
        let sent = lead.clone().with("sec-fetch-site", "cross-site").get(&link).await;
        let asked = lead.ask("HEAD", &link, None).await;
        for answer in [prefetched, sent, asked] {
            assert_eq!((answer.status, answer.header("location")), (303, Some("/notifications")));
        }
        assert_eq!(unread().await, before);
        let followed = lead.clone().with("sec-fetch-site", "same-origin").get(&link).await;
        assert_eq!(followed.status, 303);
        assert!(followed.header("location").unwrap().starts_with("/broadcasts/"));
        assert_eq!(unread().await, before - 1);
        assert!(!says(before).await);
        assert_eq!(lead.post("/api/mark_notifications_read", &[]).await.status, 302);
        assert_eq!(unread().await, 0);
        assert!(!says(before - 1).await);
        app.stop().await;
    }

    async fn nobody_is_sent_the_page_of_somebody_else(database) {
        let app = TestApp::start(database).await;
        let agents = ["lea.guillou@atlantique-contact.example", "ines.carvalho@douro-atendimento.example"];
        let (lea, ines) = (app.signed_in(agents[0]).await, app.signed_in(agents[1]).await);
        for _ in 0..3 {
            for path in ["/", "/knowledge"] {
                assert!(lea.get(path).await.text().contains("Léa Guillou"));
                assert!(!ines.get(path).await.text().contains("Léa Guillou"));
            }
            assert_eq!(lea.get("/knowledge/retours-pro").await.status, 200);
            assert_eq!(ines.get("/knowledge/retours-pro").await.status, 404);
            assert_eq!(app.nobody().get("/knowledge").await.status, 303);
        }
        app.stop().await;
    }
}

/// How often a page was sent that was kept, as the figures say.
async fn kept(app: &TestApp) -> u64 {
    let figures = Browser::new(app.metrics_address()).get("/metrics").await.text();
    let line = figures.lines().find_map(|line| line.strip_prefix("pages_total{how=\"kept\"} "));
    line.map_or(0, |count| count.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_sent_again_until_something_is_recorded() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Agent).await;
    change(&app, "Avant").await;
    agent.get("/knowledge").await;
    // Figures are of the process, and other tests run in it: what is kept here is added to them at least.
    let before = kept(&app).await;
    let (first, second) = (agent.get("/knowledge").await, agent.get("/knowledge").await);
    assert!(before + 2 <= kept(&app).await, "the second and third page were made anew");
    assert_eq!(first.text(), second.text());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_much_changes_no_page_is_older_than_the_change_before_it() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Agent).await;
    change(&app, "Numéro 0 ").await;
    let seen = std::sync::atomic::AtomicU32::new(0);
    let write = async {
        for number in 1..=60 {
            change(&app, &format!("Numéro {number} ")).await;
            seen.store(number, std::sync::atomic::Ordering::SeqCst);
        }
    };
    let read = async {
        loop {
            let at_least = seen.load(std::sync::atomic::Ordering::SeqCst);
            let text = agent.get("/knowledge/service-client/kept").await.text();
            let number = text.split("Numéro ").nth(1).unwrap().split([' ', '<']).next().unwrap();
            let number: u32 = number.parse().unwrap();
            assert!(at_least <= number, "{number} was sent after {at_least} was written");
            if at_least == 60 {
                break;
            }
        }
    };
    tokio::join!(write, read, async {
        while seen.load(std::sync::atomic::Ordering::SeqCst) < 60 {
            agent.get("/knowledge/service-client/kept").await;
        }
    });
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_show_more_than_the_log_are_made_anew() {
    let app = TestApp::on_sqlite().await;
    let admin = app.signed_in(&account(Role::Admin).email).await;
    for path in ["/", "/profile", "/profile/sessions", "/audit", "/people"] {
        let page = admin.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!is_for_keeping(&page), "{path}");
    }
    app.stop().await;
}
