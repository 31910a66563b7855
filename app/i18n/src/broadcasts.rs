//! Broadcasts: told with a change, read, acknowledged, followed.

use crate::macros::messages;

messages! {
    broadcasts { fr: "Diffusions", en: "Broadcasts" }
    broadcast_what_is_said { fr: "Ce qui est dit aux agents", en: "What the agents are told" }
    broadcast_title { fr: "Titre", en: "Title" }
    broadcast_summary { fr: "Ce qui change, en deux phrases", en: "What changes, in two sentences" }
    broadcast_summary_hint { fr: "Ils le lisent avant la différence elle-même.", en: "They read it before the difference itself." }
    broadcast_items_major { fr: "De 1 à 3 questions, auxquelles on ne peut répondre qu’après avoir lu le changement.", en: "1 to 3 questions that only those who have read the change can answer." }
    broadcast_items_critical { fr: "Au moins une question. Toutes doivent être justes avant le prochain contact concerné.", en: "At least one question. All must be right before the next contact concerned." }
    broadcast_item(number: usize) { fr: "Question {number}", en: "Question {number}" }
    broadcast_prompt { fr: "Question", en: "Question" }
    broadcast_right { fr: "Bonne réponse", en: "Right answer" }
    broadcast_wrong { fr: "Mauvaises réponses", en: "Wrong answers" }
    broadcast_wrong_hint { fr: "Une par ligne, cinq au plus.", en: "One a line, five at most." }
    broadcast_passage { fr: "Passage du texte où se trouve la réponse", en: "Passage of the text in which the answer is" }
    broadcast_passage_hint { fr: "Copié tel quel\u{a0}: c’est ce qui est relu après une erreur.", en: "Copied as it stands: it is what is read again after a mistake." }
    broadcasts_lead { fr: "Ce qui a été dit aux agents, et où en est la lecture.", en: "What the agents were told, and how far they have read it." }
    broadcasts_mine_lead { fr: "Ce qui a changé, et ce dont vous avez confirmé la lecture.", en: "What changed, and what you have acknowledged." }
    broadcasts_none { fr: "Aucune diffusion", en: "No broadcasts" }
    broadcasts_none_mine { fr: "Quand une consigne changera, vous le lirez ici.", en: "When an instruction changes, you will read so here." }
    broadcasts_none_text { fr: "Publier une version modérée, majeure ou critique en envoie une. Un référent peut aussi en composer.", en: "Publishing a moderate, major or critical version sends one. A referent can compose some as well." }
    compose { fr: "Composer une diffusion", en: "Compose a broadcast" }
    compose_lead { fr: "Ce qu’il faut dire sans qu’une consigne change. Une fois envoyée, une diffusion ne se corrige plus : elle se retire ou se clôt.", en: "What has to be told without a change of an instruction. Once sent, a broadcast cannot be corrected: it can be withdrawn or closed." }
    compose_language_hint { fr: "Remplissez une langue ou les deux : chacun lit la sienne, ou à défaut l’autre.", en: "Fill in one language or both: everybody reads their own or, lacking that, the other." }
    compose_summary { fr: "Ce qu’il faut savoir", en: "What has to be known" }
    compose_items { fr: "Questions", en: "Questions" }
    compose_items_answer { fr: "au moins une pour une diffusion majeure ou critique", en: "at least one for a major or a critical broadcast" }
    compose_items_lead { fr: "La réponse doit se trouver dans ce que vous écrivez, ou dans la consigne à lire.", en: "The answer must be in what you write, or in the instruction to read." }
    compose_article { fr: "Consigne à lire avec", en: "Instruction to read with it" }
    compose_article_hint { fr: "L’adresse de sa page. Seuls ceux qui peuvent la lire sont alors atteints, et un changement de cette consigne remplace la diffusion.", en: "The address of its page. Then only those who may read it are reached, and a change of that instruction takes the place of the broadcast." }
    compose_send { fr: "Envoyer la diffusion", en: "Send the broadcast" }
    compose_send_text { fr: "Elle part tout de suite et ne se corrige plus. Une diffusion critique couvre l’écran de tous ceux qu’elle atteint, et les suspend jusqu’à ce qu’ils aient tout juste.", en: "It leaves at once and cannot be corrected. A critical broadcast covers the screen of everybody it reaches, and suspends them until they have everything right." }
    compose_save { fr: "Enregistrer le brouillon", en: "Save as draft" }
    compose_saved { fr: "Brouillon enregistré. Rien n’est envoyé.", en: "Draft saved. Nothing is sent." }
    compose_discard { fr: "Supprimer le brouillon", en: "Throw the draft away" }
    compose_discard_text { fr: "Ce qui y est écrit est perdu, pour vous et pour les autres référents.", en: "What is written in it is lost, for you and for the other referents." }
    compose_discarded { fr: "Brouillon supprimé.", en: "Draft thrown away." }
    compose_drafts { fr: "Brouillons", en: "Drafts" }
    compose_drafts_lead { fr: "Seuls les référents du client les voient, jusqu’à l’envoi.", en: "Only the client’s referents see them, until they are sent." }
    compose_draft_saved { fr: "enregistré le", en: "saved on" }
    compose_draft_by(name: &str) { fr: "par {name}", en: "by {name}" }
    board_sent { fr: "Diffusion envoyée.", en: "Broadcast sent." }
    severity_about_info { fr: "Dans le fil ; rien à confirmer.", en: "In the feed; nothing to acknowledge." }
    severity_about_standard { fr: "À confirmer sous deux vacations. Personne n’est suspendu.", en: "To acknowledge within two shifts. Nobody is suspended." }
    severity_about_major { fr: "Interrompt l’agent. À confirmer avant l’entrée en vigueur, sinon sous une vacation, avec 1 à 3 questions ; ensuite, suspension pour les contacts concernés.", en: "Interrupts the agent. To acknowledge before it takes effect, otherwise within one shift, with 1 to 3 questions; after that, suspended from the contacts concerned." }
    severity_about_critical { fr: "Couvre l’écran. Suspendu des contacts concernés dès l’effet, jusqu’à ce que tout soit juste. Sans motif de contact choisi : de tous.", en: "Covers the screen. Suspended from the contacts concerned from its effect on, until everything is right. Without a contact type chosen: from all." }
    severity_about_recall { fr: "La consigne est retirée ; suspendu tout de suite.", en: "The instruction is withdrawn; suspended at once." }
    reach_agents[n] { fr: "Atteint {n} agent" | "Atteint {n} agents", en: "Reaches {n} agent" | "Reaches {n} agents" }
    reach_reading(all: &str, each: &str) { fr: "À lire : {all} en tout, {each} chacun.", en: "To read: {all} in total, {each} each." }
    reach_nobody { fr: "Personne n’est atteint. Élargissez le choix.", en: "Nobody is reached. Widen the choice." }
    reach_due(at: &str) { fr: "À confirmer avant le {at}.", en: "To acknowledge by {at}." }
    reach_due_between(first: &str, last: &str) { fr: "À confirmer au plus tôt avant le {first}, au plus tard avant le {last}, selon les vacations du site.", en: "To acknowledge by {first} at the earliest and by {last} at the latest, depending on the shifts of the site." }
    reach_budget[n] { fr: "Plus de {n} min de lecture : c’est trop pour une vacation. Raccourcissez." | "Plus de {n} min de lecture : c’est trop pour une vacation. Raccourcissez.", en: "More than {n} min of reading is too much for one shift. Shorten it." | "More than {n} min of reading is too much for one shift. Shorten it." }
    audience_all { fr: "tous les agents", en: "all agents" }
    audience_readers { fr: "tous ceux qui peuvent lire la consigne", en: "everybody who may read the instruction" }
    audience_readers_in(languages: &str) { fr: "ceux qui travaillent en\u{a0}: {languages}", en: "those who work in: {languages}" }
    broadcast_severity { fr: "Niveau", en: "Severity" }
    broadcast_sent { fr: "Envoyée", en: "Sent" }
    broadcast_over { fr: "Passée", en: "Over" }
    broadcast_to_acknowledge { fr: "À confirmer", en: "To acknowledge" }
    broadcast_exempt { fr: "Dispensé", en: "Exempt" }
    broadcast_exempt_until(day: &str) { fr: "Dispensé jusqu’au {day}", en: "Exempt until {day}" }
    broadcast_waiting { fr: "Un changement vous attend", en: "A change waits for you" }
    broadcast_due { fr: "à confirmer avant le", en: "to acknowledge by" }
    broadcast_was_due { fr: "était à confirmer avant le", en: "should have been acknowledged on" }
    broadcast_suspended_until { fr: "Vous ne pouvez plus traiter les contacts concernés tant que vous n’avez pas confirmé votre lecture.", en: "You cannot handle the contacts concerned until you have read and acknowledged it." }
    broadcast_read_at_once { fr: "Lire maintenant", en: "Read now" }
    broadcast_later { fr: "Plus tard", en: "Later" }
    broadcast_read_now { fr: "Lire ce qui change", en: "Read what changes" }
    broadcast_what_changes { fr: "Ce qui change", en: "What changes" }
    broadcast_since(from: &str, to: &str) { fr: "De la version {from}, la dernière que vous connaissez, à la version {to}.", en: "From version {from}, the last you know, to version {to}." }
    broadcast_in_full { fr: "À lire en entier.", en: "To read in full." }
    broadcast_withdrawn(number: &str) { fr: "La version {number} est retirée : elle était fausse. Ne l’appliquez plus.", en: "Version {number} is withdrawn because it was wrong. Do not apply it any more." }
    broadcast_acknowledge_recall { fr: "J’ai lu et je ne l’applique plus", en: "I have read it and no longer apply it" }
    recall_question(since: &str) { fr: "Avez-vous appliqué cette consigne depuis le {since} ?", en: "Have you applied this instruction since {since}?" }
    recall_question_ever { fr: "Avez-vous appliqué cette consigne ?", en: "Have you applied this instruction?" }
    recall_answer_yes { fr: "Oui", en: "Yes" }
    recall_answer_no { fr: "Non", en: "No" }
    broadcast_check { fr: "Avant de confirmer", en: "Before you acknowledge" }
    broadcast_your_word { fr: "Votre confirmation", en: "Your confirmation" }
    broadcast_acknowledge { fr: "J’ai lu et j’applique", en: "I have read it and will apply it" }
    broadcast_acknowledged { fr: "Lecture confirmée", en: "Acknowledged" }
    broadcast_acknowledged_at { fr: "Vous l’avez confirmée le", en: "You acknowledged it on" }
    broadcast_back_home { fr: "Revenir à l’accueil", en: "Back to the first page" }
    broadcast_wrong_answers[n] { fr: "{n} réponse n’est pas juste" | "{n} réponses ne sont pas justes", en: "{n} answer is not right" | "{n} answers are not right" }
    broadcast_read_again { fr: "Relisez le passage indiqué, puis répondez à nouveau.", en: "Read the passage that is shown again, then answer once more." }
    broadcast_coaching { fr: "Votre responsable d’équipe va reprendre ce texte avec vous. Vous pouvez répondre à nouveau sans l’attendre.", en: "Your team lead will go through this text with you. You may answer again without waiting for that." }
    broadcast_passage_again { fr: "À relire\u{a0}:", en: "Read again:" }
    broadcast_ended_superseded { fr: "Une diffusion plus récente l’a remplacée\u{a0}: lisez celle-là.", en: "A later broadcast has replaced it: read that one." }
    broadcast_ended_recalled { fr: "Cette diffusion a été retirée\u{a0}: elle était fausse. Il n’y a rien à confirmer.", en: "This broadcast was withdrawn because it was wrong. There is nothing to acknowledge." }
    broadcast_ended_closed { fr: "Cette diffusion est close\u{a0}: il n’y a plus rien à confirmer.", en: "This broadcast is closed: there is nothing left to acknowledge." }
    home_to_acknowledge { fr: "À lire et à confirmer", en: "To read and acknowledge" }
    home_nothing_to_acknowledge { fr: "Vous avez tout lu", en: "You have read everything" }
    home_nothing_to_acknowledge_text { fr: "Quand une consigne changera, elle apparaîtra ici sans que vous rechargiez la page.", en: "When an instruction changes, it will appear here without your reloading the page." }
    home_clearance { fr: "Ce que vous pouvez traiter", en: "What you may handle" }
    home_cleared_all { fr: "Vous pouvez traiter tous les motifs de contact ouverts.", en: "You may handle every open contact type." }
    home_not_cleared[n] { fr: "{n} motif de contact vous est fermé pour le moment." | "{n} motifs de contact vous sont fermés pour le moment.", en: "{n} contact type is closed to you for now." | "{n} contact types are closed to you for now." }
    home_in_grace[n] { fr: "{n} motif de contact restera ouvert si vous confirmez à temps la lecture du changement." | "{n} motifs de contact resteront ouverts si vous confirmez à temps la lecture du changement.", en: "{n} contact type stays open if you acknowledge the change in time." | "{n} contact types stay open if you acknowledge the change in time." }
    home_see_clearance { fr: "Voir pourquoi", en: "See why" }
    article_changed_here { fr: "Cette consigne vient de changer", en: "This instruction has just changed" }
    article_changed_here_text { fr: "Vous lisez maintenant la nouvelle version.", en: "You are now reading the new version." }
    article_see_changes { fr: "Voir ce qui a changé", en: "See what changed" }
    clearance { fr: "Mes habilitations", en: "My clearances" }
    clearance_lead { fr: "Les contacts qui peuvent vous être confiés maintenant, et ce qu’il faut faire pour les autres.", en: "The contacts that may be sent to you now, and what to do about the others." }
    clearance_contact_type { fr: "Motif de contact", en: "Contact type" }
    clearance_verdict { fr: "Verdict", en: "Verdict" }
    clearance_why { fr: "Pourquoi, et que faire", en: "Why, and what to do" }
    clearance_until { fr: "jusqu’au", en: "until" }
    clearance_totals { fr: "Qui peut traiter quoi", en: "Who may handle what" }
    clearance_totals_lead { fr: "Combien d’agents peuvent recevoir maintenant les contacts de chaque motif, d’après les lectures qu’ils ont confirmées.", en: "How many agents may be sent contacts of each type now, from what they have acknowledged." }
    clearance_agents { fr: "Agents", en: "Agents" }
    clearance_at_least(count: &str) { fr: "au moins {count}", en: "at least {count}" }
    clearance_none { fr: "Aucun motif de contact", en: "No contact types" }
    clearance_none_text { fr: "Votre client n’en a pas encore défini.", en: "Your client has not set any yet." }
    clearance_cleared { fr: "Habilité", en: "Cleared" }
    clearance_in_grace { fr: "Habilité, en sursis", en: "Cleared, in grace" }
    clearance_supervised { fr: "Sous supervision", en: "Supervised" }
    clearance_suspended { fr: "Suspendu", en: "Suspended" }
    clearance_not_cleared { fr: "Non habilité", en: "Not cleared" }
    clearance_acknowledge(title: &str) { fr: "Lire et confirmer\u{a0}: {title}", en: "Read and acknowledge: {title}" }
    clearance_not_active { fr: "Votre compte n’est pas actif.", en: "Your account is not active." }
    clearance_outside_stage { fr: "Aucun palier ouvert de votre site ne le contient.", en: "No open stage of your site holds it." }
    clearance_not_certified { fr: "Une certification manque.", en: "A certification is missing." }
    clearance_suspended_why(why: &str) { fr: "Suspendu\u{a0}: {why}", en: "Suspended: {why}" }
    clearance_supervised_why { fr: "Vos premiers contacts sont observés.", en: "Your first contacts are observed." }
    draft_from_short { fr: "En vigueur", en: "In effect" }
    board_acknowledged { fr: "Accusés de lecture", en: "Acknowledged" }
    board_coverage { fr: "Couverture à l’entrée en vigueur", en: "Coverage when it took effect" }
    board_target(share: &str) { fr: "cible\u{a0}: {share}", en: "target: {share}" }
    board_ow50 { fr: "OW50", en: "OW50" }
    board_ow90 { fr: "OW90", en: "OW90" }
    board_ow90_target { fr: "cible\u{a0}: une vacation", en: "target: one shift" }
    board_ow_max { fr: "OW max", en: "OW max" }
    board_publish_to_last { fr: "De l’envoi au dernier accusé", en: "From sending to the last acknowledgement" }
    board_applied { fr: "L’avaient appliquée", en: "Had applied it" }
    board_applied_of[n] { fr: "{n} l’avait appliquée" | "{n} l’avaient appliquée", en: "{n} had applied it" | "{n} had applied it" }
    board_stale_views { fr: "Vues périmées", en: "Stale views" }
    board_too_few { fr: "moins de 5", en: "under 5" }
    board_hidden { fr: "masqué", en: "hidden" }
    board_hidden_text { fr: "Masqué\u{a0}: moins de cinq personnes, ou de quoi retrouver les chiffres d’un groupe aussi petit.", en: "Hidden: fewer than five people, or what the figures of so small a group could be worked out from." }
    board_too_few_text { fr: "Aucun chiffre n’est donné pour un groupe de moins de cinq personnes.", en: "No figure is given for a group of fewer than five people." }
    board_beside { fr: "Un changement, plusieurs diffusions", en: "One change, several broadcasts" }
    board_beside_together { fr: "Les chiffres de cette page sont ceux du changement, quelle que soit la diffusion qui l’annonce.", en: "The figures on this page are those of the change, whichever broadcast tells of it." }
    board_beside_all(severity: &str) { fr: "À tous les autres (« {severity} »)", en: "To everybody else (“{severity}”)" }
    board_beside_owing(severity: &str) { fr: "À ceux qui n’avaient pas encore confirmé un changement précédent (« {severity} »)", en: "To those who had not acknowledged an earlier change yet (“{severity}”)" }
    board_asks_nothing { fr: "Rien à confirmer", en: "Nothing to acknowledge" }
    board_asks_nothing_text { fr: "C’est une information\u{a0}: personne n’a à en confirmer la lecture, et personne n’est en retard.", en: "It only informs: nobody has to acknowledge it, and nobody is late." }
    board_curve { fr: "Accusés de lecture au fil du temps", en: "Acknowledgements as time went by" }
    board_when { fr: "Quand", en: "When" }
    board_effect { fr: "entrée en vigueur", en: "took effect" }
    board_group { fr: "Prestataire, site, équipe", en: "Vendor, site, team" }
    board_groups { fr: "Par prestataire, site et équipe", en: "By vendor, site and team" }
    board_person { fr: "Personne", en: "Person" }
    board_open_people { fr: "Qui n’a pas encore confirmé sa lecture", en: "Who has not acknowledged yet" }
    board_all_done { fr: "Tout le monde a confirmé sa lecture", en: "Everybody has acknowledged" }
    board_all_done_text { fr: "La preuve peut être exportée.", en: "The proof can be exported." }
    board_nobody_open { fr: "Personne n’a plus à en confirmer la lecture", en: "Nobody has to acknowledge it any more" }
    overdue_team_lead { fr: "En retard · responsable d’équipe prévenu", en: "Late · team lead told" }
    overdue_vendor_referent { fr: "En retard · référent prestataire prévenu", en: "Late · vendor referent told" }
    overdue_referent { fr: "En retard · référent du client prévenu", en: "Late · client’s referent told" }
    board_coaching { fr: "Coaching", en: "Coaching" }
    board_coaching_lead { fr: "Ils ont échoué deux fois aux questions. Reprenez le texte avec eux, puis notez-le ici ; ils peuvent répondre à nouveau sans attendre.", en: "They failed the check twice. Go through the text with them, then note it here; they may answer again without waiting." }
    board_coaching_waiting { fr: "En attente", en: "Waiting" }
    board_coaching_count[n] { fr: "{n} personne attend un coaching." | "{n} personnes attendent un coaching.", en: "{n} person waits for coaching." | "{n} people wait for coaching." }
    board_coached_at { fr: "Fait le", en: "Done on" }
    board_coached_by(name: &str) { fr: "par {name}", en: "by {name}" }
    board_coach { fr: "C’est fait", en: "It is done" }
    board_coach_named(name: &str) { fr: "C’est fait : {name}", en: "It is done: {name}" }
    board_coached { fr: "Le coaching est noté.", en: "The coaching is noted." }
    board_exempt { fr: "Dispensé\u{a0}:", en: "Exempt:" }
    board_proof { fr: "Exporter la preuve", en: "Export the proof" }
    board_steer { fr: "Retirer ou clore", en: "Withdraw or close" }
    board_recall { fr: "Retirer la diffusion", en: "Withdraw the broadcast" }
    board_recall_reason { fr: "Pourquoi la retirer\u{202f}?", en: "Why withdraw it?" }
    board_recall_text { fr: "Plus personne n’aura à en confirmer la lecture, et ceux qui sont en train de répondre l’apprendront. La version de la consigne, elle, reste en vigueur.", en: "Nobody will have to acknowledge it any more, and those who are answering will learn so. The version of the instruction stays in effect." }
    board_recalled { fr: "Diffusion retirée.", en: "Broadcast withdrawn." }
    board_close { fr: "Clore la diffusion", en: "Close the broadcast" }
    board_close_reason { fr: "Pourquoi la clore\u{202f}?", en: "Why close it?" }
    board_close_text { fr: "Ceux qui n’ont pas confirmé leur lecture n’auront plus à le faire. Les chiffres restent.", en: "Those who have not acknowledged no longer have to. The figures stay." }
    board_closed { fr: "Diffusion close.", en: "Broadcast closed." }
    board_reason_hint { fr: "10 caractères au moins\u{a0}: la raison reste au journal.", en: "At least 10 characters: the reason stays in the log." }
    board_exempt_somebody { fr: "Dispenser quelqu’un", en: "Exempt somebody" }
    board_exempt_reason { fr: "Pourquoi\u{202f}?", en: "Why?" }
    board_exempt_until { fr: "Jusqu’au", en: "Until" }
    board_exempt_until_hint { fr: "Jusqu’à la fin de ce jour. Vide\u{a0}: sans fin.", en: "To the end of that day. Empty: no end." }
    board_exempt_do { fr: "Dispenser", en: "Exempt" }
    board_exempted { fr: "Dispense accordée.", en: "Exemption given." }
    obsolescence { fr: "Obsolescence", en: "Obsolescence" }
    obsolescence_lead { fr: "Qui pouvait encore travailler d’après une consigne remplacée, et combien de temps. Les douze derniers mois.", en: "Who could still work from a replaced instruction, and for how long. The last twelve months." }
    obsolescence_away { fr: "Le temps d’absence ne compte pas : pour qui arrive après l’entrée en vigueur, le temps court à partir de son arrivée.", en: "Time away does not count: for whoever comes after a change took effect, time runs from when they came." }
    obsolescence_cut[n] { fr: "Seul le dernier changement est compté." | "Seuls les {n} derniers changements sont comptés.", en: "Only the latest change is counted." | "Only the latest {n} changes are counted." }
    obsolescence_none { fr: "Aucun accusé de lecture attendu", en: "No change to acknowledge" }
    obsolescence_none_text { fr: "Les chiffres commencent avec la première version majeure ou critique publiée.", en: "Figures begin with the first major or critical version that is published." }
    obsolescence_none_yet { fr: "Aucun changement n’est encore entré en vigueur.", en: "No change has taken effect yet." }
    obsolescence_changes { fr: "Changements", en: "Changes" }
    obsolescence_month { fr: "Mois", en: "Month" }
    obsolescence_by_month { fr: "Au fil du temps", en: "Over time" }
    obsolescence_by_group { fr: "Par prestataire et site", en: "By vendor and site" }
    obsolescence_by_change { fr: "Changement par changement", en: "Change by change" }
    obsolescence_export { fr: "Exporter (CSV)", en: "Export (CSV)" }
    recipient_pending { fr: "Pas encore reçu", en: "Not received yet" }
    recipient_delivered { fr: "Reçu", en: "Received" }
    recipient_opened { fr: "Ouvert", en: "Opened" }
    recipient_read { fr: "Lu", en: "Read" }
    recipient_check_passed { fr: "Question réussie", en: "Check passed" }
    recipient_acknowledged { fr: "Lecture confirmée", en: "Acknowledged" }
    chart_table { fr: "Les chiffres", en: "The figures" }
    problem_broadcast_ended { fr: "Cette diffusion ne vous engage plus\u{a0}: elle a été remplacée, retirée ou close pendant que vous répondiez. Rechargez la page.", en: "This broadcast no longer binds you: it was replaced, withdrawn or closed while you were answering. Reload the page." }
    problem_broadcast_not_read { fr: "Lisez d’abord ce qui change, puis répondez.", en: "Read what changes first, then answer." }
    problem_broadcast_check { fr: "Répondez d’abord aux questions.", en: "Answer the questions first." }
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

    /// What a severity asks.
    pub const fn severity_about(self, severity: domain::broadcast::Severity) -> &'static str {
        use domain::broadcast::Severity as S;
        match severity {
            S::Info => self.severity_about_info(),
            S::Standard => self.severity_about_standard(),
            S::Major => self.severity_about_major(),
            S::Critical => self.severity_about_critical(),
            S::Recall => self.severity_about_recall(),
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

    /// How overdue somebody is, by who was the last to hear of it.
    pub const fn overdue(self, whom: domain::broadcast::Escalation) -> &'static str {
        use domain::broadcast::Escalation as E;
        match whom {
            E::TeamLead => self.overdue_team_lead(),
            E::VendorReferent => self.overdue_vendor_referent(),
            E::Referent => self.overdue_referent(),
        }
    }

    /// What can be said of what is withdrawn.
    pub const fn recall_answer(self, answer: domain::broadcast::RecallAnswer) -> &'static str {
        use domain::broadcast::RecallAnswer as A;
        match answer {
            A::Yes => self.recall_answer_yes(),
            A::No => self.recall_answer_no(),
        }
    }

    /// How far somebody is with a broadcast.
    pub const fn recipient_state(self, state: domain::broadcast::RecipientState) -> &'static str {
        use domain::broadcast::RecipientState as S;
        match state {
            S::Pending => self.recipient_pending(),
            S::Delivered => self.recipient_delivered(),
            S::Opened => self.recipient_opened(),
            S::Read => self.recipient_read(),
            S::CheckPassed => self.recipient_check_passed(),
            S::Acknowledged => self.recipient_acknowledged(),
        }
    }

    /// A share in percent, as the language writes it.
    pub fn percent(self, percent: u64) -> String {
        match self.locale() {
            domain::Locale::Fr => format!("{percent}\u{a0}%"),
            domain::Locale::En => format!("{percent}%"),
        }
    }

    /// A time in seconds: `45 s`, `12 min`, `3 h 05`, `2 d 4 h`.
    pub fn duration(self, seconds: u64) -> String {
        let day = match self.locale() {
            domain::Locale::Fr => "j",
            domain::Locale::En => "d",
        };
        let (minutes, hours) = (seconds / 60, seconds / 3600);
        match seconds {
            0..60 => format!("{seconds}\u{a0}s"),
            60..3600 => format!("{minutes}\u{a0}min"),
            3600..86_400 => format!("{hours}\u{a0}h\u{a0}{:02}", minutes % 60),
            _ => format!("{}\u{a0}{day}\u{a0}{}\u{a0}h", hours / 24, hours % 24),
        }
    }
}
