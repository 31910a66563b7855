//! Contact types as the way in.

use crate::macros::messages;

messages! {
    contact_types_lead { fr: "Partez du motif\u{a0}: tout ce qu’il faut pour répondre est réuni sur sa page.", en: "Start from the reason: all that it takes to answer is on its page." }
    contact_types_empty { fr: "Aucun motif de contact", en: "No contact types" }
    contact_types_empty_text { fr: "Ils viennent avec le programme.", en: "They come with the programme." }
    contact_type { fr: "Motif de contact", en: "Contact type" }
    contact_type_not_covered { fr: "Non couvert", en: "Not covered" }
    contact_type_own { fr: "Ce motif", en: "This contact type" }
    contact_type_lead { fr: "Consignes, pas à pas, réponses prêtes et règles de transfert en vigueur.", en: "Instructions, guided flows, canned replies and transfer rules in effect." }
    contact_type_nothing { fr: "Rien n’est en vigueur pour ce motif", en: "Nothing is in effect for this contact type" }
    contact_type_nothing_text { fr: "Aucun espace qui vous est ouvert n’a de consigne sur ce motif. Demandez à votre responsable d’équipe.", en: "No space that is open to you has an instruction on it. Ask your team lead." }
    contact_type_articles { fr: "Consignes", en: "Instructions" }
    contact_type_flows { fr: "Pas à pas", en: "Guided flows" }
    contact_type_replies { fr: "Réponses prêtes", en: "Canned replies" }
    contact_type_transfers { fr: "Règles de transfert", en: "Transfer rules" }
    contact_type_coverage { fr: "Couverture par langue", en: "Coverage by language" }
    contact_type_exists { fr: "En vigueur", en: "In effect" }
    contact_type_missing { fr: "Manque", en: "Missing" }
    flow_start { fr: "Commencer", en: "Start" }
    flows_count[n] { fr: "{n} pas à pas" | "{n} pas à pas", en: "{n} guided flow" | "{n} guided flows" }
    replies_count[n] { fr: "{n} réponse prête" | "{n} réponses prêtes", en: "{n} canned reply" | "{n} canned replies" }
    transfers_count[n] { fr: "{n} règle de transfert" | "{n} règles de transfert", en: "{n} transfer rule" | "{n} transfer rules" }
}
