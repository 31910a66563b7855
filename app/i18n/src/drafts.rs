//! What is being written: drafts, review, publishing.

use crate::macros::messages;

messages! {
    drafts { fr: "Brouillons", en: "Drafts" }
    drafts_lead { fr: "Ce qui s’écrit, se relit et va entrer en vigueur. Les agents n’en voient que ce qui est programmé.", en: "What is being written, reviewed and about to take effect. Agents see only what is scheduled." }
    drafts_show { fr: "Afficher", en: "Show" }
    drafts_for_me { fr: "À faire par moi", en: "For me to do" }
    drafts_mine { fr: "Les miens", en: "Mine" }
    drafts_all { fr: "Tous", en: "All" }
    drafts_none { fr: "Rien ici", en: "Nothing here" }
    drafts_none_text { fr: "Les versions à relire ou à publier apparaissent ici. Pour en commencer une, ouvrez une consigne et choisissez «\u{202f}Modifier\u{202f}».", en: "Versions to review or to publish appear here. To begin one, open an instruction and choose “Edit”." }
    drafts_none_author { fr: "Pour commencer un brouillon, ouvrez une consigne et choisissez «\u{202f}Modifier\u{202f}», ou créez une consigne.", en: "To begin a draft, open an instruction and choose “Edit”, or create an instruction." }
    draft_new_article { fr: "Nouvelle consigne", en: "New instruction" }
    draft_new_lead { fr: "Un titre, un espace, une langue\u{a0}: le reste s’écrit à la page suivante.", en: "A title, a space, a language: the rest is written on the next page." }
    draft_begin { fr: "Commencer à écrire", en: "Begin to write" }
    draft_edit { fr: "Modifier", en: "Edit" }
    draft_go_on { fr: "Écrire une nouvelle version", en: "Write a new version" }
    draft_title { fr: "Titre", en: "Title" }
    draft_title_hint { fr: "Ce qu’un agent chercherait. L’adresse de la consigne en est tirée.", en: "What an agent would look for. The address of the instruction is made of it." }
    draft_language { fr: "Langue", en: "Language" }
    draft_author { fr: "Auteur", en: "Author" }
    draft_begun { fr: "Commencé", en: "Begun" }
    draft_missing[n] { fr: "Il manque {n} approbation" | "Il manque {n} approbations", en: "{n} approval is missing" | "{n} approvals are missing" }
    draft_text { fr: "Texte", en: "Text" }
    draft_who { fr: "Qui", en: "Who" }
    draft_contributors { fr: "Écrit par", en: "Written by" }
    draft_approvers { fr: "Approuvé par", en: "Approved by" }
    draft_nobody_yet { fr: "personne pour le moment", en: "nobody yet" }
    draft_changes { fr: "Ce qui change", en: "What changes" }
    draft_first { fr: "C’est la première version", en: "This is the first version" }
    draft_first_text { fr: "Il n’y en a pas d’autre à laquelle la comparer.", en: "There is no other to compare it with." }
    draft_open_live { fr: "Version en vigueur", en: "Version in effect" }
    draft_overtaken(number: &str) { fr: "La version {number} est entrée en vigueur entre-temps", en: "Version {number} took effect in the meantime" }
    draft_overtaken_text { fr: "Celle-ci a été commencée avant elle. Publiée sans reprendre ce que l’autre a changé, elle l’annulerait\u{a0}: lisez ce qui change, et reprenez ce qui manque.", en: "This one was begun before it. Published without what the other one changed, it would undo that: read what changes, and take over what is missing." }
    draft_from { fr: "entre en vigueur le", en: "takes effect on" }
    draft_ends { fr: "prend fin le", en: "ends on" }
    draft_source { fr: "Texte de la consigne", en: "Text of the instruction" }
    draft_significance_hint { fr: "Elle décide de qui l’apprend, et comment.", en: "It decides who learns of it, and how." }
    draft_reason { fr: "Pourquoi ce changement\u{202f}?", en: "Why this change?" }
    draft_reason_name { fr: "Raison du changement", en: "Reason for the change" }
    draft_reason_hint { fr: "Une phrase, d’au moins 10 caractères, que liront ceux qui approuvent et les agents.", en: "One sentence of at least 10 characters, which those who approve and the agents will read." }
    draft_save { fr: "Enregistrer", en: "Save" }
    draft_saved { fr: "Enregistré", en: "Saved" }
    draft_saving { fr: "Enregistrement…", en: "Saving…" }
    draft_unsaved { fr: "Modifié\u{a0}: enregistré dans un instant", en: "Changed: saved in a moment" }
    draft_not_saved { fr: "Pas encore enregistré\u{a0}: voyez le message en haut", en: "Not saved yet: see the message above" }
    draft_clash { fr: "Quelqu’un d’autre a changé les mêmes lignes", en: "Somebody else changed the same lines" }
    draft_clash_text { fr: "Rien n’est perdu\u{a0}: votre texte est dans le champ, le sien est ici. Reprenez-en ce qu’il faut, puis continuez.", en: "Nothing is lost: your text is in the field, theirs is here. Take over what is needed, then go on." }
    draft_clash_resolved { fr: "C’est repris\u{a0}: continuer avec mon texte", en: "Taken over: go on with my text" }
    draft_left_over { fr: "Ce que vous aviez tapé n’a pas été enregistré", en: "What you had typed was not saved" }
    draft_left_over_text { fr: "Cette version ne peut plus être modifiée. Copiez ce dont vous avez besoin : seul ce navigateur garde encore ce texte.", en: "This version can no longer be changed. Copy what you need: only this browser still keeps this text." }
    draft_left_over_forget { fr: "Oublier ce texte", en: "Discard this text" }
    draft_image_add { fr: "Ajouter une image", en: "Add an image" }
    draft_image_lead { fr: "Enregistrez d’abord le texte : l’image se place à la fin de ce qui est enregistré.", en: "Save the text first: the image goes to the end of what is saved." }
    draft_image_file { fr: "Fichier image", en: "Image file" }
    draft_image_file_hint(mb: u64) { fr: "PNG, JPEG, GIF, WebP, AVIF ou SVG, {mb} Mo au plus.", en: "PNG, JPEG, GIF, WebP, AVIF or SVG, at most {mb} MB." }
    draft_image_description { fr: "Ce que montre l’image", en: "What the image shows" }
    draft_image_description_hint { fr: "Lu à ceux qui ne la voient pas. Vide : le nom du fichier.", en: "Read to those who do not see it. Empty: the name of the file." }
    draft_image_send { fr: "Envoyer l’image", en: "Send the image" }
    draft_image_added { fr: "L’image est à la fin du texte. Déplacez-la là où elle aide.", en: "The image is at the end of the text. Move it to where it helps." }
    draft_image_under_way(name: &str) { fr: "Envoi de « {name} »…", en: "Sending “{name}”…" }
    draft_image_put { fr: "L’image est dans le texte. Entre les crochets, écrivez ce qu’elle montre.", en: "The image is in the text. Between the brackets, write what it shows." }
    draft_image_refused { fr: "L’image n’a pas été ajoutée", en: "The image was not added" }
    draft_next { fr: "Et maintenant\u{202f}?", en: "What next?" }
    draft_submit { fr: "Demander l’approbation", en: "Ask for approval" }
    draft_submit_lead { fr: "Un référent qui n’y a pas écrit relit et approuve\u{202f}; deux, si le changement est critique.", en: "A referent who did not write it reviews and approves; two, if the change is critical." }
    draft_submitted { fr: "Envoyé pour approbation.", en: "Sent for approval." }
    draft_archive { fr: "Abandonner", en: "Give up" }
    draft_archive_text { fr: "Le brouillon quitte la liste. Il reste dans le journal, et la version en vigueur ne change pas.", en: "The draft leaves the list. It stays in the log, and the version in effect does not change." }
    draft_archived { fr: "Archivé. Le journal en garde la trace.", en: "Archived. The log keeps it." }
    archive { fr: "Archiver cette version", en: "Archive this version" }
    archive_lead { fr: "Elle n’est pas fausse, mais elle n’a plus lieu d’être, et rien ne la remplace.", en: "It is not wrong, but no longer needed, and nothing takes its place." }
    archive_text_in_review { fr: "La relecture s’arrête, et la version quitte la liste. Elle reste dans le journal avec les approbations déjà données, et la version en vigueur ne change pas.", en: "The review ends, and the version leaves the list. It stays in the log with the approvals that were given, and the version in effect does not change." }
    archive_text_approved { fr: "Elle n’entrera pas en vigueur, et laisse la place à une autre version. Elle reste dans le journal, et la version en vigueur ne change pas.", en: "It will not take effect, and makes way for another version. It stays in the log, and the version in effect does not change." }
    archive_text_scheduled { fr: "Elle n’entrera pas en vigueur, et la diffusion qui l’annonce est close. Elle reste dans le journal, et la version en vigueur ne change pas.", en: "It will not take effect, and the broadcast that announces it is closed. It stays in the log, and the version in effect does not change." }
    archive_text_effective { fr: "Dès maintenant, les lecteurs ne la trouvent plus, et sa diffusion est close avec elle : il n’y a plus rien à reconnaître. Elle reste dans l’historique et ne revient pas : il faut publier une nouvelle version.", en: "From now on readers no longer find it, and its broadcast is closed with it: there is nothing left to acknowledge. It stays in the history and does not come back: a new version has to be published." }
    draft_judge { fr: "À vous de juger", en: "Yours to judge" }
    draft_because { fr: "Raison\u{a0}:", en: "Reason:" }
    draft_read_changes { fr: "Lire ce qui change", en: "Read what changes" }
    draft_approve { fr: "Approuver", en: "Approve" }
    draft_approved { fr: "Approuvé.", en: "Approved." }
    draft_approve_wanting { fr: "Renvoyez-la à l’auteur avec une remarque. Si vous la corrigez ici, une autre personne devra l’approuver.", en: "Send it back to the author with a remark. If you mend it here, somebody else has to approve it." }
    draft_note { fr: "Que faut-il changer\u{202f}?", en: "What has to change?" }
    draft_note_hint { fr: "L’auteur le lit en tête de son brouillon.", en: "The author reads it at the top of the draft." }
    draft_send_back { fr: "Renvoyer à l’auteur", en: "Send back to the author" }
    draft_sent_back { fr: "Renvoyé à l’auteur.", en: "Sent back to the author." }
    draft_sent_back_title { fr: "Renvoyé avec cette remarque", en: "Sent back with this remark" }
    draft_waiting_text { fr: "Un référent va la relire. La modifier annule les approbations déjà données.", en: "A referent will review it. Changing it voids approvals that were given." }
    draft_own_text { fr: "Vous y avez écrit\u{a0}: un autre référent doit l’approuver.", en: "You wrote some of it: another referent has to approve it." }
    draft_publish { fr: "Publier", en: "Publish" }
    publish_owed { fr: "Un changement précédent est encore dû", en: "An earlier change is still owed" }
    publish_owed_by_some(most: &str, own: &str) {
        fr: "Certains agents n’ont pas encore confirmé un changement précédent de cet article. Pour eux, celui-ci sera « {most} » : ils le reçoivent à part, avec tout ce qui a changé depuis. Pour les autres, il reste « {own} ».",
        en: "Some agents have not acknowledged an earlier change of this article yet. For them this one will be “{most}”: they receive it apart, with everything that has changed since. For the others it stays “{own}”."
    }
    publish_owed_by_all(most: &str, own: &str) {
        fr: "Aucun de ceux qui le recevront n’a confirmé un changement précédent de cet article : celui-ci leur demandera autant (« {most} » au lieu de « {own} »), avec tout ce qui a changé depuis.",
        en: "None of those who will receive it has acknowledged an earlier change of this article: this one will ask as much of them (“{most}” instead of “{own}”), with everything that has changed since."
    }
    draft_publish_lead { fr: "Approuvée, elle ne change plus. Elle entre en vigueur tout de suite, ou à l’instant que vous donnez.", en: "Once approved it never changes. It takes effect at once, or at the instant that you give." }
    draft_published { fr: "Publié.", en: "Published." }
    draft_day { fr: "En vigueur à partir du", en: "In effect from" }
    draft_day_hint(zone: &str) { fr: "Vide\u{a0}: tout de suite. Fuseau\u{a0}: {zone}.", en: "Empty: at once. Zone: {zone}." }
    draft_time { fr: "À", en: "At" }
    draft_time_hint { fr: "Heure sur 24 heures, comme 08:00. Vide\u{a0}: minuit.", en: "24-hour clock, such as 08:00. Empty: midnight." }
    draft_end_day { fr: "Prend fin le", en: "Ends on" }
    draft_end_day_hint { fr: "Vide\u{a0}: sans fin.", en: "Empty: no end." }
    draft_unschedule { fr: "Ne plus publier à cet instant", en: "Do not publish at that instant" }
    draft_unschedule_text { fr: "La version reste approuvée, et la diffusion qui l’annonce est close. Vous pourrez la publier plus tard.", en: "The version stays approved, and the broadcast that announces it is closed. You can publish it later." }
    draft_unscheduled { fr: "Elle n’entrera pas en vigueur à cet instant.", en: "It will not take effect at that instant." }
    draft_no_consequence { fr: "Éditorial\u{a0}: personne n’est prévenu, rien n’est à confirmer.", en: "Editorial: nobody is told, nothing has to be acknowledged." }
    draft_agents { fr: "Agents concernés", en: "Agents concerned" }
    draft_of_vendors[n] { fr: "chez {n} prestataire" | "chez {n} prestataires", en: "at {n} vendor" | "at {n} vendors" }
    draft_clearances { fr: "Habilitations en jeu", en: "Clearances at stake" }
    draft_clearances_note { fr: "suspendues ou en sursis jusqu’à l’accusé de lecture", en: "suspended or in grace until acknowledged" }
    draft_translations { fr: "Traductions", en: "Translations" }
    draft_translations_note { fr: "ne suivront plus la source", en: "will no longer follow the source" }
    draft_reading { fr: "À lire", en: "To read" }
    draft_reading_note { fr: "par agent, pour ce qui change", en: "by each agent, for what changes" }
    reading_minutes[n] { fr: "{n} min" | "{n} min", en: "{n} min" | "{n} min" }
    reading_under_a_minute { fr: "moins d’1 min", en: "under 1 min" }
    draft_state_draft { fr: "Brouillon", en: "Draft" }
    draft_state_in_review { fr: "En relecture", en: "In review" }
    draft_state_changes_requested { fr: "Renvoyée", en: "Sent back" }
    draft_state_approved { fr: "Approuvée", en: "Approved" }
    draft_state_scheduled { fr: "Programmée", en: "Scheduled" }
    significance_about_editorial { fr: "Le sens ne change pas\u{a0}: personne n’est prévenu.", en: "The meaning stays: nobody is told." }
    significance_about_moderate { fr: "Bon à savoir\u{a0}: une information dans le fil.", en: "Good to know: a notice in the feed." }
    significance_about_major { fr: "On répond autrement\u{a0}: lecture à confirmer, avec 1 à 3 questions. Les traductions ne suivent plus.", en: "Answers change: to be acknowledged, with 1 to 3 questions. Translations no longer follow." }
    significance_about_critical { fr: "Se tromper coûte cher\u{a0}: tout juste aux questions avant le prochain contact concerné, et deux approbations.", en: "A mistake is costly: every question right before the next contact concerned, and two approvals." }
    space_new { fr: "Nouvel espace", en: "New space" }
    space_new_lead { fr: "Un espace réunit des consignes. Il s’ouvre aux prestataires un par un.", en: "A space holds instructions. It is opened to vendors one by one." }
    space_name_fr { fr: "Nom en français", en: "Name in French" }
    space_name_en { fr: "Nom en anglais", en: "Name in English" }
    space_about_fr { fr: "De quoi il traite, en français", en: "What it is about, in French" }
    space_about_en { fr: "De quoi il traite, en anglais", en: "What it is about, in English" }
    space_added { fr: "Espace créé. Ouvrez-le à un prestataire quand il est prêt.", en: "Space made. Open it to a vendor when it is ready." }
    space_doors(name: &str) { fr: "Qui lit «\u{202f}{name}\u{202f}»", en: "Who reads “{name}”" }
    space_readers_link { fr: "Qui le lit", en: "Who reads it" }
    space_readers { fr: "Ouvert à", en: "Open to" }
    space_open_to_nobody { fr: "Personne d’autre que le client", en: "Nobody but the client" }
    space_open_to_nobody_text { fr: "Un prestataire ne sait pas qu’un espace existe avant qu’il lui soit ouvert.", en: "A vendor does not know that a space exists before it is opened to them." }
    space_open_to { fr: "Ouvrir à un prestataire", en: "Open to a vendor" }
    space_open_hint { fr: "Tous ses agents liront les consignes en vigueur, dès maintenant.", en: "All of its agents will read the instructions in effect, from now on." }
    space_open { fr: "Ouvrir", en: "Open" }
    brought_title { fr: "À approuver avant de l’ouvrir", en: "To be approved before it is opened" }
    brought_lead { fr: "Ces textes ont été apportés ici et aucun agent ne les lit encore. Quelqu’un d’autre que la personne qui les a apportés les lit et les approuve\u{202f}; ensuite l’espace peut être ouvert.", en: "These texts were brought here and no agent reads them yet. Somebody other than whoever brought them reads and approves them; then the space can be opened." }
    brought_by_you { fr: "par quelqu’un d’autre que vous", en: "by somebody other than you" }
    brought_approve[n] { fr: "Approuver ce texte" | "Approuver ces {n} textes", en: "Approve this text" | "Approve these {n} texts" }
    brought_approved { fr: "Textes approuvés.", en: "Texts approved." }
    space_opened { fr: "Espace ouvert.", en: "Space opened." }
    broadcast_for { fr: "Pour qui", en: "For whom" }
    broadcast_for_hint { fr: "Rien de coché dans une liste : elle ne limite personne. Sans langue cochée, un changement s’adresse à ceux qui lisent ce texte. Un motif de contact comprend ceux qui sont au-dessous.", en: "Nothing ticked in a list: it limits nobody. Without a language ticked, a change is for those who read this text. A contact type includes those below it." }
    recall { fr: "Retirer cette version", en: "Withdraw this version" }
    recall_lead { fr: "Elle est fausse et personne ne doit plus l’appliquer, même si rien ne la remplace encore.", en: "It is wrong and nobody may apply it any more, even if nothing takes its place yet." }
    recall_reason { fr: "Qu’est-ce qui est faux ?", en: "What is wrong with it?" }
    recall_reason_hint { fr: "10 caractères au moins : tous ceux qui peuvent la lire le liront.", en: "At least 10 characters: everybody who may read it will read this." }
    recall_text { fr: "Sa page disparaît tout de suite. Tous ceux qui pouvaient la lire sont interrompus, et suspendus jusqu’à ce qu’ils aient confirmé ; les référents sont prévenus. Elle ne revient pas : il faut publier une nouvelle version.", en: "Its page disappears at once. Everybody who could read it is interrupted, and suspended until they have confirmed; the referents are told. It does not come back: a new version has to be published." }
    recall_done { fr: "Version retirée. Tous ceux qui pouvaient la lire l’apprennent.", en: "Version withdrawn. Everybody who could read it is told." }
    snippet_bold { fr: "Gras", en: "Bold" }
    snippet_link { fr: "Lien", en: "Link" }
    snippet_heading { fr: "Intertitre", en: "Heading" }
    snippet_list { fr: "Liste", en: "List" }
    snippet_note { fr: "Remarque", en: "Note" }
    snippet_tip { fr: "Conseil", en: "Tip" }
    snippet_important { fr: "Important", en: "Important" }
    snippet_warning { fr: "Attention", en: "Warning" }
    snippet_caution { fr: "Danger", en: "Caution" }
    snippet_table { fr: "Tableau", en: "Table" }
    snippet_image { fr: "Image", en: "Image" }
    snippet_reply { fr: "Titre\n\nBonjour {{customer.name}}, [[à adapter]].", en: "Title\n\nHello {{customer.name}}, [[to adapt]]." }
    snippet_transfer { fr: "Titre\n\nQuand, à qui, avec quoi.", en: "Title\n\nWhen, to whom, with what." }
    snippet_flow { fr: "Titre\n\n1. Question ?\n   - Oui → 2\n   - Non → 3\n2. Envoyez [la réponse](#reply-ce-qu-on-repond).\n3. Transférez avec [la règle](#transfer-a-qui-transferer).", en: "Title\n\n1. Question?\n   - Yes → 2\n   - No → 3\n2. Send [the reply](#reply-what-to-answer).\n3. Hand on with [the rule](#transfer-to-whom)." }
    snippet_flow_ends { fr: "\n\n> [!REPLY] Ce qu’on répond\n> Bonjour {{customer.name}}, [[à adapter]].\n\n> [!TRANSFER] À qui transférer\n> Quand, à qui, avec quoi.", en: "\n\n> [!REPLY] What to answer\n> Hello {{customer.name}}, [[to adapt]].\n\n> [!TRANSFER] To whom\n> When, to whom, with what." }
    snippet_tone { fr: "Dites\u{a0}: …\nNe dites pas\u{a0}: …", en: "Say: …\nDo not say: …" }
    snippet_table_rows { fr: "| Cas | Réponse |\n| --- | --- |\n| … | … |", en: "| Case | Answer |\n| --- | --- |\n| … | … |" }
    problem_life_state { fr: "Cette version n’en est plus là\u{a0}: rechargez la page pour voir où elle en est.", en: "This version is no longer at that point: reload the page to see where it is." }
    problem_life_contributor { fr: "Vous y avez écrit\u{a0}: une autre personne doit l’approuver.", en: "You wrote some of it: somebody else has to approve it." }
    problem_life_already { fr: "Vous l’avez déjà approuvée. Une autre personne doit le faire aussi.", en: "You have approved it already. Somebody else has to as well." }
    problem_life_revision { fr: "Elle a changé depuis que vous l’avez lue. Rechargez la page et relisez-la.", en: "It has changed since you read it. Reload the page and read it again." }
    problem_life_unchanged { fr: "Elle dit la même chose que la version en vigueur\u{a0}: il n’y a rien à approuver.", en: "It says the same as the version in effect: there is nothing to approve." }
    problem_life_coming { fr: "Une autre version de cette consigne est déjà approuvée dans cette langue et attend d’entrer en vigueur. Publiez-la ou archivez-la d’abord : elle est parmi les brouillons.", en: "Another version of this instruction is approved in this language and waits to take effect. Publish or archive it first: it is among the drafts." }
}

impl crate::Messages {
    /// What the state of a version is called to those who write.
    pub const fn draft_state(self, state: domain::knowledge::VersionState) -> &'static str {
        use domain::knowledge::VersionState as S;
        match state {
            S::Draft => self.draft_state_draft(),
            S::InReview => self.draft_state_in_review(),
            S::ChangesRequested => self.draft_state_changes_requested(),
            S::Approved => self.draft_state_approved(),
            S::Scheduled => self.draft_state_scheduled(),
            S::Effective | S::Superseded | S::Recalled | S::Expired | S::Archived => {
                self.version_state_word(state)
            }
        }
    }

    /// What follows when a version is put away.
    pub const fn archive_text(self, state: domain::knowledge::VersionState) -> &'static str {
        use domain::knowledge::VersionState as S;
        match state {
            S::InReview => self.archive_text_in_review(),
            S::Approved => self.archive_text_approved(),
            S::Scheduled => self.archive_text_scheduled(),
            S::Effective => self.archive_text_effective(),
            _ => self.draft_archive_text(),
        }
    }

    /// What a significance means.
    pub const fn significance_about(self, significance: domain::knowledge::Significance) -> &'static str {
        use domain::knowledge::Significance as S;
        match significance {
            S::Editorial => self.significance_about_editorial(),
            S::Moderate => self.significance_about_moderate(),
            S::Major => self.significance_about_major(),
            S::Critical => self.significance_about_critical(),
        }
    }

    /// How long something is read, from seconds.
    pub fn minutes_of_reading(self, seconds: u64) -> String {
        match seconds {
            0..60 => self.reading_under_a_minute().to_owned(),
            seconds => self.reading_minutes(seconds.div_ceil(60)),
        }
    }
}
