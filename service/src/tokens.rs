//! Tokens with which other systems ask: made, listed and ended by whoever looks after the portal.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use domain::event::{EventKind, NewEvent};
use domain::{
    Actor, ActorKind, Checked, Fields, Locale, Name, Permission, Reason, TokenId, TokenScope, VendorId, fold,
};
use serde_json::json;
use store::{ApiToken, ApiTokens};

use crate::error::{Error, Result};
use crate::portal::{Portal, require};
use crate::world::Secret;

/// What a token begins with, so that one that is found where it should not be is known for what it is.
const PREFIX: &str = "pal_";
/// How often the use of a token is noted.
const NOTED_EVERY_SECONDS: i64 = 3600;

/// What is said about a token.
#[derive(Clone, Debug, Default)]
pub struct TokenInput {
    /// What it is for.
    pub name: String,
    /// What may be asked with it: the words of scopes.
    pub scopes: Vec<String>,
    /// The name or the id of the vendor to whose people it is limited; empty for all.
    pub vendor: String,
}

/// A token as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenView {
    /// The token.
    pub token: ApiToken,
    /// The name of the vendor to whose people it is limited.
    pub vendor: Option<String>,
}

impl Portal {
    /// Makes a token. Its secret is told here and never again: only a hash of it is stored.
    pub async fn create_token(&self, actor: &Actor, input: TokenInput) -> Result<(TokenId, String)> {
        require(actor, Permission::ManageTokens)?;
        let TokenInput { name, scopes, vendor } = input;
        let mut fields = Fields::new();
        let name = fields.read("name", Name::parse(&name));
        let scopes = fields.read("scope", read_scopes(&scopes));
        let vendor = self.read_vendor(actor, &vendor).await?;
        let vendor = fields.read("vendor", vendor);
        let read = (|| Some((name?, scopes?, vendor?)))();
        let (name, scopes, vendor) = fields.verdict(read)?;
        let (id, secret) = (TokenId::new(self.world().id()), self.world().secret());
        let token = ApiToken {
            id,
            name: name.to_string(),
            scopes,
            vendor,
            created_at: self.world().now(),
            last_used_at: None,
            revoked_at: None,
        };
        let (hash, by) = (secret.hash(), actor.user_id());
        self.write(actor, move |tx| async move {
            ApiTokens::insert(&tx, &token, hash, by).await?;
            let details = json!({ "scopes": token.scopes });
            let event = NewEvent::new(EventKind::TokenCreated, id.uuid());
            tx.record(event.of_vendor(token.vendor).with(details));
            Ok(())
        })
        .await?;
        Ok((id, format!("{PREFIX}{}", secret.expose())))
    }

    /// The tokens, the last made first.
    pub async fn tokens(&self, actor: &Actor) -> Result<Vec<TokenView>> {
        require(actor, Permission::ManageTokens)?;
        let db = self.store().read();
        let vendors = db.vendors(actor.scope()).all().await?;
        let names: BTreeMap<_, _> =
            vendors.into_iter().map(|vendor| (vendor.id, vendor.name.to_string())).collect();
        let view = |token: ApiToken| TokenView {
            vendor: token.vendor.and_then(|vendor| names.get(&vendor).cloned()),
            token,
        };
        Ok(db.api_tokens().all().await?.into_iter().map(view).collect())
    }

    /// Ends a token: from now on nobody asks with it.
    pub async fn revoke_token(&self, actor: &Actor, id: TokenId) -> Result<()> {
        require(actor, Permission::ManageTokens)?;
        let token = self.store().read().api_tokens().get(id).await?.ok_or(Error::NotFound)?;
        self.write(actor, move |tx| async move {
            if !ApiTokens::revoke(&tx, id).await? {
                return Err(Error::NotFound);
            }
            tx.record(NewEvent::new(EventKind::TokenRevoked, id.uuid()).of_vendor(token.vendor));
            Ok(())
        })
        .await
    }

    /// Whoever holds a token that works. One that is not written as tokens are, is not known, or was ended is answered
    /// alike, and counts for where it comes from. A right one is never held up by wrong ones: nobody guesses 256 bits, but
    /// a system with an old token must not keep out another behind the same address.
    pub async fn token_actor(&self, text: &str, network: Option<IpAddr>, locale: Locale) -> Result<Actor> {
        let known = match text.strip_prefix(PREFIX).and_then(Secret::parse) {
            Some(secret) => self.store().read().api_tokens().by_hash(&secret.hash()).await?,
            None => None,
        };
        let Some(token) = known else {
            self.limits().count_token(network)?;
            return Err(Error::Unauthenticated);
        };
        self.note_use(&token).await;
        let ApiToken { id, scopes, vendor, .. } = token;
        let scopes = scopes.split(' ').filter_map(TokenScope::parse).collect();
        Ok(Actor { kind: ActorKind::Token { id, vendor, scopes }, locale })
    }

    /// Notes now and then that a token is used. A failure is not the asker's business.
    async fn note_use(&self, token: &ApiToken) {
        let (id, now) = (token.id, self.world().now());
        if token.last_used_at.is_some_and(|last| now.seconds_since(last) < NOTED_EVERY_SECONDS) {
            return;
        }
        let system = Actor::system(Locale::default());
        let noted = self.write(&system, move |tx| async move { Ok(ApiTokens::touch(&tx, id).await?) }).await;
        if let Err(error) = noted {
            tracing::warn!(%error, token.id = %id, "could not note the use of a token");
        }
    }

    /// The vendor that is meant by a name or an id.
    async fn read_vendor(&self, actor: &Actor, text: &str) -> Result<Checked<Option<VendorId>>> {
        if text.trim().is_empty() {
            return Ok(Ok(None));
        }
        let vendors = self.store().read().vendors(actor.scope()).all().await?;
        let id = text.trim().parse::<VendorId>().ok();
        let found = vendors.iter().find(|vendor| Some(vendor.id) == id || vendor.name.key() == fold(text));
        Ok(found.map(|vendor| Some(vendor.id)).ok_or(Reason::NotAChoice))
    }
}

/// The words of scopes as they are stored.
fn read_scopes(words: &[String]) -> Checked<String> {
    let scopes: Option<BTreeSet<TokenScope>> = words.iter().map(|word| TokenScope::parse(word)).collect();
    match scopes {
        Some(scopes) if scopes.is_empty() => Err(Reason::Missing),
        Some(scopes) => Ok(scopes.into_iter().map(TokenScope::as_str).collect::<Vec<_>>().join(" ")),
        None => Err(Reason::NotOneOf(TokenScope::ALL.map(TokenScope::as_str).join(", "))),
    }
}
