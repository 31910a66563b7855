//! What is wrong with what was typed, in the reader's words.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{Command, Error};
use i18n::Messages;

use super::say;

/// What was typed. `help import` is another way to ask for `import --help`.
pub(super) fn typed() -> Vec<OsString> {
    let mut words: Vec<_> = std::env::args_os().collect();
    if words.get(1).is_some_and(|word| word == "help") {
        words.remove(1);
        words.push("--help".into());
    }
    words
}

/// Says what is wrong, or shows the help that was asked for.
pub(super) fn refuse(t: Messages, command: &Command, typed: &[OsString], error: &Error) -> ExitCode {
    match fault(t, error) {
        Some(fault) => {
            let suggestion = suggestion(t, error).map(|words| format!(" {words}")).unwrap_or_default();
            say::note(&format!("{fault}{suggestion}\n{}", t.cli_usage_help(&name_of(command, typed))));
        }
        None => {
            let _gone = error.print();
        }
    }
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

/// What is wrong; nothing when help or the version was asked for.
fn fault(t: Messages, error: &Error) -> Option<String> {
    let argument = named(error, ContextKind::InvalidArg);
    let value = named(error, ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::InvalidSubcommand => {
            t.cli_usage_no_such_command(&named(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => {
            t.cli_usage_command_missing(&named(error, ContextKind::ValidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => t.cli_usage_missing(&argument),
        ErrorKind::UnknownArgument => t.cli_usage_unexpected(&argument),
        ErrorKind::TooManyValues => t.cli_usage_unexpected(&value),
        ErrorKind::ArgumentConflict => t.cli_usage_twice(&argument),
        ErrorKind::InvalidValue if value.is_empty() => t.cli_usage_no_value(&argument),
        ErrorKind::InvalidValue => {
            t.cli_usage_bad_value(&value, &argument, &named(error, ContextKind::ValidValue))
        }
        ErrorKind::InvalidUtf8 => t.cli_usage_not_text().to_owned(),
        _ => t.cli_usage_wrong().to_owned(),
    })
}

fn suggestion(t: Messages, error: &Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let words = kinds.into_iter().map(|kind| named(error, kind)).find(|words| !words.is_empty())?;
    Some(t.cli_usage_suggestion(&words))
}

fn named(error: &Error, kind: ContextKind) -> String {
    error.get(kind).map(ToString::to_string).unwrap_or_default()
}

/// The command that was meant, as far as it can be told: `palier user create`.
fn name_of(command: &Command, typed: &[OsString]) -> String {
    let (mut name, mut command) = (command.get_name().to_owned(), command);
    for word in typed.iter().skip(1) {
        if let Some(sub) = command.find_subcommand(word) {
            name = format!("{name} {}", sub.get_name());
            command = sub;
        }
    }
    name
}
