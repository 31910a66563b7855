//! A programme of 10,000 agents, and those who write and publish in it, over HTTP.

use super::PROGRAM;
use crate::bench::{
    client::{Request, Session, escape, expect_success},
    example,
};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::{fs, path::Path, time::Instant};

/// What stands in each change, and is asked about.
const PASSAGE: &str = "Sous sept jours";
/// The revision of a draft once it was saved.
const SAVED: &str = "2";

/// The people of a programme, with the secrets of their sessions.
#[derive(Debug, Deserialize)]
pub struct Programme {
    space: String,
    /// The slugs of its contact types.
    pub contact_types: Vec<String>,
    author: String,
    referents: Vec<String>,
    /// Its agents.
    pub agents: Vec<Agent>,
}

/// An agent.
#[derive(Debug, Deserialize)]
pub struct Agent {
    /// Who.
    pub id: String,
    /// The secret of their session.
    pub secret: String,
}

/// How much a change changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Worth a notice.
    Moderate,
    /// To be acknowledged, with a check.
    Major,
}

/// A change that only has to be published.
#[derive(Debug)]
pub struct Change {
    publish: Request,
    form: String,
}

/// When a change was published.
#[derive(Debug, Clone, Copy)]
pub struct Published {
    /// When it was asked for.
    pub asked: Instant,
    /// When the answer was there.
    pub answered: Instant,
}

impl Programme {
    /// Fills an empty database.
    pub fn prepare(url: &str, folder: &Path) -> Result<Self> {
        let file = folder.join("people.json");
        let name = file.to_str().context("a folder whose name is not text")?;
        example::run(PROGRAM, &["prepare", url, name])?;
        let json = fs::read_to_string(&file).with_context(|| format!("could not read {name}"))?;
        serde_json::from_str(&json).with_context(|| format!("{name} tells no programme"))
    }

    /// A change of the article of a number, written and approved on a server.
    pub fn approved(&self, port: u16, article: usize, weight: Weight) -> Result<Change> {
        let author = ask(port, "author", &self.author);
        let space = &self.space;
        let begun =
            post(&author, "/api/begin_draft", &format!("space={space}&slug=article-{article}&language=fr"))?;
        let id = begun.strip_prefix("/drafts/").context("no draft was begun")?.to_owned();
        let source = escape(&format!("# Article {article}\n\n{PASSAGE}.\n"));
        let significance = weight.as_str();
        let form = format!(
            "id={id}&revision=1&base=&source={source}&significance={significance}&change_reason=Un%20nouveau%20chapitre"
        );
        post(&author, "/api/save_draft", &form)?;
        let draft = format!("id={id}&revision={SAVED}");
        post(&author, "/api/submit_draft", &draft)?;
        let referent = self.referents.first().context("nobody publishes")?;
        let referent = ask(port, "referent", referent);
        post(&referent, "/api/approve_draft", &draft)?;
        let form = format!("id={id}&day=&time=&end_day={}", weight.question());
        Ok(Change { publish: referent.at("/api/publish_version"), form })
    }
}

impl Weight {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Moderate => "moderate",
            Self::Major => "major",
        }
    }

    /// The fields of the question, if there is to be one.
    fn question(self) -> String {
        let fields = [("prompt", "Quand ?"), ("right", PASSAGE), ("wrong", "Jamais"), ("passage", PASSAGE)];
        let field = |(name, value): (&str, &str)| format!("&items[0][{name}]={}", escape(value));
        match self {
            Self::Moderate => String::new(),
            Self::Major => fields.map(field).concat(),
        }
    }
}

impl Change {
    /// Publishes it.
    pub fn publish(&self) -> Result<Published> {
        let asked = Instant::now();
        let answer = self.publish.post(&self.form)?;
        let answered = Instant::now();
        expect_success(&answer, self.publish.path())?;
        Ok(Published { asked, answered })
    }
}

fn ask(port: u16, name: &str, secret: &str) -> Request {
    Request::get(port, "/").signed_in(&Session::known(name, secret)).scripted()
}

/// Sends a form; where the answer leads.
fn post(request: &Request, path: &str, form: &str) -> Result<String> {
    let answer = request.at(path).post(form)?;
    expect_success(&answer, path)?;
    Ok(answer.header("location").unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_to_be_acknowledged_has_a_question() {
        assert_eq!(Weight::Moderate.question(), "");
        let question = Weight::Major.question();
        assert!(question.starts_with("&items[0][prompt]=Quand%20%3F&items[0][right]=Sous%20sept%20jours"));
    }
}
