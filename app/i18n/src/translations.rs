//! Translations: whether they follow their source, working through one, publishing before they do.

use crate::macros::messages;

messages! {
    translations { fr: "Traductions", en: "Translations" }
    translations_lead { fr: "Les consignes dont la traduction manque, ou ne dit plus ce que dit la source.", en: "Instructions whose translation is missing, or no longer says what the source says." }
    translations_show { fr: "Afficher", en: "Show" }
    translations_to_do { fr: "À traduire", en: "To translate" }
    translations_all { fr: "Toutes", en: "All" }
    translations_outdated { fr: "Pas à jour", en: "Outdated" }
    translations_missing { fr: "Manquantes", en: "Missing" }
    translations_none { fr: "Rien à traduire ici", en: "Nothing to translate here" }
    translations_none_text { fr: "Un changement majeur ou critique de la source, ou son retrait, fait apparaître ici ses traductions.", en: "A major or critical change of the source, or its withdrawal, puts its translations here." }
    translation { fr: "Traduction", en: "Translation" }
    translation_current { fr: "À jour", en: "Current" }
    translation_outdated { fr: "Pas à jour", en: "Outdated" }
    translation_missing { fr: "Manquante", en: "Missing" }
    translation_since { fr: "Ce qui a changé", en: "What changed" }
    translation_work { fr: "Traduire", en: "Translate" }
    translation_go_on { fr: "Poursuivre", en: "Continue" }
    translation_follows(number: &str, language: &str) { fr: "suit la version {number} en {language}", en: "follows version {number} in {language}" }
    translation_behind(number: &str, language: &str) { fr: "Cette traduction suit la version {number}. Le texte en {language} a changé depuis.", en: "This translation follows version {number}. The {language} text has changed since." }
    translation_behind_all(language: &str) { fr: "Le texte en {language} a changé depuis cette traduction.", en: "The {language} text has changed since this translation." }
    translation_source_withdrawn { fr: "Source retirée\u{a0}: relire la traduction", en: "Source withdrawn: look at the translation" }
    translation_withdrawn(language: &str) { fr: "Le texte en {language} a été retiré\u{a0}: il était faux", en: "The {language} text was withdrawn because it was wrong" }
    translate_open { fr: "Traduire à côté de la source", en: "Translate beside the source" }
    translate_title(title: &str) { fr: "Traduire\u{a0}: {title}", en: "Translate: {title}" }
    translate_lead { fr: "D’un côté ce que dit la source, de l’autre la traduction.", en: "On one side what the source says, on the other the translation." }
    translate_source(language: &str, number: &str) { fr: "Source en {language}, version {number}", en: "Source in {language}, version {number}" }
    translate_text(language: &str) { fr: "Traduction en {language}", en: "Translation into {language}" }
    translate_changes(number: &str) { fr: "Ce qui a changé depuis la version {number}", en: "What changed since version {number}" }
    translate_no_source { fr: "Rien à traduire pour le moment", en: "Nothing to translate at present" }
    translate_no_source_text { fr: "Aucune version de la source n’est en vigueur ni approuvée.", en: "No version of the source is in effect or approved." }
    translate_newer(number: &str) { fr: "La source en est à la version {number}", en: "The source is at version {number}" }
    translate_newer_text { fr: "Dites que la traduction suit cette version\u{a0}: la source la montre alors, avec ce qui a changé. Enregistrez d’abord votre texte.", en: "Say that the translation follows that version: the source then shows it, with what changed. Save your text first." }
    translate_follow(number: &str) { fr: "Suivre la version {number}", en: "Follow version {number}" }
    translate_followed { fr: "La traduction suit maintenant cette version de la source.", en: "The translation follows that version of the source now." }
    translate_draft { fr: "Approbation et publication", en: "Approval and publication" }
    untranslated { fr: "Des traductions ne sont pas prêtes", en: "Translations are not ready" }
    untranslated_text { fr: "Ces prestataires travaillent dans une langue où aucun texte en vigueur ne suit cette version. Une traduction programmée convient si elle entre en vigueur au plus tard en même temps.", en: "These vendors work in a language in which no text in effect follows this version. A scheduled translation will do if it takes effect no later." }
    untranslated_at(vendor: &str, languages: &str) { fr: "{vendor}\u{a0}: {languages}", en: "{vendor}: {languages}" }
    waiver_anyway { fr: "Publier quand même", en: "Publish anyway" }
    waiver_anyway_hint { fr: "Leurs agents liront un texte d’avant ce changement, ou la source.", en: "Their agents will read a text from before this change, or the source." }
    waiver_reason { fr: "Pourquoi ne pas attendre\u{202f}?", en: "Why not wait?" }
    waiver_reason_hint { fr: "Une phrase d’au moins 10 caractères, gardée dans le journal.", en: "One sentence of at least 10 characters, kept in the log." }
}

impl crate::Messages {
    /// A language inside a sentence: « en français », “in French”.
    pub const fn language_in_text(self, language: domain::Locale) -> &'static str {
        match language {
            domain::Locale::Fr => self.article_in_fr(),
            domain::Locale::En => self.article_in_en(),
        }
    }
}
