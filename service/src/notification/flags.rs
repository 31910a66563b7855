//! What became of a flag, told to whoever raised it.

use domain::Scope;
use domain::knowledge::{ArticleVersion, Flag};
use domain::notification::{Notice, Subject};
use domain::people::UserState;
use store::Tx;

use super::tell::{Told, tell};
use crate::error::{Error, Result};
use crate::world::World;

/// Tells whoever raised a flag that it was declined, and why.
pub(crate) async fn tell_declined(tx: &Tx, world: &World, flag: &Flag) -> Result<()> {
    let titles = tx.articles(Scope::Everything).titles(&[flag.version]).await?;
    let (title, _) = titles.get(&flag.version).cloned().ok_or(Error::NotFound)?;
    tell_of(tx, world, flag, Notice::FlagDeclined { answer: flag.answer.clone() }, title).await
}

/// Tells whoever raised some flags of an article that a version mends them.
pub(crate) async fn tell_fixed(
    tx: &Tx,
    world: &World,
    flags: &[Flag],
    version: &ArticleVersion,
) -> Result<()> {
    if flags.is_empty() {
        return Ok(());
    }
    let article = tx.articles(Scope::Everything).by_id(version.article).await?.ok_or(Error::NotFound)?;
    let space = tx.spaces(Scope::Everything).by_id(article.space).await?.ok_or(Error::NotFound)?;
    let (space, article, language) = (space.slug, article.slug, version.locale);
    let notice = Notice::FlagFixed { space, article, language, number: version.number };
    for flag in flags {
        tell_of(tx, world, flag, notice.clone(), version.title.clone()).await?;
    }
    Ok(())
}

/// Whoever has left, or works for another vendor now, is told nothing.
async fn tell_of(tx: &Tx, world: &World, flag: &Flag, notice: Notice, title: String) -> Result<()> {
    let user = tx.users(Scope::Everything).get(flag.raised_by).await?;
    let is_still_there =
        user.is_some_and(|user| user.state == UserState::Active && user.place.vendor == flag.vendor);
    if is_still_there {
        let told = Told { user: flag.raised_by, notice, title };
        tell(tx, world, Subject::Flag(flag.id), vec![told]).await?;
    }
    Ok(())
}
