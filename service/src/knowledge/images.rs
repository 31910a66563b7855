//! Images that authors put into drafts.
//!
//! Such an image lies in its space beside the folders of languages, under a name that follows from what is in it. The
//! Markdown leads there from the article's own place. So it is shown, exported and imported like one that came with a folder.

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ImageFault, ImageKind, Transition};
use domain::{Actor, ArticleVersionId, Invalid, Reason};
use serde_json::json;
use store::{File, Files};

use super::import::title_of;
use super::life::{DraftView, after};
use super::writing::{DraftBase, DraftInput, Saved};
use crate::error::{Error, Result};
use crate::portal::Portal;

/// The longest description, in characters.
const MAX_DESCRIPTION: usize = 200;
/// How many digits of its hash an image is named by.
const DIGITS: usize = 32;

/// An image that an author sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageInput {
    /// What it was called.
    pub file_name: String,
    /// What it shows, for those who do not see it. Where it is empty, the name stands for it.
    pub description: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Portal {
    /// Keeps an image with the space of a draft, for whoever may write that draft; the Markdown that shows it there. The same
    /// image is kept once.
    pub async fn attach_image(
        &self,
        actor: &Actor,
        id: ArticleVersionId,
        image: ImageInput,
    ) -> Result<String> {
        let DraftView { space, article, version, .. } = self.draft(actor, id).await?;
        after(&version, Transition::Edit)?;
        let ImageInput { file_name, description, bytes } = image;
        let (kind, file) = examined(bytes).await?;
        let path = path_of(&file.hash, kind);
        let description = description_of(&description, &file_name);
        let markdown = format!("![{description}]({}{path})", way_out(&article.path));
        // Not what it was called: names of files are names of people now and then.
        let details = json!({
            "version": id,
            "language": version.locale.as_str(),
            "hash": file.hash,
            "media_type": file.media_type,
            "bytes": file.bytes.len(),
        });
        let kept = self.store().objects().put(&file).await?;
        self.write(actor, move |tx| async move {
            Files::put(&tx, space.id, &path, &kept).await?;
            tx.record(NewEvent::new(EventKind::ArticleImageAttached, article.id.uuid()).with(details));
            Ok(())
        })
        .await?;
        Ok(markdown)
    }

    /// The same, and puts the image at the end of the draft as it is saved. [`Error::Stale`] when somebody else writes there.
    pub async fn append_image(&self, actor: &Actor, id: ArticleVersionId, image: ImageInput) -> Result<()> {
        let markdown = self.attach_image(actor, id, image).await?;
        let version = self.draft(actor, id).await?.version;
        let input =
            DraftInput { source: with_paragraph(&version.source, &markdown), ..DraftInput::of(&version) };
        match self.save_draft(actor, id, DraftBase::of(&version), input).await? {
            Saved::AsItIs(_) | Saved::Merged { .. } => Ok(()),
            Saved::Clash(_) => Err(Error::Stale),
        }
    }
}

/// Looks at an image and takes its hash, away from the threads that answer.
async fn examined(bytes: Vec<u8>) -> Result<(ImageKind, File)> {
    let work = move || {
        let kind = ImageKind::of(&bytes)?;
        Ok::<_, ImageFault>((kind, File::new(kind.media_type(), bytes)))
    };
    let found = tokio::task::spawn_blocking(work).await;
    let found = found.map_err(|error| Error::Internal(format!("an image was not looked at: {error}")))?;
    found.map_err(|fault| Invalid::field("image", Reason::Image(fault)).into())
}

/// Where an image lies in its space.
fn path_of(hash: &str, kind: ImageKind) -> String {
    format!("images/{}.{}", hash.get(..DIGITS).unwrap_or(hash), kind.extension())
}

/// From an article to what lies beside the folders of languages.
fn way_out(article: &str) -> String {
    "../".repeat(article.matches('/').count() + 1)
}

/// What an image shows as its author says it, or else what its file is called; on one line, and without signs that mean
/// something in Markdown.
fn description_of(said: &str, file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let text = if said.trim().is_empty() { stem.replace(['-', '_'], " ") } else { said.to_owned() };
    let text = text.replace(['[', ']', '<', '>', '\\', '`', '*', '_'], " ");
    title_of(&text).unwrap_or_default().chars().take(MAX_DESCRIPTION).collect()
}

/// A text with one more paragraph.
fn with_paragraph(text: &str, paragraph: &str) -> String {
    match text.trim_end() {
        "" => format!("{paragraph}\n"),
        text => format!("{text}\n\n{paragraph}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_what_was_said_or_the_name_of_the_file() {
        for (said, file_name, expected) in [
            ("", "retour_pro-2.final.png", "retour pro 2.final"),
            ("", "C:\\Users\\lea\\capture.PNG", "capture"),
            ("", "sans-fin", "sans fin"),
            (" L’écran\n des [retours](x) ", "a.png", "L’écran des retours (x)"),
            ("", "", ""),
        ] {
            assert_eq!(description_of(said, file_name), expected);
        }
        assert_eq!(description_of(&"é".repeat(500), "").chars().count(), MAX_DESCRIPTION);
    }

    #[test]
    fn from_a_folder_the_way_out_is_longer() {
        assert_eq!(way_out("colis.md"), "../");
        assert_eq!(way_out("guide/colis/retard.md"), "../../../");
    }

    #[test]
    fn a_paragraph_stands_by_itself_at_the_end() {
        assert_eq!(with_paragraph("# A\n\n> b\n\n\n", "![](c)"), "# A\n\n> b\n\n![](c)\n");
        assert_eq!(with_paragraph("", "![](c)"), "![](c)\n");
    }
}
