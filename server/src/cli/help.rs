//! What `--help` says, in the reader's language.

use clap::{Command, CommandFactory};
use i18n::Messages;

use super::Cli;

/// The command line with its explanations.
pub(super) fn localised(t: Messages) -> Command {
    let mut command = Cli::command().about(t.cli_about()).after_help(t.cli_after_help());
    command = command.mut_arg("config", |arg| arg.help(t.cli_arg_config()));
    for (name, about) in commands(t) {
        command = command.mut_subcommand(name, |sub| sub.about(about));
    }
    command
        .mut_subcommand("seed", |sub| explain(sub, &[("programme_only", t.cli_arg_seed_programme_only())]))
        .mut_subcommand("import", |sub| explain(sub, &import_args(t)))
        .mut_subcommand("export", |sub| {
            explain(sub, &[("dir", t.cli_arg_export_dir()), ("space", t.cli_arg_export_space())])
        })
        .mut_subcommand("backup", |sub| {
            explain(sub, &[("file", t.cli_arg_backup_file()), ("force", t.cli_arg_backup_force())])
        })
        .mut_subcommand("restore", |sub| explain(sub, &[("file", t.cli_arg_restore_file())]))
        .mut_subcommand("proof", |sub| {
            sub.mut_subcommand("export", |sub| {
                explain(sub.about(t.cli_about_proof_export()), &export_args(t))
            })
            .mut_subcommand("verify", |sub| explain(sub.about(t.cli_about_proof_verify()), &verify_args(t)))
        })
        .mut_subcommand("user", |sub| {
            sub.mut_subcommand("create", |sub| explain(sub.about(t.cli_about_user_create()), &user_args(t)))
        })
        .mut_subcommand("token", |sub| {
            sub.mut_subcommand("create", |sub| explain(sub.about(t.cli_about_token_create()), &token_args(t)))
                .mut_subcommand("list", |sub| sub.about(t.cli_about_token_list()))
                .mut_subcommand("revoke", |sub| {
                    explain(sub.about(t.cli_about_token_revoke()), &[("id", t.cli_arg_token_id())])
                })
        })
        .mut_subcommand("config", |sub| {
            sub.mut_subcommand("print", |sub| sub.about(t.cli_about_config_print()))
        })
}

fn explain(command: Command, args: &[(&'static str, &'static str)]) -> Command {
    args.iter().fold(command, |command, (name, help)| command.mut_arg(name, |arg| arg.help(*help)))
}

const fn commands(t: Messages) -> [(&'static str, &'static str); 13] {
    [
        ("serve", t.cli_about_serve()),
        ("worker", t.cli_about_worker()),
        ("migrate", t.cli_about_migrate()),
        ("seed", t.cli_about_seed()),
        ("import", t.cli_about_import()),
        ("export", t.cli_about_export()),
        ("backup", t.cli_about_backup()),
        ("restore", t.cli_about_restore()),
        ("proof", t.cli_about_proof()),
        ("user", t.cli_about_user()),
        ("token", t.cli_about_token()),
        ("doctor", t.cli_about_doctor()),
        ("config", t.cli_about_config()),
    ]
}

const fn import_args(t: Messages) -> [(&'static str, &'static str); 4] {
    [
        ("dir", t.cli_arg_import_dir()),
        ("space", t.cli_arg_import_space()),
        ("language", t.cli_arg_import_language()),
        ("dry_run", t.cli_arg_import_dry_run()),
    ]
}

const fn export_args(t: Messages) -> [(&'static str, &'static str); 3] {
    [
        ("broadcast", t.cli_arg_proof_broadcast()),
        ("file", t.cli_arg_proof_file()),
        ("force", t.cli_arg_backup_force()),
    ]
}

const fn verify_args(t: Messages) -> [(&'static str, &'static str); 2] {
    [("file", t.cli_arg_proof_pack()), ("head", t.cli_arg_proof_head())]
}

const fn user_args(t: Messages) -> [(&'static str, &'static str); 8] {
    [
        ("email", t.cli_arg_user_email()),
        ("name", t.cli_arg_user_name()),
        ("role", t.cli_arg_user_role()),
        ("vendor", t.cli_arg_user_vendor()),
        ("site", t.cli_arg_user_site()),
        ("team", t.cli_arg_user_team()),
        ("locale", t.cli_arg_user_locale()),
        ("time_zone", t.cli_arg_user_time_zone()),
    ]
}

const fn token_args(t: Messages) -> [(&'static str, &'static str); 3] {
    [
        ("name", t.cli_arg_token_name()),
        ("scope", t.cli_arg_token_scope()),
        ("vendor", t.cli_arg_token_vendor()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Locale;

    #[test]
    fn every_command_is_explained_in_both_languages() {
        for locale in Locale::ALL {
            let command = localised(Messages::of(locale));
            command.clone().debug_assert();
            for sub in command.get_subcommands() {
                assert!(sub.get_about().is_some(), "{}", sub.get_name());
            }
        }
    }
}
