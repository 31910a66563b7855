//! An image on its way into a draft: chosen, pasted or dropped into its text, or sent with a form where no scripts run.

use domain::knowledge::{ImageFault, ImageKind, MAX_IMAGE_BYTES, MAX_IMAGE_MB};
use i18n::Messages;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use ui::{
    Alert, Button, ButtonKind, FileField, FileIntake, HiddenField, Need, Section, TextField, Tone,
    UploadForm, is_alive, t, view,
};
use web_sys::{File, FormData};

use crate::ask;
use crate::done::query_value;
use crate::error::AppError;

/// An image on its way into a draft.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    t: Messages,
    id: StoredValue<String>,
    news: RwSignal<Option<News>>,
    markdown: RwSignal<Option<String>>,
}

/// What there is to say of the last image.
#[derive(Clone, PartialEq, Eq)]
enum News {
    /// It was sent with a form, and stands at the end of the draft.
    Added,
    /// A file of this name is under way.
    UnderWay(String),
    /// It stands in the text, where the caret was.
    Put,
    /// It was refused, for this reason.
    Refused(String),
}

impl Sending {
    /// Into this draft.
    pub(super) fn new(id: String) -> Self {
        let t = t();
        Self {
            t,
            id: StoredValue::new(id),
            news: RwSignal::new(news_in_address(t)),
            markdown: RwSignal::new(None),
        }
    }

    /// How the text takes images in.
    pub(super) fn intake(self) -> FileIntake {
        FileIntake {
            label: self.t.draft_image_add().into(),
            accept: ImageKind::ACCEPTED.into(),
            take: Callback::new(move |file| self.send(&file)),
        }
    }

    /// The Markdown of an image that has been kept.
    pub(super) fn markdown(self) -> Signal<Option<String>> {
        self.markdown.into()
    }

    /// Sends one image at a time. One that is too large is not sent first.
    fn send(self, file: &File) {
        if self.news.with_untracked(|news| matches!(news, Some(News::UnderWay(_)))) {
            return;
        }
        if (MAX_IMAGE_BYTES as f64) < file.size() {
            let words = self.t.image_fault(ImageFault::TooLarge);
            return self.news.set(Some(News::Refused(words)));
        }
        let Some(form) = form_of(file) else { return };
        let address = self.id.with_value(|id| format!("/drafts/{id}/images"));
        self.news.set(Some(News::UnderWay(file.name())));
        spawn_local(async move {
            let news = match ask::send_file(&address, form).await {
                Ok(markdown) => {
                    // The page may have been left meanwhile, and its signals with it.
                    drop(self.markdown.try_set(String::from_utf8(markdown).ok()));
                    News::Put
                }
                Err(error) => News::Refused(self.words_of(&error)),
            };
            drop(self.news.try_set(Some(news)));
        });
    }

    /// Why an image was refused, and what to quote when the fault is ours.
    fn words_of(self, error: &AppError) -> String {
        let words = match error.fields.first() {
            Some(field) => crate::reasons::reason(self.t, &field.reason),
            None => error.message(self.t),
        };
        match &error.reference {
            Some(reference) => format!("{words} {}", self.t.http_reference(reference)),
            None => words,
        }
    }
}

fn form_of(file: &File) -> Option<FormData> {
    let form = FormData::new().ok()?;
    form.append_with_blob_and_filename("image", file, &file.name()).ok()?;
    Some(form)
}

/// What became of an image that was sent with a form: its answer leads to an address with a word in it.
fn news_in_address(t: Messages) -> Option<News> {
    match query_value("image").as_str() {
        "added" => Some(News::Added),
        word => ImageFault::parse(word).map(|fault| News::Refused(t.image_fault(fault))),
    }
}

/// What there is to say of the last image.
#[component]
pub(super) fn ImageNews(sending: Sending) -> impl IntoView {
    let Sending { t, news, .. } = sending;
    let said = move || {
        news.get().map(|news| match news {
            News::Added => view! { <Alert tone=Tone::Go title=t.draft_image_added() /> },
            News::Put => view! { <Alert tone=Tone::Go title=t.draft_image_put() /> },
            News::UnderWay(name) => view! { <Alert tone=Tone::Wait title=t.draft_image_under_way(&name) /> },
            News::Refused(why) => {
                view! { <Alert tone=Tone::Stop title=t.draft_image_refused()><p>{why}</p></Alert> }
            }
        })
    };
    view! { <div id="draft-image" role="status">{said}</div> }
}

/// A form that sends an image where no scripts run: a page that has come alive takes images into its text.
#[component]
pub(super) fn ImageForm(id: String) -> impl IntoView {
    let t = t();
    let is_alive = is_alive();
    let page = use_location().pathname.get_untracked();
    move || {
        let (id, page) = (id.clone(), page.clone());
        (!is_alive.get()).then(|| {
            view! {
                <Section title=t.draft_image_add() lead=t.draft_image_lead()>
                    <UploadForm action=format!("/drafts/{id}/images")>
                        <HiddenField name="page" value=page />
                        <FileField
                            name="image"
                            label=t.draft_image_file()
                            hint=t.draft_image_file_hint(MAX_IMAGE_MB)
                            accept=ImageKind::ACCEPTED
                            need=Need::Required
                        />
                        <TextField
                            name="description"
                            label=t.draft_image_description()
                            hint=t.draft_image_description_hint()
                            autocomplete="off"
                            max_length=200
                            need=Need::Optional
                        />
                        <div>
                            <Button label=t.draft_image_send() kind=ButtonKind::Submit />
                        </div>
                    </UploadForm>
                </Section>
            }
        })
    }
}
