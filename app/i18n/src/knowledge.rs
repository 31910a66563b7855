//! Knowledge: spaces, articles, blocks.

use crate::macros::messages;

messages! {
    block_must { fr: "À faire", en: "You must" }
    block_may { fr: "Possible", en: "You may" }
    block_never { fr: "Jamais", en: "Never" }
    block_reply { fr: "Réponse prête", en: "Canned reply" }
    block_tone { fr: "Le ton", en: "Tone of voice" }
}

messages! {
    knowledge { fr: "Consignes", en: "Instructions" }
    knowledge_lead { fr: "Ce que l’on répond, ce que l’on peut, ce que l’on ne fait jamais.", en: "What to answer, what you may do, what you never do." }
    knowledge_empty { fr: "Aucun espace ne vous est ouvert", en: "No space is open to you" }
    knowledge_empty_text { fr: "Votre référent ouvre les espaces au fil des paliers.", en: "Your referent opens spaces stage by stage." }
    articles_count[n] { fr: "{n} consigne" | "{n} consignes", en: "{n} instruction" | "{n} instructions" }
    article { fr: "Consigne", en: "Instruction" }
    article_version(number: &str) { fr: "Version {number}", en: "Version {number}" }
    article_effective { fr: "en vigueur depuis", en: "in effect since" }
    article_only_in(language: &str) { fr: "Cette consigne n’existe pas encore en français. La voici en {language}.", en: "This instruction does not exist in English yet. Here it is in {language}." }
    article_in_fr { fr: "français", en: "French" }
    article_in_en { fr: "anglais", en: "English" }
    article_read_in_fr { fr: "Lire en français", en: "Read in French" }
    article_read_in_en { fr: "Lire en anglais", en: "Read in English" }
    contact_types { fr: "Motifs de contact", en: "Contact types" }
    significance_editorial { fr: "Éditorial", en: "Editorial" }
    significance_moderate { fr: "Modéré", en: "Moderate" }
    significance_major { fr: "Majeur", en: "Major" }
    significance_critical { fr: "Critique", en: "Critical" }
}

impl crate::Messages {
    /// What a significance is called.
    pub const fn significance(self, significance: domain::knowledge::Significance) -> &'static str {
        use domain::knowledge::Significance as S;
        match significance {
            S::Editorial => self.significance_editorial(),
            S::Moderate => self.significance_moderate(),
            S::Major => self.significance_major(),
            S::Critical => self.significance_critical(),
        }
    }
}
