//! Tokens with which other systems ask: who makes them, what they open, and until when.

use std::net::IpAddr;

use domain::{Actor, ActorKind, Locale, Permission, Reason, Scope, TokenScope, VendorId};
use service::{Error, Portal, TokenInput};

use crate::common::{House, check_error, check_field, nobody};

const FR: Locale = Locale::Fr;

fn input(name: &str, scopes: &[&str], vendor: &str) -> TokenInput {
    let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    TokenInput { name: name.to_owned(), scopes, vendor: vendor.to_owned() }
}

fn usual(vendor: &str) -> TokenInput {
    input("Routage", &["clearances:read"], vendor)
}

async fn whose(portal: &Portal, secret: &str) -> Result<Actor, Error> {
    portal.token_actor(secret, None, FR).await
}

store::on_both_engines! {
    async fn a_token_opens_what_its_scopes_say_until_it_is_ended(database) {
        let house = House::new(database).await;
        let (portal, admin) = (&house.portal, house.client_side().await.admin);
        let (events, made) = house.recorded(portal.create_token(&admin, usual(""))).await;
        let (id, secret) = made.unwrap();
        assert!(secret.len() == 68 && secret.starts_with("pal_"), "{secret}");
        assert_eq!((events.len(), events[0].kind.as_str()), (1, "token.created"));
        assert_eq!((events[0].subject, events[0].vendor, events[0].actor), (id.uuid(), None, admin.user_id()));
        assert!(!format!("{events:?}").contains(&secret[4..]));
        let actor = whose(portal, &secret).await.unwrap();
        assert_eq!((actor.scope(), actor.user_id()), (Scope::Everything, None));
        assert!(actor.may(Permission::ReadClearances) && !actor.may(Permission::ReadUsers));
        check_error!(portal.users(&actor, service::UserQuery::default()).await, Forbidden);
        check_error!(portal.tokens(&actor).await, Forbidden);
        let (events, ended) = house.recorded(portal.revoke_token(&admin, id)).await;
        ended.unwrap();
        assert_eq!((events.len(), events[0].kind.as_str()), (1, "token.revoked"));
        check_error!(whose(portal, &secret).await, Unauthenticated);
        check_error!(portal.revoke_token(&admin, id).await, NotFound);
        let listed = portal.tokens(&admin).await.unwrap();
        assert!(listed.len() == 1 && listed[0].token.revoked_at.is_some());
    }

    async fn a_token_of_a_vendor_is_that_vendors_business(database) {
        let house = House::new(database).await;
        let (portal, admin) = (&house.portal, house.client_side().await.admin);
        let side = house.side("Atlantique").await;
        let (events, made) = house.recorded(portal.create_token(&admin, usual(" ATLANTIQUE "))).await;
        let (id, secret) = made.unwrap();
        assert_eq!(events[0].vendor, Some(side.vendor));
        let expected = ActorKind::Token {
            id,
            vendor: Some(side.vendor),
            scopes: [TokenScope::ReadClearances].into(),
        };
        let actor = whose(portal, &secret).await.unwrap();
        assert_eq!((&actor.kind, actor.scope()), (&expected, Scope::Vendor(side.vendor)));
        let listed = portal.tokens(&admin).await.unwrap().remove(0);
        assert_eq!((listed.token.id, listed.vendor.as_deref()), (id, Some("Atlantique")));
        let by_id = portal.create_token(&admin, usual(&side.vendor.to_string())).await.unwrap();
        assert_eq!(whose(portal, &by_id.1).await.unwrap().scope(), Scope::Vendor(side.vendor));
    }

    async fn only_an_administrator_makes_lists_and_ends_them(database) {
        let house = House::new(database).await;
        let (portal, client) = (&house.portal, house.client_side().await);
        let side = house.side("Atlantique").await;
        let (id, _) = portal.create_token(&client.admin, usual("")).await.unwrap();
        for actor in [
            &client.manager, &client.referent, &client.author, &side.referent, &side.lead, &side.agent,
        ] {
            check_error!(portal.create_token(actor, usual("")).await, Forbidden);
            check_error!(portal.tokens(actor).await, Forbidden);
            check_error!(portal.revoke_token(actor, id).await, Forbidden);
        }
    }

    async fn its_use_is_noted_once_an_hour(database) {
        let house = House::new(database).await;
        let (portal, admin) = (&house.portal, house.client_side().await.admin);
        let (_, secret) = portal.create_token(&admin, usual("")).await.unwrap();
        let used = async || portal.tokens(&admin).await.unwrap()[0].token.last_used_at;
        assert_eq!(used().await, None);
        let start = house.clock.now();
        for (seconds, expected) in [(0, start), (3_599, start), (1, start.plus_seconds(3_600))] {
            house.clock.advance_seconds(seconds);
            whose(portal, &secret).await.unwrap();
            assert_eq!(used().await, Some(expected), "{seconds}");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_token_is_named() {
    let house = House::on_sqlite().await;
    let (portal, admin) = (&house.portal, house.client_side().await.admin);
    let make = |input| portal.create_token(&admin, input);
    check_field(make(input(" ", &["clearances:read"], "")).await, "name", Reason::Missing);
    check_field(make(input("Routage", &[], "")).await, "scope", Reason::Missing);
    let words = Reason::NotOneOf("clearances:read".to_owned());
    check_field(make(input("Routage", &["clearances:read", "all"], "")).await, "scope", words);
    check_field(make(usual("Nowhere")).await, "vendor", Reason::NotAChoice);
    let unknown = VendorId::new(nobody()).to_string();
    check_field(make(usual(&unknown)).await, "vendor", Reason::NotAChoice);
}

#[tokio::test]
async fn wrong_tokens_are_answered_alike_and_do_not_hold_up_right_ones() {
    let house = House::on_sqlite().await;
    let (portal, admin) = (&house.portal, house.client_side().await.admin);
    let (_, secret) = portal.create_token(&admin, usual("")).await.unwrap();
    let unknown = format!("pal_{}", "0".repeat(64));
    for wrong in ["", "pal_", "x", &secret[4..], &secret[..67], &unknown, &format!("{secret}0")] {
        check_error!(whose(portal, wrong).await, Unauthenticated);
    }
    let here = Some(IpAddr::from([192, 0, 2, 1]));
    for _ in 0..120 {
        check_error!(portal.token_actor(&unknown, here, FR).await, Unauthenticated);
    }
    check_error!(portal.token_actor(&unknown, here, FR).await, TooMany(_));
    portal.token_actor(&secret, here, FR).await.unwrap();
    house.clock.advance_seconds(1);
    check_error!(portal.token_actor(&unknown, here, FR).await, Unauthenticated);
}
