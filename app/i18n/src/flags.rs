//! Flags: what readers say of a passage, and what becomes of it; verifying articles.

use crate::macros::messages;

messages! {
    flags { fr: "Signalements", en: "Flags" }
    flags_lead { fr: "Ce que les lecteurs disent des consignes. Jugez, répondez\u{a0}: ils apprennent ce qu’il en advient.", en: "What readers say of instructions. Judge, answer: they hear what becomes of it." }
    flags_show { fr: "Afficher", en: "Show" }
    flags_open { fr: "À juger", en: "To judge" }
    flags_accepted { fr: "À corriger", en: "To mend" }
    flags_closed { fr: "Terminés", en: "Closed" }
    flags_none_open { fr: "Rien à juger", en: "Nothing to judge" }
    flags_none_open_text { fr: "Les passages que les lecteurs signalent apparaissent ici, le plus ancien d’abord.", en: "Passages that readers flag appear here, the oldest first." }
    flags_none_accepted { fr: "Rien à corriger", en: "Nothing to mend" }
    flags_none_accepted_text { fr: "Un signalement accepté attend ici la version qui le corrige.", en: "A flag that was accepted waits here for the version that mends it." }
    flags_none_closed { fr: "Rien de terminé", en: "Nothing closed" }
    flags_none_closed_text { fr: "Les signalements corrigés ou écartés restent ici.", en: "Flags that were fixed or declined stay here." }
    flags_time_to_content_fix { fr: "Du signalement à la correction", en: "From flag to fix" }
    flags_p90(time: &str) { fr: "90\u{a0}% en moins de {time}", en: "90% within {time}" }
    flags_fixed[n] { fr: "pour {n} signalement corrigé" | "pour {n} signalements corrigés", en: "for {n} flag fixed" | "for {n} flags fixed" }
    flags_no_time { fr: "rien de corrigé pour le moment", en: "nothing fixed yet" }
    flags_mine { fr: "Mes signalements", en: "My flags" }
    flags_mine_lead { fr: "Ce que vous avez signalé, et ce qu’il en est advenu.", en: "What you flagged, and what became of it." }
    flags_vendor_lead { fr: "Ce que vous et vos équipes avez signalé, et ce qu’il en est advenu.", en: "What you and your teams flagged, and what became of it." }
    flags_mine_none { fr: "Vous n’avez rien signalé", en: "You have flagged nothing" }
    flags_mine_none_text { fr: "Dans une consigne, sélectionnez un passage, puis choisissez «\u{202f}Signaler un passage\u{202f}».", en: "In an instruction, select a passage, then choose “Flag a passage”." }
    flag_raise { fr: "Signaler un passage", en: "Flag a passage" }
    flag_raise_lead(title: &str, number: &str) { fr: "{title}, version {number}", en: "{title}, version {number}" }
    flag_what { fr: "Qu’est-ce qui ne va pas\u{202f}?", en: "What is the matter?" }
    flag_unclear { fr: "Pas clair", en: "Unclear" }
    flag_unclear_about { fr: "On peut le comprendre de plusieurs façons, ou pas du tout.", en: "It can be understood in more than one way, or not at all." }
    flag_wrong { fr: "Faux", en: "Wrong" }
    flag_wrong_about { fr: "Ce n’est pas ainsi.", en: "That is not so." }
    flag_missing { fr: "Incomplet", en: "Incomplete" }
    flag_missing_about { fr: "Il manque ce que les clients demandent.", en: "It lacks what customers ask." }
    flag_outdated { fr: "Périmé", en: "Outdated" }
    flag_outdated_about { fr: "C’était juste, ce ne l’est plus.", en: "It was right, and no longer is." }
    flag_passage { fr: "Passage", en: "Passage" }
    flag_passage_hint { fr: "Copié de la consigne, 500 caractères au plus. Si quelque chose manque\u{a0}: ce qui est juste avant.", en: "Copied from the instruction, at most 500 characters. If something is missing: what stands just before it." }
    flag_note { fr: "Que faudrait-il dire\u{202f}?", en: "What should it say?" }
    flag_note_hint { fr: "Ce que vous savez, ce qu’un client a demandé. Pas de données de clients.", en: "What you know, what a customer asked. No customer data." }
    flag_send { fr: "Signaler", en: "Flag" }
    flag_sent { fr: "C’est signalé", en: "Flagged" }
    flag_sent_text { fr: "La personne responsable de la consigne va le lire. Votre page d’accueil et vos notifications vous diront ce qu’il en advient.", en: "Whoever answers for the instruction will read it. Your first page and your notifications will tell you what becomes of it." }
    flag_back { fr: "Revenir à la consigne", en: "Back to the instruction" }
    flag_state_open { fr: "À juger", en: "To judge" }
    flag_state_accepted { fr: "Accepté", en: "Accepted" }
    flag_state_fixed { fr: "Corrigé", en: "Fixed" }
    flag_state_declined { fr: "Sans suite", en: "Declined" }
    flag_fixed_in(number: &str) { fr: "Corrigé dans la version {number}", en: "Fixed in version {number}" }
    flag_answer { fr: "Réponse\u{a0}:", en: "Answer:" }
    flag_by(who: &str) { fr: "par {who}", en: "by {who}" }
    flag_by_you { fr: "par vous", en: "by you" }
    flag_owner(who: &str) { fr: "responsable\u{a0}: {who}", en: "owner: {who}" }
    flag_no_place { fr: "Une consigne qui ne vous est plus ouverte", en: "An instruction that is no longer open to you" }
    flag_for_me { fr: "Pour vous", en: "For you" }
    flag_accept { fr: "Accepter", en: "Accept" }
    flag_answer_to { fr: "Répondre", en: "Answer" }
    flag_mend { fr: "Corriger la consigne", en: "Mend the instruction" }
    flag_judge { fr: "Votre réponse", en: "Your answer" }
    flag_decision { fr: "Que décidez-vous\u{202f}?", en: "What do you decide?" }
    flag_accept_about { fr: "C’est fondé\u{a0}: la consigne sera corrigée. La version qui corrige le passage clôt le signalement.", en: "It is right: the instruction will be mended. The version that mends the passage closes the flag." }
    flag_decline { fr: "Ne rien changer", en: "Change nothing" }
    flag_decline_about { fr: "La consigne est juste\u{a0}: dites pourquoi.", en: "The instruction is right: say why." }
    flag_answer_label { fr: "Réponse", en: "Answer" }
    flag_answer_hint { fr: "La personne qui a signalé le passage lira cette réponse. 10 caractères au moins si rien ne change.", en: "Whoever flagged it reads this. At least 10 characters if nothing changes." }
    flag_decide { fr: "Répondre", en: "Answer" }
    flag_done_accepted { fr: "Accepté. La personne qui a signalé le passage en est informée.", en: "Accepted. Whoever flagged it hears so." }
    flag_done_declined { fr: "Répondu. La personne qui a signalé le passage en est informée.", en: "Answered. Whoever flagged it hears so." }
    home_flags { fr: "Vos signalements", en: "Your flags" }
    home_flags_all { fr: "Tous mes signalements", en: "All my flags" }
    home_flag_accepted { fr: "Accepté\u{a0}: la consigne sera corrigée.", en: "Accepted: the instruction will be mended." }
    home_flag_declined(answer: &str) { fr: "Sans suite\u{a0}: {answer}", en: "Declined: {answer}" }
    fixes { fr: "Signalements acceptés", en: "Accepted flags" }
    fixes_lead { fr: "Ceux que cette version corrige sont clos quand elle entre en vigueur\u{202f}; les autres attendent la suivante. Sans choix de votre part, un passage qui n’est plus dans le texte est corrigé.", en: "Those that this version fixes are closed when it takes effect; the others wait for the next one. Unless you choose otherwise, a passage that no longer stands in the text is fixed." }
    fix_flag(number: usize) { fr: "Signalement {number}", en: "Flag {number}" }
    fix_mends { fr: "Cette version le corrige", en: "This version fixes it" }
    fix_passage_gone { fr: "Le passage n’est plus dans le texte.", en: "The passage no longer stands in the text." }
    fix_passage_stands { fr: "Le passage est encore dans le texte.", en: "The passage still stands in the text." }
    fixes_save { fr: "Enregistrer ces choix", en: "Save these choices" }
    fixes_saved { fr: "Vos choix sont enregistrés.", en: "Your choices are saved." }
    article_verify_due(by: &str) { fr: "À revoir avant le {by}", en: "To be checked by {by}" }
    article_disputed { fr: "Contestée\u{a0}: des lecteurs y ont relevé un défaut", en: "Disputed: readers found a fault in it" }
    article_verified_last { fr: "relue le", en: "checked on" }
    article_verify { fr: "J’ai vérifié", en: "I have checked it" }
    article_rhythm { fr: "Vérification", en: "Verification" }
    article_rhythm_label { fr: "À revoir", en: "To be checked again" }
    article_rhythm_lead { fr: "Les signalements et la vérification reviennent au responsable. Qui vérifie relit la consigne et dit quand il faut la relire.", en: "Flags and checks wait for the owner. Whoever checks reads the instruction again and says when it has to be read next." }
    article_owner_hint { fr: "Sans responsable, ils reviennent à toutes les personnes qui rédigent.", en: "Without an owner, they wait for everybody who writes." }
    article_owner_choose { fr: "Désigner le responsable", en: "Set the owner" }
    article_rhythm_usual { fr: "selon la portée\u{a0}: 30 jours si critique, sinon 90", en: "by its significance: 30 days if critical, else 90" }
    article_rhythm_days[n] { fr: "après {n} jour" | "après {n} jours", en: "after {n} day" | "after {n} days" }
    verification { fr: "Vérifications", en: "Verification" }
    verification_lead { fr: "Chaque consigne se relit à intervalles réguliers, et dès que des lecteurs y relèvent un défaut.", en: "Every instruction is checked again at regular intervals, and as soon as readers find a fault in it." }
    verification_show { fr: "Afficher", en: "Show" }
    verification_to_check { fr: "À vérifier", en: "To check" }
    verification_disputed { fr: "Contestées", en: "Disputed" }
    verification_overdue { fr: "En retard", en: "Overdue" }
    verification_due { fr: "Bientôt à vérifier", en: "Due soon" }
    verification_verified { fr: "Vérifiées", en: "Verified" }
    verification_everybodys { fr: "Toutes les consignes", en: "All instructions" }
    verification_for_me { fr: "Pour vous", en: "For you" }
    verification_by { fr: "À vérifier avant le", en: "To be checked by" }
    verification_interval { fr: "Intervalle", en: "Interval" }
    verification_days[n] { fr: "{n} jour" | "{n} jours", en: "{n} day" | "{n} days" }
    verification_owner { fr: "Responsable", en: "Owner" }
    verification_nobody { fr: "personne", en: "nobody" }
    verification_status_verified { fr: "Vérifiée", en: "Verified" }
    verification_status_disputed { fr: "Contestée", en: "Disputed" }
    verification_none { fr: "Rien à vérifier ici", en: "Nothing to check here" }
    verification_none_text { fr: "Une consigne apparaît quatorze jours avant l’échéance de sa vérification, ou dès qu’elle est contestée.", en: "An instruction appears fourteen days before it has to be checked, or as soon as it is disputed." }
    verification_cut[n] { fr: "Seule la première est affichée." | "Seules les {n} premières sont affichées.", en: "Only the first one is shown." | "Only the first {n} are shown." }
    article_verify_so { fr: "Vérifiée, enregistrer ce rythme", en: "Checked, save this rhythm" }
}

impl crate::Messages {
    /// What is the matter with a passage.
    pub const fn flag_kind(self, kind: domain::knowledge::FlagKind) -> &'static str {
        use domain::knowledge::FlagKind as K;
        match kind {
            K::Unclear => self.flag_unclear(),
            K::Wrong => self.flag_wrong(),
            K::Missing => self.flag_missing(),
            K::Outdated => self.flag_outdated(),
        }
    }

    /// The same in a sentence.
    pub const fn flag_kind_about(self, kind: domain::knowledge::FlagKind) -> &'static str {
        use domain::knowledge::FlagKind as K;
        match kind {
            K::Unclear => self.flag_unclear_about(),
            K::Wrong => self.flag_wrong_about(),
            K::Missing => self.flag_missing_about(),
            K::Outdated => self.flag_outdated_about(),
        }
    }

    /// What the state of a flag is called.
    pub const fn flag_state(self, state: domain::knowledge::FlagState) -> &'static str {
        use domain::knowledge::FlagState as S;
        match state {
            S::Open => self.flag_state_open(),
            S::Accepted => self.flag_state_accepted(),
            S::Fixed => self.flag_state_fixed(),
            S::Declined => self.flag_state_declined(),
        }
    }
}
