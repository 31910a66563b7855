//! The command line.

use crate::macros::messages;

messages! {
    cli_about { fr: "Palier : le portail des consignes et de la formation des centres de contact.", en: "Palier: the portal for contact-centre instructions and training." }
    cli_after_help { fr: "Réglages : palier.toml, puis l’environnement (PALIER__SECTION__CLE) ; « palier config print » montre ceux en vigueur.", en: "Settings: palier.toml, then the environment (PALIER__SECTION__KEY); `palier config print` shows those in effect." }
    cli_about_serve { fr: "Ouvrir le portail", en: "Serve the portal" }
    cli_about_worker { fr: "Traiter les tâches (courriels…) à part du serveur", en: "Do jobs (mail…) apart from the server" }
    cli_about_migrate { fr: "Mettre les tables à jour", en: "Bring the tables up to date" }
    cli_about_seed { fr: "Charger le programme de démonstration, une seule fois", en: "Load the demo programme, once" }
    cli_about_import { fr: "Importer un dossier de Markdown dans un espace", en: "Import a folder of Markdown into a space" }
    cli_about_export { fr: "Exporter les espaces en dossiers de Markdown", en: "Export spaces as folders of Markdown" }
    cli_about_backup { fr: "Tout sauvegarder dans un fichier, même quand le serveur tourne", en: "Back everything up into one file, also while the server runs" }
    cli_about_restore { fr: "Remplir une base vide à partir d’une sauvegarde", en: "Fill an empty database from a backup" }
    cli_about_proof { fr: "Prouver qui a confirmé la lecture d’une diffusion", en: "Prove who acknowledged a broadcast" }
    cli_about_proof_export { fr: "Écrire la preuve d’une diffusion dans un fichier", en: "Write the proof of a broadcast into a file" }
    cli_about_proof_verify { fr: "Vérifier une preuve, sans base de données ni réseau", en: "Check a proof, without database or network" }
    cli_about_user { fr: "Gérer les personnes", en: "Manage people" }
    cli_about_user_create { fr: "Ajouter une personne et afficher le lien pour choisir son mot de passe", en: "Add a person and print the link with which they set their password" }
    cli_about_token { fr: "Gérer les jetons d’accès des autres systèmes", en: "Manage the tokens with which other systems ask" }
    cli_about_token_create { fr: "Créer un jeton et afficher son secret, une seule fois", en: "Make a token and print its secret, this once" }
    cli_about_token_list { fr: "Afficher les jetons", en: "List the tokens" }
    cli_about_token_revoke { fr: "Retirer un jeton : il ne fonctionne plus", en: "End a token: it no longer works" }
    cli_about_doctor { fr: "Vérifier que tout est en ordre, et dire comment réparer", en: "Check that everything is right, and say how to mend it" }
    cli_about_config { fr: "Voir les réglages", en: "Look at the settings" }
    cli_about_config_print { fr: "Afficher les réglages en vigueur et d’où ils viennent, secrets masqués", en: "Print the settings in effect and where they come from, secrets hidden" }
    cli_arg_config { fr: "Fichier de réglages (sinon palier.toml, s’il existe)", en: "Settings file (else palier.toml, if there is one)" }
    cli_arg_seed_programme_only { fr: "Sans ce qui s’y est passé depuis deux semaines : ni versions nouvelles, ni diffusions", en: "Without what happened there in the last fortnight: no new versions, no broadcasts" }
    cli_arg_import_dir { fr: "Dossier ou fichier zip dont les pages Markdown sont lues, sous-dossiers compris", en: "Folder or zip file whose Markdown pages are read, subfolders included" }
    cli_arg_import_space { fr: "Espace où importer", en: "Space to import into" }
    cli_arg_import_language { fr: "Langue des fichiers\u{202f}; sans elle, les dossiers fr et en la disent", en: "Language of the files; without it, folders fr and en say it" }
    cli_arg_import_dry_run { fr: "Dire ce qui changerait, sans rien changer", en: "Say what would change, and change nothing" }
    cli_arg_export_dir { fr: "Dossier où écrire\u{a0}: chaque espace y a le sien, qui doit être vide", en: "Folder to write into: each space has its own there, which must be empty" }
    cli_arg_export_space { fr: "Cet espace seulement", en: "This space only" }
    cli_arg_backup_file { fr: "Fichier à écrire (.zip)", en: "File to write (.zip)" }
    cli_arg_backup_force { fr: "Remplacer le fichier s’il y en a déjà un", en: "Replace the file if there is one already" }
    cli_arg_restore_file { fr: "Fichier à lire (.zip)", en: "File to read (.zip)" }
    cli_arg_proof_broadcast { fr: "Identifiant de la diffusion, comme dans l’adresse de sa page", en: "Id of the broadcast, as in the address of its page" }
    cli_arg_proof_file { fr: "Fichier à écrire (.zip) ; son empreinte est écrite à côté, comme les preuves des autres diffusions du même changement", en: "File to write (.zip); its hash is written beside it, and so are the proofs of the other broadcasts of the same change" }
    cli_arg_proof_pack { fr: "Preuve à vérifier (.zip)", en: "Proof to check (.zip)" }
    cli_arg_proof_head { fr: "Empreinte du journal gardée ailleurs, qui doit s’y trouver", en: "Hash of the log that was kept elsewhere, which it has to have" }
    cli_arg_user_email { fr: "Adresse de connexion", en: "Address to sign in with" }
    cli_arg_user_name { fr: "Prénom et nom", en: "First and last name" }
    cli_arg_user_role { fr: "Rôle", en: "Role" }
    cli_arg_user_vendor { fr: "Nom du prestataire, pour les rôles qui en ont un", en: "Name of the vendor, for roles that have one" }
    cli_arg_user_site { fr: "Nom du site, si plusieurs équipes portent le même nom", en: "Name of the site, if several teams have one name" }
    cli_arg_user_team { fr: "Nom de l’équipe, pour les agents et leurs responsables", en: "Name of the team, for agents and team leads" }
    cli_arg_user_locale { fr: "Langue", en: "Language" }
    cli_arg_user_time_zone { fr: "Fuseau horaire", en: "Time zone" }
    cli_arg_token_name { fr: "À quoi il sert, par exemple le nom du système qui demande", en: "What it is for, such as the name of the system that asks" }
    cli_arg_token_scope { fr: "Ce qu’il permet de demander", en: "What may be asked with it" }
    cli_arg_token_vendor { fr: "Nom du prestataire dont il montre les agents ; sans lui, tous", en: "Name of the vendor whose agents it shows; without it, all" }
    cli_arg_token_id { fr: "Identifiant du jeton, comme « palier token list » l’affiche", en: "Id of the token, as `palier token list` shows it" }
    cli_usage_no_such_command(command: &str) { fr: "Il n’y a pas de commande « {command} ».", en: "There is no command `{command}`." }
    cli_usage_command_missing(commands: &str) { fr: "Il manque la commande : {commands}.", en: "The command is missing: {commands}." }
    cli_usage_missing(arguments: &str) { fr: "Il manque : {arguments}.", en: "Missing: {arguments}." }
    cli_usage_unexpected(argument: &str) { fr: "« {argument} » n’a pas sa place ici.", en: "`{argument}` does not belong here." }
    cli_usage_twice(argument: &str) { fr: "{argument} n’est possible qu’une fois.", en: "{argument} is possible once only." }
    cli_usage_no_value(argument: &str) { fr: "{argument} attend une valeur.", en: "{argument} wants a value." }
    cli_usage_bad_value(value: &str, argument: &str, choices: &str) { fr: "« {value} » ne convient pas pour {argument}. Choix : {choices}.", en: "`{value}` is not right for {argument}. Choices: {choices}." }
    cli_usage_not_text { fr: "Un argument n’est pas du texte (UTF-8).", en: "An argument is not text (UTF-8)." }
    cli_usage_wrong { fr: "La commande ne convient pas.", en: "The command is not right." }
    cli_usage_suggestion(words: &str) { fr: "Vouliez-vous dire « {words} » ?", en: "Did you mean `{words}`?" }
    cli_usage_help(command: &str) { fr: "Pour en savoir plus : {command} --help", en: "To know more: {command} --help" }
    cli_io_not_found { fr: "introuvable", en: "not found" }
    cli_io_denied { fr: "accès refusé", en: "permission denied" }
    cli_io_exists { fr: "existe déjà", en: "exists already" }
    cli_io_full { fr: "plus de place sur le disque", en: "no space left on the disk" }
    cli_io_folder { fr: "est un dossier", en: "is a folder" }
    cli_io_no_folder { fr: "n’est pas un dossier", en: "is not a folder" }
    cli_io_in_use { fr: "adresse prise par un autre programme", en: "address in use by another program" }
    cli_io_damaged { fr: "incomplet ou abîmé", en: "incomplete or damaged" }
    cli_settings_refused(problems: &str) { fr: "Réglages refusés :\n{problems}", en: "Settings refused:\n{problems}" }
    cli_settings_unknown(key: &str, origin: &str) { fr: "{key} : ce réglage n’existe pas ({origin})", en: "{key}: there is no such setting ({origin})" }
    cli_settings_wrong(key: &str, origin: &str, why: &str) { fr: "{key} : cette valeur ne convient pas ({origin})\nDétail technique : {why}", en: "{key}: this value is not right ({origin})\nTechnical detail: {why}" }
    cli_settings_unreadable(file: &str, why: &str) { fr: "{file} : ce fichier ne peut pas être lu\nDétail technique : {why}", en: "{file}: this file cannot be read\nTechnical detail: {why}" }
    cli_database_held(path: &str) { fr: "Un autre processus de Palier tient « {path} », sans doute « palier serve ». Arrêtez-le d’abord, ou passez à PostgreSQL pour en avoir plusieurs.", en: "Another Palier process holds `{path}`, most likely `palier serve`. Stop it first, or use PostgreSQL to run several." }
    cli_database_away(why: &str) { fr: "La base de données ne répond pas : {why}\nVérifiez database.url et que le serveur de base de données tourne.", en: "The database does not answer: {why}\nCheck database.url and that the database server runs." }
    cli_outdated(missing: &str) { fr: "Les tables ne sont pas à jour : il manque {missing}. Lancez « palier migrate ».", en: "The tables are not up to date: {missing} missing. Run `palier migrate`." }
    cli_database_failed(why: &str) { fr: "La base de données refuse : {why}", en: "The database refuses: {why}" }
    cli_refused(why: &str) { fr: "Impossible : {why}", en: "Not possible: {why}" }
    cli_file_failed(path: &str, why: &str) { fr: "{path} : {why}", en: "{path}: {why}" }
    cli_backup_exists { fr: "Il y a déjà un fichier à cet endroit. Choisissez un autre nom, ou remplacez-le : --force", en: "There is a file in that place already. Choose another name, or replace it: --force" }
    cli_backup_unreadable(why: &str) { fr: "Ce fichier n’est pas une sauvegarde de Palier, ou il est abîmé. Prenez-en un autre : rien n’a été changé.\nDétail technique : {why}", en: "This file is no backup of Palier, or it is damaged. Take another: nothing was changed.\nTechnical detail: {why}" }
    cli_backup_damaged(table: &str, why: &str) { fr: "La sauvegarde est abîmée dans « {table} ». Prenez-en une autre : rien n’a été changé.\nDétail technique : {why}", en: "The backup is damaged in `{table}`. Take another: nothing was changed.\nTechnical detail: {why}" }
    cli_backup_mismatch(why: &str) { fr: "La sauvegarde ne contient pas ce que dit son manifeste. Prenez-en une autre : rien n’a été changé.\nDétail technique : {why}", en: "The backup does not hold what its manifest says. Take another: nothing was changed.\nTechnical detail: {why}" }
    cli_backup_format(format: &str) { fr: "Cette sauvegarde vient d’une autre version de Palier (format {format}). Restaurez-la avec celle-là : rien n’a été changé.", en: "This backup comes from another version of Palier (format {format}). Restore it with that one: nothing was changed." }
    cli_restore_not_empty { fr: "La base n’est pas vide. Restaurez dans une base neuve : rien n’a été changé.", en: "The database is not empty. Restore into a new one: nothing was changed." }
    cli_migrated { fr: "Les tables sont à jour.", en: "The tables are up to date." }
    cli_seed_was_there[n] { fr: "La base contient déjà {n} personne : rien n’a été changé." | "La base contient déjà {n} personnes : rien n’a été changé.", en: "The database has {n} person already: nothing was changed." | "The database has {n} people already: nothing was changed." }
    cli_seed_interrupted { fr: "Un chargement du programme de démonstration a été interrompu : il en manque une partie. Videz la base (avec SQLite, supprimez son fichier), puis relancez « palier seed ».", en: "Loading the demo programme was interrupted: a part of it is missing. Empty the database (with SQLite, remove its file), then run `palier seed` again." }
    cli_seeded(people: &str, versions: &str) { fr: "Programme de démonstration chargé : {people} personnes, {versions} articles.", en: "Demo programme loaded: {people} people, {versions} articles." }
    cli_seed_password(password: &str) { fr: "Mot de passe de tous ces comptes : {password}", en: "Password of all these accounts: {password}" }
    cli_account { fr: "Compte", en: "Account" }
    cli_name { fr: "Nom", en: "Name" }
    cli_role { fr: "Rôle", en: "Role" }
    cli_vendor { fr: "Prestataire", en: "Vendor" }
    cli_import_new { fr: "nouveau", en: "new" }
    cli_import_changed { fr: "modifié", en: "changed" }
    cli_import_drafted { fr: "brouillon", en: "draft" }
    cli_import_unchanged { fr: "inchangé", en: "unchanged" }
    cli_import_problem { fr: "problème", en: "problem" }
    cli_import_summary(new: &str, changed: &str, drafts: &str, unchanged: &str, problems: &str) { fr: "Nouveaux : {new}, modifiés : {changed}, brouillons : {drafts}, inchangés : {unchanged}, problèmes : {problems}", en: "New: {new}, changed: {changed}, drafts: {drafts}, unchanged: {unchanged}, problems: {problems}" }
    cli_import_space_to_make(space: &str) { fr: "L’espace « {space} » n’existe pas encore : il serait créé.", en: "There is no space `{space}` yet: it would be made." }
    cli_import_unknown_vendors(names: &str) { fr: "Aucun prestataire, ou plusieurs, de ce nom : l’espace n’est pas ouvert à {names}", en: "No vendor, or several, of that name: the space is not opened to {names}" }
    cli_import_dry_run { fr: "À blanc : rien n’a été changé.", en: "Dry run: nothing was changed." }
    cli_no_such_space(space: &str) { fr: "Il n’y a pas d’espace « {space} ».", en: "There is no space `{space}`." }
    cli_no_such_space_but(space: &str, known: &str) { fr: "Il n’y a pas d’espace « {space} ». Il y a : {known}", en: "There is no space `{space}`. There are: {known}" }
    cli_space_file_wrong(path: &str, why: &str) { fr: "{path} : cette description d’espace n’est pas comprise. Corrigez-la : rien n’a été changé.\nDétail technique : {why}", en: "{path}: this description of a space is not understood. Mend it: nothing was changed.\nTechnical detail: {why}" }
    cli_contact_types_file_wrong(path: &str, why: &str) { fr: "{path} : cette liste de motifs de contact n’est pas comprise. Corrigez-la : rien n’a été changé.\nDétail technique : {why}", en: "{path}: this list of contact types is not understood. Mend it: nothing was changed.\nTechnical detail: {why}" }
    cli_export_files[n] { fr: "{n} fichier écrit" | "{n} fichiers écrits", en: "{n} file written" | "{n} files written" }
    cli_exported(files: &str, dir: &str) { fr: "{files} dans {dir}", en: "{files} to {dir}" }
    cli_export_not_empty(dir: &str) { fr: "{dir} : ce dossier n’est pas vide. Choisissez-en un autre, ou videz-le : rien n’a été écrit.", en: "{dir}: this folder is not empty. Choose another, or empty it: nothing was written." }
    cli_backed_up(path: &str, rows: &str, events: &str, head: &str) { fr: "Sauvegardé dans {path} : {rows} lignes, {events} événements.\nEmpreinte du dernier : {head}", en: "Backed up to {path}: {rows} rows, {events} events.\nHash of the last: {head}" }
    cli_restored(rows: &str, events: &str, head: &str) { fr: "Restauré : {rows} lignes, {events} événements, chaîne vérifiée.\nEmpreinte du dernier : {head}", en: "Restored: {rows} rows, {events} events, chain verified.\nHash of the last: {head}" }
    cli_proof_no_broadcast(id: &str) { fr: "Il n’y a pas de diffusion envoyée « {id} ».", en: "There is no broadcast `{id}` that was sent." }
    cli_proof_bad_head(head: &str) { fr: "« {head} » n’est pas une empreinte : il faut 64 chiffres hexadécimaux.", en: "`{head}` is no hash: it takes 64 hexadecimal digits." }
    cli_proof_exported(path: &str, beside: &str, events: &str, head: &str) { fr: "Preuve écrite dans {path}, empreinte du fichier dans {beside} : {events} événements.\nFin de la chaîne : {head}\nGardez-la ailleurs : elle prouvera plus tard que rien n’a été refait.", en: "Proof written to {path}, hash of the file to {beside}: {events} events.\nEnd of the chain: {head}\nKeep it elsewhere: it will prove later that nothing was made anew." }
    cli_proof_several(count: &str) { fr: "Le changement a fait l’objet de {count} diffusions : une preuve pour chacune.", en: "The change was told by {count} broadcasts: one proof for each." }
    cli_proof_others(others: &str) { fr: "Le changement a fait l’objet de plusieurs diffusions, chacune avec sa preuve. Les autres : {others}", en: "The change was told by several broadcasts, each with a proof of its own. The others: {others}" }
    cli_proof_wrong(path: &str, fault: &str) { fr: "Preuve refusée : {path}\n{fault}", en: "Proof refused: {path}\n{fault}" }
    cli_proof_right(title: &str, acknowledgements: &str, recipients: &str) { fr: "Preuve intacte : « {title} ». Accusés de lecture : {acknowledgements}, destinataires : {recipients}.", en: "Proof intact: “{title}”. Acknowledgements: {acknowledgements}, recipients: {recipients}." }
    cli_proof_sealed(broadcast: &str, at: &str, by: &str) { fr: "Diffusion {broadcast}, scellée le {at} par {by}.", en: "Broadcast {broadcast}, sealed on {at} by {by}." }
    cli_proof_of_vendor(name: &str) { fr: "Limitée à ce qui concerne {name}.", en: "Limited to what concerns {name}." }
    cli_proof_chain(first: &str, last: &str, shown: &str, head: &str) { fr: "Chaîne : événements {first} à {last}, dont {shown} montrés. Fin : {head}", en: "Chain: events {first} to {last}, {shown} of them shown. End: {head}" }
    cli_proof_beside(path: &str) { fr: "Empreinte du fichier : celle de {path}.", en: "Hash of the file: that of {path}." }
    cli_proof_known(seq: &str) { fr: "Empreinte gardée ailleurs : celle de l’événement {seq}. Tout ce qui le précède est celui de ce journal.", en: "Hash that was kept elsewhere: that of event {seq}. Everything up to it is of that log." }
    cli_proof_compare { fr: "La preuve est d’accord avec elle-même. Comparez la fin de la chaîne avec une empreinte gardée ailleurs : --head", en: "The proof agrees with itself. Compare the end of the chain with a hash that was kept elsewhere: --head" }
    cli_no_such_name { fr: "Aucun, ou plusieurs, de ce nom. Écrivez-le comme dans le portail.", en: "None, or several, of that name. Write it as it stands in the portal." }
    cli_needed_for_role { fr: "Ce rôle en a besoin.", en: "This role needs it." }
    cli_user_created { fr: "Personne ajoutée. Transmettez-lui ce lien, qui fonctionne une fois, pendant sept jours :", en: "Person added. Hand them this link, which works once, for seven days:" }
    cli_token_created(id: &str) { fr: "Jeton {id} créé. Voici son secret, qui ne sera plus jamais affiché :", en: "Token {id} made. Here is its secret, which is never shown again:" }
    cli_token_revoked { fr: "Jeton retiré : plus personne ne demande avec lui.", en: "Token ended: nobody asks with it any more." }
    cli_no_such_token(id: &str) { fr: "Il n’y a pas de jeton « {id} » qui fonctionne. Pour les voir : palier token list", en: "There is no token `{id}` that works. To see them: palier token list" }
    cli_tokens_none { fr: "Il n’y a pas encore de jeton. Pour en créer un : palier token create", en: "There is no token yet. To make one: palier token create" }
    cli_token_id { fr: "Identifiant", en: "Id" }
    cli_token_scope { fr: "Permet", en: "Scope" }
    cli_token_made { fr: "Créé", en: "Made" }
    cli_token_used { fr: "Utilisé", en: "Used" }
    cli_token_ended { fr: "Retiré", en: "Ended" }
    cli_token_all_vendors { fr: "tous", en: "all" }
    cli_listening(address: &str) { fr: "Palier écoute sur {address}", en: "Palier is listening on {address}" }
    cli_worker_ready { fr: "Palier traite les tâches.", en: "Palier is doing jobs." }
    cli_worker_held { fr: "Sur SQLite, un seul processus peut tenir la base, et le serveur la tient : il traite déjà les tâches. Pour un « palier worker » à part, passez à PostgreSQL.", en: "On SQLite one process alone can hold the database, and the server holds it: it does the jobs already. For a `palier worker` apart, use PostgreSQL." }
    cli_doctor_settings { fr: "Réglages : lus et compris.", en: "Settings: read and understood." }
    cli_doctor_no_https(url: &str) { fr: "Adresse publique : {url} n’est pas en HTTPS, mots de passe et cookies passent en clair. Mettez un serveur mandataire TLS devant et réglez http.public_url.", en: "Public address: {url} is not HTTPS, so passwords and cookies travel in the clear. Put a TLS proxy in front and set http.public_url." }
    cli_doctor_demo { fr: "Mode démonstration : la page de connexion offre les comptes à tous. Réglez demo.enabled = false pour un vrai portail.", en: "Demo mode: the sign-in page offers the accounts to everybody. Set demo.enabled = false for a real portal." }
    cli_doctor_reachable(engine: &str) { fr: "Base de données : {engine} répond.", en: "Database: {engine} answers." }
    cli_doctor_database_away(why: &str) { fr: "Base de données : {why}. Vérifiez database.url ; pour en créer une : palier migrate.", en: "Database: {why}. Check database.url; to make one: palier migrate." }
    cli_doctor_writable { fr: "Écriture : possible.", en: "Writing: possible." }
    cli_doctor_held { fr: "Écriture : un serveur de Palier tient la base, comme il se doit.", en: "Writing: a Palier server holds the database, as it should." }
    cli_doctor_not_writable(why: &str) { fr: "Écriture : {why}. Rendez le fichier et son dossier, ou la base, accessibles en écriture.", en: "Writing: {why}. Make the file and its folder, or the database, writable." }
    cli_doctor_migrated { fr: "Tables : à jour.", en: "Tables: up to date." }
    cli_doctor_pending(names: &str) { fr: "Tables : il manque {names}. Lancez palier migrate.", en: "Tables: {names} missing. Run palier migrate." }
    cli_doctor_chain(events: &str, head: &str) { fr: "Journal : {events} événements vérifiés, empreinte du dernier {head}", en: "Log: {events} events verified, hash of the last {head}" }
    cli_doctor_chain_broken(why: &str) { fr: "Journal : la chaîne est rompue ({why}). Gardez cette base telle quelle et comparez avec une sauvegarde.", en: "Log: the chain is broken ({why}). Keep this database as it is and compare it with a backup." }
    cli_doctor_files(place: &str) { fr: "Images : {place}, où l’on peut écrire.", en: "Images: {place}, which can be written." }
    cli_doctor_files_local(place: &str) { fr: "Images : dans {place}, que seule cette machine voit. Avec plusieurs nœuds, réglez files.url sur s3:// ou un dossier partagé.", en: "Images: in {place}, which this machine alone sees. With several nodes, set files.url to s3:// or a shared folder." }
    cli_doctor_files_failed(why: &str) { fr: "Images : {why}. Vérifiez la section [files].", en: "Images: {why}. Check the section [files]." }
    cli_files_away(why: &str) { fr: "Le stockage des images ne répond pas : {why}\nVérifiez la section [files].", en: "The storage of images does not answer: {why}\nCheck the section [files]." }
    cli_backup_lost(hashes: &str) { fr: "Ces images sont perdues ou abîmées, la sauvegarde n’en a que les noms : {hashes}", en: "These images are lost or damaged; the backup has only their names: {hashes}" }
    cli_doctor_assets(build: &str) { fr: "Interface : version {build}.", en: "Front end: build {build}." }
    cli_doctor_no_assets { fr: "Interface : absente de ce binaire. Construisez-la : cargo xtask run, ou cargo xtask dist.", en: "Front end: not in this binary. Build it: cargo xtask run, or cargo xtask dist." }
    cli_doctor_mail_folder(folder: &str) { fr: "Courriel : les lettres sont déposées dans {folder}.", en: "Mail: letters are laid into {folder}." }
    cli_doctor_mail_smtp { fr: "Courriel : le serveur de messagerie répond.", en: "Mail: the mail server answers." }
    cli_doctor_mail_failed(why: &str) { fr: "Courriel : {why}. Vérifiez la section [mail].", en: "Mail: {why}. Check the section [mail]." }
    cli_doctor_no_answer { fr: "pas de réponse", en: "no answer" }
    cli_doctor_zones(count: &str) { fr: "Fuseaux horaires : {count} connus.", en: "Time zones: {count} known." }
    cli_doctor_no_zones { fr: "Fuseaux horaires : données absentes. Installez le paquet tzdata.", en: "Time zones: no data. Install the package tzdata." }
}
