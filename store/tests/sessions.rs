//! Sessions and mailed links.

use domain::{PasswordResetId, SessionId, Timestamp, UserId};
use futures::future::join_all;
use store::{NewSession, PasswordResetRow, PasswordResets, Sessions, Store, StoreError, Users};

use crate::common::{BEFORE, at, author, id, write};

async fn somebody(store: &Store) -> UserId {
    let user = author("Anne");
    let id = user.id;
    write(store, move |tx| async move { Users::insert(&tx, &user, None).await }).await.unwrap();
    id
}

async fn begin(store: &Store, user: UserId, number: u8) -> SessionId {
    let session = SessionId::new(id());
    let new = NewSession { id: session, token_hash: [number; 32], user, device: "Firefox, Linux".to_owned() };
    let begun =
        store.write(at(1000 * i64::from(number)), move |tx| async move { Sessions::insert(&tx, new).await });
    begun.await.unwrap();
    session
}

store::on_both_engines! {
    async fn a_session_is_found_by_its_secret_with_its_owner(database) {
        let store = database.open().await;
        let user = somebody(&store).await;
        let session = begin(&store, user, 7).await;
        let db = store.read();
        let found = db.sessions().by_token_hash(&[7; 32]).await.unwrap().unwrap();
        assert_eq!((found.session.id, found.user.id, found.session.device.as_str()), (session, user, "Firefox, Linux"));
        assert!(db.sessions().by_token_hash(&[8; 32]).await.unwrap().is_none());
    }

    async fn only_the_owners_sessions_are_ended_and_each_once(database) {
        let store = database.open().await;
        let [owner, other] = [somebody(&store).await, somebody(&store).await];
        let [mine, kept, theirs] = [begin(&store, owner, 1).await, begin(&store, owner, 2).await, begin(&store, other, 3).await];
        let revoke = |user, session| write(&store, move |tx| async move { Sessions::revoke(&tx, user, session).await });
        assert!(!revoke(owner, theirs).await.unwrap());
        assert!(revoke(owner, mine).await.unwrap());
        assert!(!revoke(owner, mine).await.unwrap());
        let all = write(&store, move |tx| async move { Sessions::revoke_all(&tx, owner, Some(kept)).await });
        assert_eq!(all.await.unwrap(), 0);
        let left = store.read().sessions().of_user(owner).await.unwrap();
        assert_eq!(left.iter().map(|session| session.id).collect::<Vec<_>>(), [kept]);
        assert_eq!(store.read().sessions().of_user(other).await.unwrap().len(), 1);
    }

    // Deactivating ends all sessions. One that begins at the same moment must not be overlooked.
    async fn a_session_that_begins_while_its_owner_is_changed_is_seen_by_the_change(database) {
        let store = database.open().await;
        let user = somebody(&store).await;
        let (signing_in, began) = (store.clone(), std::sync::Arc::new(tokio::sync::Notify::new()));
        let held = std::sync::Arc::clone(&began);
        let sign_in = tokio::spawn(async move {
            write(&signing_in, move |tx| async move {
                assert!(Users::hold(&tx, user).await?.is_some());
                held.notify_one();
                tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                let new = NewSession { id: SessionId::new(id()), token_hash: [9; 32], user, device: String::new() };
                Sessions::insert(&tx, new).await
            })
            .await
        });
        began.notified().await;
        let change = write(&store, move |tx| async move {
            Users::set_password_hash(&tx, user, "other".to_owned()).await?;
            Sessions::revoke_all(&tx, user, None).await
        });
        assert_eq!(change.await.unwrap(), 1);
        sign_in.await.unwrap().unwrap();
        assert!(store.read().sessions().of_user(user).await.unwrap().is_empty());
    }

    async fn sessions_that_were_not_used_are_forgotten(database) {
        let store = database.open().await;
        let user = somebody(&store).await;
        let old = begin(&store, user, 1).await;
        begin(&store, user, 2).await;
        begin(&store, user, 3).await;
        store.write(at(9000), move |tx| async move { Sessions::touch(&tx, old).await }).await.unwrap();
        let forgotten = write(&store, |tx| async move { Sessions::forget(&tx, Timestamp::from_millis(3000)).await });
        assert_eq!(forgotten.await.unwrap(), 1);
        let left = store.read().sessions().of_user(user).await.unwrap();
        assert_eq!(left.iter().map(|session| session.last_seen_at.as_millis()).collect::<Vec<_>>(), [9000, 3000]);
    }

    async fn a_mailed_link_works_once_however_often_it_is_followed_at_once(database) {
        let store = database.open().await;
        let user = somebody(&store).await;
        let [first, second] = [0, 1].map(|_| PasswordResetRow { id: PasswordResetId::new(id()), user, expires_at: BEFORE, used_at: None });
        for (reset, hash) in [(first, [1; 32]), (second, [2; 32])] {
            write(&store, move |tx| async move { PasswordResets::insert(&tx, &reset, hash).await }).await.unwrap();
        }
        let use_up = |id| write(&store, move |tx| async move { PasswordResets::use_up(&tx, id).await });
        let outcomes = join_all((0..6).map(|_| use_up(second.id))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        write(&store, move |tx| async move { PasswordResets::use_up_all(&tx, user).await }).await.unwrap();
        assert!(matches!(use_up(first.id).await, Err(StoreError::Stale)));
        let row = store.read().password_resets().by_token_hash(&[2; 32]).await.unwrap().unwrap();
        assert!(row.used_at.is_some());
    }
}
