//! Importing folders of Markdown.

use domain::knowledge::{ImportNote, ImportProblem, ImportRefusal, Intended};

use crate::macros::messages;

messages! {
    import { fr: "Importer", en: "Import" }
    import_lead { fr: "Un fichier zip de pages Markdown devient des consignes. Rien n’est importé avant votre accord.", en: "A zip file of Markdown pages becomes instructions. Nothing is imported before you say yes." }
    import_space { fr: "Espace", en: "Space" }
    import_language { fr: "Langue des pages", en: "Language of the pages" }
    import_language_by_folder { fr: "Selon les dossiers «\u{202f}fr\u{202f}» et «\u{202f}en\u{202f}»", en: "As the folders `fr` and `en` say" }
    import_file { fr: "Fichier zip", en: "Zip file" }
    import_file_hint(mb: &str) { fr: "{mb} Mo au plus. Les images que les pages montrent sont importées avec elles.", en: "At most {mb} MB. Images that pages show are imported with them." }
    import_no_file { fr: "Choisissez un fichier zip.", en: "Choose a zip file." }
    import_too_large { fr: "Le fichier est trop lourd\u{a0}: envoyez-le en plusieurs fois.", en: "The file is too large: send it in several parts." }
    import_began { fr: "Commencé", en: "Begun" }
    import_check { fr: "Vérifier le fichier", en: "Check the file" }
    import_last { fr: "Derniers imports", en: "Last imports" }
    import_none { fr: "Aucun import pour l’instant", en: "No import yet" }
    import_none_text { fr: "Le premier apparaîtra ici, avec son rapport.", en: "The first will be listed here, with its report." }
    import_checking { fr: "Vérification en cours", en: "Being checked" }
    import_checked { fr: "Attend votre accord", en: "Waits for your yes" }
    import_importing { fr: "Import en cours", en: "Being imported" }
    import_done { fr: "Importé", en: "Imported" }
    import_refused { fr: "Rien n’a été importé", en: "Nothing was imported" }
    import_progress(done: &str, total: &str) { fr: "{done} pages sur {total}", en: "{done} of {total} pages" }
    import_waiting { fr: "Le fichier attend son tour.", en: "The file waits for its turn." }
    import_reload { fr: "Actualiser", en: "Refresh" }
    import_confirm { fr: "Importer ces pages", en: "Import these pages" }
    import_discard { fr: "Ne rien importer", en: "Import nothing" }
    import_drafts_text[n] { fr: "Des prestataires lisent cet espace : {n} page devient un brouillon. Demandez son approbation ; personne ne la lit avant qu’elle ne soit publiée." | "Des prestataires lisent cet espace : {n} pages deviennent des brouillons. Demandez leur approbation ; personne ne les lit avant qu’elles ne soient publiées.", en: "Vendors read this space: {n} page becomes a draft. Ask for its approval; nobody reads it before it is published." | "Vendors read this space: {n} pages become drafts. Ask for their approval; nobody reads them before they are published." }
    import_open_drafts { fr: "Voir les brouillons", en: "See the drafts" }
    import_checked_text { fr: "Voici ce que l’import ferait. Rien n’a encore changé.", en: "This is what the import would do. Nothing has changed yet." }
    import_nothing_to_do { fr: "Tout est déjà en vigueur ou approuvé : il n’y a rien à importer.", en: "Everything is in effect or approved already: there is nothing to import." }
    import_new[n] { fr: "{n} nouvelle" | "{n} nouvelles", en: "{n} new" | "{n} new" }
    import_changed[n] { fr: "{n} modifiée" | "{n} modifiées", en: "{n} changed" | "{n} changed" }
    import_unchanged[n] { fr: "{n} inchangée" | "{n} inchangées", en: "{n} unchanged" | "{n} unchanged" }
    import_problems[n] { fr: "{n} problème" | "{n} problèmes", en: "{n} problem" | "{n} problems" }
    import_report { fr: "Rapport par fichier", en: "Report by file" }
    import_report_file { fr: "Fichier", en: "File" }
    import_report_state { fr: "État", en: "State" }
    import_report_remarks { fr: "Remarques", en: "Remarks" }
    import_report_rest[n] { fr: "{n} autre page sans remarque n’est pas listée." | "{n} autres pages sans remarque ne sont pas listées.", en: "{n} more page without remarks is not listed." | "{n} more pages without remarks are not listed." }
    import_row_new { fr: "Nouvelle", en: "New" }
    import_row_changed { fr: "Modifiée", en: "Changed" }
    import_row_drafted { fr: "Brouillon", en: "Draft" }
    import_row_unchanged { fr: "Inchangée", en: "Unchanged" }
    import_row_problem { fr: "Problème", en: "Problem" }
    import_open_space { fr: "Ouvrir l’espace", en: "Open the space" }
    import_another { fr: "Un autre import", en: "Another import" }
    article_dead_links[n] { fr: "{n} lien de cette consigne ne mène à aucune page de l’espace\u{a0}:" | "{n} liens de cette consigne ne mènent à aucune page de l’espace\u{a0}:", en: "{n} link of this instruction leads to no page of the space:" | "{n} links of this instruction lead to no page of the space:" }
}

messages! {
    import_problem_no_language {
        fr: "hors des dossiers «\u{a0}fr\u{a0}» et «\u{a0}en\u{a0}»\u{a0}: déplacez-le dans l’un des deux, ou indiquez la langue de tous les fichiers",
        en: "outside the folders “fr” and “en”: move it into one of them, or say the language of all files",
    }
    import_problem_not_a_file {
        fr: "ce n’est pas un fichier ordinaire (tube, prise ou périphérique)",
        en: "it is no ordinary file (a pipe, socket or device)",
    }
    import_problem_toml {
        fr: "l’en-tête entre «\u{a0}+++\u{a0}» est en TOML\u{a0}; écrivez-le en YAML, entre des lignes de trois tirets",
        en: "the head between “+++” is TOML; write it as YAML, between lines of three hyphens",
    }
    import_problem_symlink { fr: "c’est un lien symbolique\u{202f}; mettez le fichier à sa place", en: "it is a symbolic link; put the file in its place" }
    import_problem_name { fr: "le nom du fichier n’est pas en UTF-8\u{202f}; renommez-le", en: "the name of the file is not UTF-8; rename it" }
    import_problem_no_name { fr: "le nom n’a ni lettre ni chiffre, il n’aurait pas d’adresse\u{202f}; renommez le fichier", en: "the name has no letter or digit, so it would have no address; rename the file" }
    import_problem_path { fr: "son chemin sort du dossier\u{202f}; refaites le fichier zip à partir du dossier lui-même", en: "its path leads out of the folder; make the zip file anew from the folder itself" }
    import_problem_too_large(mb: &u64) { fr: "plus de {mb} Mo\u{202f}; découpez-le", en: "over {mb} MB; split it" }
    import_problem_unreadable(why: &str) { fr: "il ne se lit pas ({why})", en: "it cannot be read ({why})" }
    import_problem_encrypted { fr: "il est protégé par un mot de passe\u{202f}; refaites le fichier zip sans", en: "it is protected by a password; make the zip file without one" }
    import_problem_not_text(at: &usize) { fr: "ce n’est pas un texte\u{a0}: le caractère {at} ne peut pas en faire partie", en: "not a text: character {at} cannot be part of one" }
    import_problem_front_open { fr: "le bloc d’en-tête n’est pas fermé par une ligne de trois tirets", en: "the front matter is not closed by a line of three hyphens" }
    import_problem_front(line: &u64, column: &u64, text: &str) { fr: "l’en-tête n’est pas du YAML\u{a0}: ligne {line}, colonne {column}, près de «\u{202f}{text}\u{202f}»", en: "the front matter is not YAML: line {line}, column {column}, near `{text}`" }
    import_problem_significance(word: &str) { fr: "la portée «\u{202f}{word}\u{202f}» n’est pas connue\u{202f}; écrivez editorial, moderate, major ou critical", en: "significance `{word}` is not known; write editorial, moderate, major or critical" }
    import_problem_contact_type(word: &str) { fr: "le motif de contact «\u{202f}{word}\u{202f}» n’est pas connu", en: "contact type `{word}` is not known" }
    import_problem_same(slug: &str, other: &str) { fr: "il a la même adresse «\u{202f}{slug}\u{202f}» que «\u{202f}{other}\u{202f}»\u{202f}; renommez l’un des deux", en: "has the same address `{slug}` as `{other}`; rename one of them" }
    import_problem_draft { fr: "un brouillon de cette consigne est déjà en cours ; publiez-le ou abandonnez-le, puis importez de nouveau", en: "there is a draft of this instruction already; publish it or give it up, then import again" }
    import_note_latin1 { fr: "lu comme du Windows-1252 (Latin-1)\u{a0}: enregistrez-le en UTF-8", en: "read as Windows-1252 (Latin-1): save it as UTF-8" }
    import_note_utf16 { fr: "lu comme de l’UTF-16", en: "read as UTF-16" }
    import_note_bom { fr: "marque d’ordre des octets retirée", en: "byte order mark taken out" }
    import_note_lines { fr: "fins de ligne Windows converties", en: "Windows line ends converted" }
    import_note_dead_link(url: &str) { fr: "le lien «\u{202f}{url}\u{202f}» ne mène à aucune page", en: "link `{url}` leads to no page" }
    import_note_missing_image(url: &str) { fr: "l’image «\u{202f}{url}\u{202f}» manque", en: "image `{url}` is missing" }
    import_note_foreign_image(url: &str) { fr: "l’image «\u{202f}{url}\u{202f}» est sur un autre site et ne sera pas montrée\u{202f}; mettez-la dans le dossier", en: "image `{url}` is on another host and will not be shown; put it into the folder" }
    import_note_odd_image(url: &str) { fr: "l’image «\u{202f}{url}\u{202f}» dépasse 5 Mo ou 25 millions de points, est abîmée ou n’est pas d’un type montré (PNG, JPEG, GIF, WebP, AVIF, SVG)", en: "image `{url}` is over 5 MB or 25 million pixels, damaged, or of a kind that is not shown (PNG, JPEG, GIF, WebP, AVIF, SVG)" }
    import_note_owner(owner: &str) { fr: "aucun compte autorisé à rédiger n’a l’adresse «\u{202f}{owner}\u{202f}»\u{a0}: elle ne désigne pas de responsable", en: "nobody who may write has the address `{owner}`: it names no owner" }
    import_note_draft_new { fr: "nouvelle consigne : un brouillon, dont l’approbation est à demander", en: "a new instruction: a draft, whose approval has to be asked for" }
    import_note_draft_change { fr: "changement de ce qui est en vigueur : un brouillon, dont l’approbation est à demander", en: "a change of what is in effect: a draft, whose approval has to be asked for" }
    import_note_draft_return { fr: "retour de ce qui a été retiré ou a pris fin : un brouillon, dont l’approbation est à demander", en: "the return of what was withdrawn or has ended: a draft, whose approval has to be asked for" }
    import_note_stays(path: &str) { fr: "la consigne reste à sa place, « {path} » : un brouillon ne la déplace pas", en: "the instruction stays in its place, `{path}`: a draft does not move it" }
    import_note_coming { fr: "le même texte est déjà approuvé et attend d’entrer en vigueur", en: "the same text is approved already and waits to take effect" }
    import_refusal_not_a_zip { fr: "Ce n’est pas un fichier zip, ou il est abîmé.", en: "This is not a zip file, or it is damaged." }
    import_refusal_too_many(most: &str) { fr: "Plus de {most} pages\u{a0}: importez-les en plusieurs fois, par dossier.", en: "Over {most} pages: import them in several parts, folder by folder." }
    import_refusal_too_large(mb: &u64) { fr: "Plus de {mb} Mo une fois décompressé\u{a0}: importez-le en plusieurs fois.", en: "Over {mb} MB once unpacked: import it in several parts." }
    import_refusal_no_language { fr: "Rien ne dit la langue des pages\u{a0}: choisissez-la, ou rangez-les dans des dossiers «\u{202f}fr\u{202f}» et «\u{202f}en\u{202f}».", en: "Nothing says the language of the pages: choose it, or put them into folders `fr` and `en`." }
    import_refusal_no_storage { fr: "Le stockage des images ne répond pas : l’import s’est arrêté là. Réessayez plus tard ; ce qui est déjà importé le reste.", en: "The storage of images does not answer: the import ended there. Try again later; what is imported already stays." }
    import_refusal_empty { fr: "Il n’y a aucun fichier Markdown (.md).", en: "There is no Markdown file (.md)." }
}

impl crate::Messages {
    /// Why a file is left out.
    pub fn import_problem(self, problem: &ImportProblem) -> String {
        use ImportProblem as P;
        match problem {
            P::Symlink => self.import_problem_symlink().to_owned(),
            P::NoLanguage => self.import_problem_no_language().to_owned(),
            P::NotAFile => self.import_problem_not_a_file().to_owned(),
            P::FrontMatterToml => self.import_problem_toml().to_owned(),
            P::NameNotUtf8 => self.import_problem_name().to_owned(),
            P::NoName => self.import_problem_no_name().to_owned(),
            P::UnsafePath => self.import_problem_path().to_owned(),
            P::TooLarge(mb) => self.import_problem_too_large(mb),
            P::Unreadable(why) => self.import_problem_unreadable(why),
            P::Encrypted => self.import_problem_encrypted().to_owned(),
            P::NotText(at) => self.import_problem_not_text(at),
            P::FrontMatterOpen => self.import_problem_front_open().to_owned(),
            P::FrontMatter { line, column, text } => self.import_problem_front(line, column, text),
            P::Significance(word) => self.import_problem_significance(word),
            P::ContactType(word) => self.import_problem_contact_type(word),
            P::SameAddress { slug, other } => self.import_problem_same(slug, other),
            P::DraftThere => self.import_problem_draft().to_owned(),
            P::Flows(faults) => {
                let faults: Vec<_> =
                    faults.iter().map(|(flow, fault)| self.flow_fault(flow, *fault)).collect();
                faults.join(" ")
            }
        }
    }

    /// What is remarkable about a file.
    pub fn import_note(self, note: &ImportNote) -> String {
        use ImportNote as N;
        match note {
            N::Latin1 => self.import_note_latin1().to_owned(),
            N::Utf16 => self.import_note_utf16().to_owned(),
            N::ByteOrderMark => self.import_note_bom().to_owned(),
            N::WindowsLines => self.import_note_lines().to_owned(),
            N::DeadLink(url) => self.import_note_dead_link(url),
            N::MissingImage(url) => self.import_note_missing_image(url),
            N::ForeignImage(url) => self.import_note_foreign_image(url),
            N::OddImage(url) => self.import_note_odd_image(url),
            N::UnknownOwner(owner) => self.import_note_owner(owner),
            N::Draft(Intended::New) => self.import_note_draft_new().to_owned(),
            N::Draft(Intended::Change) => self.import_note_draft_change().to_owned(),
            N::Draft(Intended::Return) => self.import_note_draft_return().to_owned(),
            N::StaysAt(path) => self.import_note_stays(path),
            N::Coming => self.import_note_coming().to_owned(),
        }
    }

    /// Why nothing is imported.
    pub fn import_refusal(self, refusal: &ImportRefusal) -> String {
        use ImportRefusal as R;
        match refusal {
            R::NotAZip => self.import_refusal_not_a_zip().to_owned(),
            R::TooManyFiles(most) => self.import_refusal_too_many(&self.number(*most as u64)),
            R::TooLargeInAll(mb) => self.import_refusal_too_large(mb),
            R::NoLanguage => self.import_refusal_no_language().to_owned(),
            R::Empty => self.import_refusal_empty().to_owned(),
            R::NoStorage => self.import_refusal_no_storage().to_owned(),
        }
    }
}
