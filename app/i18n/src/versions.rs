//! Versions: their history, each by itself, two compared.

use crate::macros::messages;

messages! {
    versions { fr: "Historique", en: "History" }
    versions_of(title: &str) { fr: "Historique\u{a0}: {title}", en: "History: {title}" }
    versions_lead { fr: "Chaque version garde son adresse. Choisissez-en deux pour voir ce qui les sépare.", en: "Every version keeps its address. Choose two to see what differs." }
    version_number { fr: "Version", en: "Version" }
    version_significance { fr: "Portée", en: "Significance" }
    version_state { fr: "État", en: "State" }
    version_since { fr: "Depuis", en: "Since" }
    version_until { fr: "Jusqu’au", en: "Until" }
    version_hash { fr: "Empreinte", en: "Hash" }
    version_actions { fr: "Comparaison", en: "Comparison" }
    version_state_effective { fr: "En vigueur", en: "In effect" }
    version_state_superseded { fr: "Remplacée", en: "Replaced" }
    version_state_recalled { fr: "Retirée", en: "Withdrawn" }
    version_state_expired { fr: "Expirée", en: "Expired" }
    version_state_archived { fr: "Archivée", en: "Archived" }
    version_state_in_preparation { fr: "En préparation", en: "In preparation" }
    version_not_in_effect(number: &str) { fr: "Vous lisez la version {number}, qui n’est pas en vigueur", en: "You are reading version {number}, which is not in effect" }
    version_not_in_effect_text { fr: "Ne répondez pas aux clients d’après ce texte.", en: "Do not answer customers from this text." }
    version_coming(number: &str) { fr: "La version {number} est programmée", en: "Version {number} is scheduled" }
    version_coming_on { fr: "Elle entre en vigueur le", en: "It takes effect on" }
    version_coming_until { fr: "Jusque-là, répondez d’après la version en vigueur.", en: "Until then, answer from the version in effect." }
    version_recalled(number: &str) { fr: "La version {number} a été retirée\u{a0}: elle était fausse", en: "Version {number} was withdrawn because it was wrong" }
    version_recalled_text { fr: "Elle n’est gardée que pour mémoire\u{a0}: personne ne doit plus l’appliquer.", en: "It is kept for the record only: nobody may apply it any more." }
    version_recalled_why { fr: "Ce qui était faux\u{a0}:", en: "What was wrong:" }
    version_read_in_effect(number: &str) { fr: "Lire la version en vigueur ({number})", en: "Read the version in effect ({number})" }
    version_from_to { fr: "en vigueur du", en: "in effect from" }
    version_to { fr: "au", en: "to" }
    version_changes { fr: "Ce qui a changé", en: "What changed" }
    version_compare_previous(number: &str) { fr: "Comparer à la version {number}", en: "Compare with version {number}" }
    compare { fr: "Comparer", en: "Compare" }
    compare_draft(number: &str) { fr: "Comparer le brouillon {number}", en: "Compare draft {number}" }
    compare_with { fr: "Comparer avec la version", en: "Compare with version" }
    compare_choose_other { fr: "Choisissez une autre version", en: "Choose another version" }
    compare_title(title: &str) { fr: "Ce qui a changé\u{a0}: {title}", en: "What changed: {title}" }
    compare_lead(from: &str, to: &str) { fr: "De la version {from} à la version {to}", en: "From version {from} to version {to}" }
    compare_choose { fr: "Choisissez deux versions", en: "Choose two versions" }
    compare_from { fr: "De la version", en: "From version" }
    compare_to { fr: "À la version", en: "To version" }
    compare_option(number: &str, title: &str) { fr: "{number} · {title}", en: "{number} · {title}" }
    compare_view { fr: "Vue", en: "View" }
    compare_rendered { fr: "Texte", en: "Text" }
    compare_source { fr: "Source", en: "Source" }
    compare_same(number: &str) { fr: "La version {number} ne peut pas être comparée avec elle-même. Choisissez-en deux différentes.", en: "Version {number} cannot be compared with itself. Choose two different ones." }
    compare_unknown { fr: "L’une de ces versions n’existe pas dans cette langue. Choisissez parmi celles de la liste.", en: "One of these versions does not exist in this language. Choose from the list." }
    compare_nothing { fr: "Rien ne diffère dans le texte", en: "Nothing differs in the text" }
    compare_nothing_text { fr: "Seul l’en-tête du fichier a pu changer\u{a0}: regardez la source.", en: "Only the head of the file can have changed: look at the source." }
    compare_identical { fr: "Les deux sources sont identiques", en: "The two sources are the same" }
    compare_front_matter { fr: "L’en-tête du fichier a changé", en: "The head of the file changed" }
    compare_front_matter_text { fr: "Titre, motifs de contact, responsable ou portée\u{a0}: ce sont les premières lignes ci-dessous.", en: "Title, contact types, owner or significance: they are in the first lines below." }
    compare_new_title(old: &str, new: &str) { fr: "Le titre «\u{202f}{old}\u{202f}» devient «\u{202f}{new}\u{202f}»", en: "The title “{old}” became “{new}”" }
    compare_result { fr: "Différences", en: "Differences" }
    diff_removed { fr: "Supprimé", en: "Removed" }
    diff_added { fr: "Ajouté", en: "Added" }
    diff_changed { fr: "Modifié", en: "Changed" }
    diff_kept_part { fr: "Partie sans changement", en: "Part without changes" }
    diff_folded[n] { fr: "{n} ligne sans changement" | "{n} lignes sans changement", en: "{n} line without changes" | "{n} lines without changes" }
}

impl crate::Messages {
    /// What the state of a version is called.
    pub const fn version_state_word(self, state: domain::knowledge::VersionState) -> &'static str {
        use domain::knowledge::VersionState as S;
        match state {
            S::Effective => self.version_state_effective(),
            S::Superseded => self.version_state_superseded(),
            S::Recalled => self.version_state_recalled(),
            S::Expired => self.version_state_expired(),
            S::Archived => self.version_state_archived(),
            S::Scheduled => self.draft_state_scheduled(),
            S::Draft | S::InReview | S::ChangesRequested | S::Approved => self.version_state_in_preparation(),
        }
    }
}
