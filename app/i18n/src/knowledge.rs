//! Knowledge: spaces, articles, blocks.

use crate::macros::messages;

messages! {
    task_done { fr: "fait", en: "done" }
    task_open { fr: "à faire", en: "to do" }
    block_must { fr: "À faire", en: "You must" }
    block_may { fr: "Possible", en: "You may" }
    block_never { fr: "Jamais", en: "Never" }
    block_reply { fr: "Réponse prête", en: "Canned reply" }
    block_tone { fr: "Le ton", en: "Tone of voice" }
    block_transfer { fr: "Transférer", en: "Transfer" }
    block_flow { fr: "Pas à pas", en: "Guided flow" }
    block_flow_steps { fr: "Toutes les étapes", en: "All steps" }
    flow_fault_empty(flow: &str) { fr: "Le pas à pas «\u{202f}{flow}\u{202f}» n’a pas d’étape\u{a0}: écrivez-les en liste numérotée.", en: "The guided flow “{flow}” has no steps: write them as a numbered list." }
    flow_fault_dead_end(flow: &str, step: usize, to: usize) { fr: "Pas à pas «\u{202f}{flow}\u{202f}», étape {step}\u{a0}: une réponse mène à l’étape {to}, qui n’existe pas.", en: "Guided flow “{flow}”, step {step}: an answer leads to step {to}, which does not exist." }
    flow_fault_no_ending(flow: &str, step: usize) { fr: "Pas à pas «\u{202f}{flow}\u{202f}», étape {step}\u{a0}: ni réponse «\u{202f}→ numéro\u{202f}», ni lien vers une réponse prête ou une règle de transfert de la même consigne.", en: "Guided flow “{flow}”, step {step}: neither answers “→ number” nor a link to a canned reply or a transfer rule of the same instruction." }
    flow_fault_unreachable(flow: &str, step: usize) { fr: "Pas à pas «\u{202f}{flow}\u{202f}», étape {step}\u{a0}: aucune réponse n’y mène.", en: "Guided flow “{flow}”, step {step}: no answer leads there." }
    flow_fault_circle(flow: &str, step: usize) { fr: "Pas à pas «\u{202f}{flow}\u{202f}», étape {step}\u{a0}: des réponses y ramènent, on tournerait en rond.", en: "Guided flow “{flow}”, step {step}: answers lead back to it, so one would go round in circles." }
}

messages! {
    knowledge { fr: "Consignes", en: "Instructions" }
    knowledge_lead { fr: "Ce que l’on répond, ce que l’on peut, ce que l’on ne fait jamais.", en: "What to answer, what you may do, what you never do." }
    knowledge_empty { fr: "Aucun espace ne vous est ouvert", en: "No space is open to you" }
    knowledge_empty_text { fr: "Votre référent ouvre les espaces au fil des paliers.", en: "Your referent opens spaces stage by stage." }
    space_empty { fr: "Rien n’est en vigueur dans cet espace", en: "Nothing is in effect in this space" }
    space_empty_text { fr: "Les consignes apparaîtront ici dès qu’elles seront publiées ou importées.", en: "Instructions will be listed here as soon as they are published or imported." }
    articles_count[n] { fr: "{n} consigne" | "{n} consignes", en: "{n} instruction" | "{n} instructions" }
    article { fr: "Consigne", en: "Instruction" }
    article_version(number: &str) { fr: "Version {number}", en: "Version {number}" }
    article_related { fr: "Sur le même sujet", en: "On the same subject" }
    article_verified(by: &str) { fr: "vérifiée, à revoir avant le {by}", en: "verified, to be checked again by {by}" }
    article_verify_past(by: &str) { fr: "À revoir depuis le {by}", en: "To be checked since {by}" }
    article_effective { fr: "en vigueur depuis", en: "in effect since" }
    article_ended { fr: "Cette consigne n’est plus en vigueur", en: "This instruction is not in effect any more" }
    article_ended_text(number: &str) { fr: "Les lecteurs ne la trouvent plus. Une nouvelle version part du texte de celle qui est à venir s’il y en a une, sinon de la version {number}, la dernière en vigueur.", en: "Readers no longer find it. A new version starts from the text of the one to come if there is one, or else of version {number}, the last one in effect." }
    article_ended_read { fr: "Lire ce texte", en: "Read that text" }
    article_only_in(language: &str) { fr: "Cette consigne n’est pas en vigueur en français. La voici en {language}.", en: "This instruction is not in effect in English. Here it is in {language}." }
    article_badge_in(language: &str) { fr: "En {language}", en: "In {language}" }
    article_in_fr { fr: "français", en: "French" }
    article_in_en { fr: "anglais", en: "English" }
    article_read_in_fr { fr: "Lire en français", en: "Read in French" }
    article_read_in_en { fr: "Lire en anglais", en: "Read in English" }
    article_flows { fr: "Pas à pas", en: "Guided flows" }
    flow_questions[n] { fr: "{n} étape" | "{n} étapes", en: "{n} step" | "{n} steps" }
    flow_lead { fr: "Répondez à une question à la fois\u{a0}: la réponse à donner est au bout.", en: "Answer one question at a time: what to tell the customer is at the end." }
    flow_way { fr: "Chemin parcouru", en: "The way here" }
    flow_back { fr: "Question précédente", en: "Previous question" }
    flow_restart { fr: "Recommencer", en: "Start again" }
    flow_end { fr: "Vous y êtes", en: "You are there" }
    flow_keys[n] { fr: "La touche {n} choisit cette réponse." | "Les touches 1 à {n} choisissent une réponse.", en: "Key {n} chooses this answer." | "Keys 1 to {n} choose an answer." }
    contact_types { fr: "Motifs de contact", en: "Contact types" }
    significance_editorial { fr: "Éditorial", en: "Editorial" }
    significance_moderate { fr: "Modéré", en: "Moderate" }
    significance_major { fr: "Majeur", en: "Major" }
    significance_critical { fr: "Critique", en: "Critical" }
}

impl crate::Messages {
    /// What is wrong with a guided flow.
    pub fn flow_fault(self, flow: &str, fault: domain::knowledge::FlowFault) -> String {
        use domain::knowledge::FlowFault as F;
        match fault {
            F::Empty => self.flow_fault_empty(flow),
            F::DeadEnd { step, to } => self.flow_fault_dead_end(flow, step, to),
            F::NoEnding { step } => self.flow_fault_no_ending(flow, step),
            F::Unreachable { step } => self.flow_fault_unreachable(flow, step),
            F::Circle { step } => self.flow_fault_circle(flow, step),
        }
    }

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
