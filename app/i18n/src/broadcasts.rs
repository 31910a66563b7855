//! Broadcasts: told with a change, read, acknowledged, followed.

use crate::macros::messages;

messages! {
    broadcasts { fr: "Diffusions", en: "Broadcasts" }
    broadcast_what_is_said { fr: "Ce qui est dit aux agents", en: "What the agents are told" }
    broadcast_title { fr: "Titre", en: "Title" }
    broadcast_summary { fr: "Ce qui change, en deux phrases", en: "What changes, in two sentences" }
    broadcast_summary_hint { fr: "Ils le lisent avant la différence elle-même.", en: "They read it before the difference itself." }
    broadcast_items_major { fr: "De 1 à 3 questions, auxquelles seul qui a lu le changement sait répondre.", en: "1 to 3 questions that only those who have read the change can answer." }
    broadcast_items_critical { fr: "Au moins une question. Toutes doivent être justes avant le prochain contact concerné.", en: "At least one question. All must be right before the next contact concerned." }
    broadcast_item(number: usize) { fr: "Question {number}", en: "Question {number}" }
    broadcast_prompt { fr: "Question", en: "Question" }
    broadcast_right { fr: "Réponse juste", en: "Right answer" }
    broadcast_wrong { fr: "Réponses fausses", en: "Wrong answers" }
    broadcast_wrong_hint { fr: "Une par ligne, cinq au plus.", en: "One a line, five at most." }
    broadcast_passage { fr: "Passage du texte où se trouve la réponse", en: "Passage of the text in which the answer is" }
    broadcast_passage_hint { fr: "Copié tel quel : c’est ce qui est relu après une erreur.", en: "Copied as it stands: it is what is read again after a mistake." }
    severity_info { fr: "Information", en: "Information" }
    severity_standard { fr: "À lire", en: "To read" }
    severity_major { fr: "Majeur", en: "Major" }
    severity_critical { fr: "Critique", en: "Critical" }
    severity_recall { fr: "Retrait", en: "Withdrawal" }
    broadcast_state_draft { fr: "Brouillon", en: "Draft" }
    broadcast_state_scheduled { fr: "Programmée", en: "Scheduled" }
    broadcast_state_live { fr: "En cours", en: "Live" }
    broadcast_state_closed { fr: "Close", en: "Closed" }
    broadcast_state_superseded { fr: "Remplacée", en: "Replaced" }
    broadcast_state_recalled { fr: "Retirée", en: "Withdrawn" }
}

impl crate::Messages {
    /// What a severity is called.
    pub const fn severity(self, severity: domain::broadcast::Severity) -> &'static str {
        use domain::broadcast::Severity as S;
        match severity {
            S::Info => self.severity_info(),
            S::Standard => self.severity_standard(),
            S::Major => self.severity_major(),
            S::Critical => self.severity_critical(),
            S::Recall => self.severity_recall(),
        }
    }

    /// What the state of a broadcast is called.
    pub const fn broadcast_state(self, state: domain::broadcast::BroadcastState) -> &'static str {
        use domain::broadcast::BroadcastState as S;
        match state {
            S::Draft => self.broadcast_state_draft(),
            S::Scheduled => self.broadcast_state_scheduled(),
            S::Live => self.broadcast_state_live(),
            S::Closed => self.broadcast_state_closed(),
            S::Superseded => self.broadcast_state_superseded(),
            S::Recalled => self.broadcast_state_recalled(),
        }
    }
}
