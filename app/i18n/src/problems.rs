//! What went wrong and how to mend it.

use domain::Reason;
use domain::broadcast::{ItemProblem, WeekProblem};
use domain::knowledge::{ImageFault, MAX_IMAGE_MB, MAX_MEGAPIXELS};

use crate::macros::messages;

messages! {
    problem_unauthenticated { fr: "Votre session est terminée. Ce que vous avez saisi est gardé : connectez-vous, puis envoyez à nouveau.", en: "Your session has ended. What you typed is kept: sign in, then send again." }
    problem_forbidden { fr: "Votre rôle ne le permet pas. Si vous en avez besoin, adressez-vous à votre référent.", en: "Your role does not allow this. If you need it, ask your referent." }
    problem_not_found { fr: "Cette page n’existe pas, ou pas pour vous.", en: "This page does not exist, or not for you." }
    problem_withdrawn { fr: "Cette consigne a été retirée parce qu’elle était fausse. Ne l’appliquez plus ; votre référent vous dira ce qui la remplace.", en: "This instruction was withdrawn because it was wrong. Do not apply it any more; your referent will tell you what takes its place." }
    problem_stale { fr: "Quelqu’un d’autre a modifié cette fiche entre-temps. Votre saisie est toujours là : ouvrez la fiche dans un autre onglet pour comparer, puis rechargez cette page.", en: "Somebody else changed this in the meantime. What you typed is still here: open it in another tab to compare, then reload this page." }
    problem_stale_page { fr: "Quelqu’un d’autre a modifié cette fiche entre-temps, et rien n’est enregistré. Votre saisie reste affichée, mais cette page ne peut plus l’enregistrer\u{a0}: ouvrez la fiche dans un autre onglet et refaites-y votre modification.", en: "Somebody else changed this in the meantime, and nothing was saved. What you typed is still shown, but this page can no longer save it: open it anew in another tab and make your change there." }
    problem_bad_credentials { fr: "L’adresse ou le mot de passe ne convient pas. Vérifiez les deux, ou demandez un nouveau mot de passe.", en: "The address or the password is not right. Check both, or ask for a new password." }
    problem_bad_link { fr: "Ce lien ne fonctionne plus. Demandez-en un nouveau.", en: "This link no longer works. Ask for a new one." }
    problem_own_access { fr: "Vous ne pouvez pas retirer votre propre accès. Demandez-le à un autre administrateur.", en: "You cannot take away your own access. Ask another administrator." }
    problem_unapproved { fr: "Des textes apportés dans cet espace attendent encore l’approbation de quelqu’un d’autre que la personne qui les a apportés. Approuvez-les ou faites-les approuver, puis ouvrez-le.", en: "Texts that were brought into this space still wait for the approval of somebody other than whoever brought them. Approve them or have them approved, then open it." }
    problem_in_use { fr: "Des personnes actives y travaillent encore. Déplacez-les ou désactivez-les d’abord.", en: "Active people still work there. Move or deactivate them first." }
    problem_closed { fr: "Cette équipe, ce site ou ce prestataire est clos. Rouvrez-le d’abord, ou choisissez-en un autre.", en: "This team, site or vendor is closed. Reopen it first, or choose another." }
    problem_too_many[n] { fr: "Trop d’essais. Réessayez dans {n} seconde." | "Trop d’essais. Réessayez dans {n} secondes.", en: "Too many tries. Try again in {n} second." | "Too many tries. Try again in {n} seconds." }
    problem_invalid { fr: "Certaines réponses ne conviennent pas. Corrigez-les et envoyez à nouveau.", en: "Some answers are not right. Correct them and send again." }
    problem_too_large { fr: "C’est trop volumineux pour être reçu. Raccourcissez, puis envoyez à nouveau.", en: "This is too large to be received. Shorten it, then send again." }
    problem_unavailable { fr: "Palier n’atteint pas ses données pour le moment. Rien n’a été enregistré ; réessayez dans un instant.", en: "Palier cannot reach its data at the moment. Nothing was saved; try again shortly." }
    problem_internal { fr: "Une erreur s’est produite de notre côté. Rien n’a été enregistré. Réessayez ; si cela persiste, transmettez la référence.", en: "Something went wrong on our side. Nothing was saved. Try again; if it persists, quote the reference." }
    problem_network { fr: "Palier ne répond pas. Vérifiez la connexion et envoyez à nouveau : votre saisie est toujours là.", en: "Palier does not answer. Check the connection and send again: what you typed is still here." }
    problem_page_file { fr: "Une partie de cette page n’est pas arrivée. Vérifiez la connexion, puis réessayez.", en: "A part of this page did not arrive. Check the connection, then try again." }
    reason_missing { fr: "Remplissez ce champ.", en: "Fill this in." }
    reason_too_long[n] { fr: "{n} caractère au plus." | "{n} caractères au plus.", en: "At most {n} character." | "At most {n} characters." }
    reason_too_short[n] { fr: "{n} caractère au moins." | "{n} caractères au moins.", en: "At least {n} character." | "At least {n} characters." }
    reason_bad_character { fr: "Contient un caractère invisible. Effacez et saisissez à nouveau.", en: "Contains an invisible character. Clear it and type it again." }
    reason_not_an_email { fr: "Saisissez une adresse complète, comme prenom.nom@exemple.fr.", en: "Give a complete address, such as first.last@example.com." }
    reason_not_a_country { fr: "Saisissez les deux lettres du pays, comme FR ou MG.", en: "Give the two letters of the country, such as FR or MG." }
    reason_not_a_time_zone { fr: "Choisissez un fuseau de la liste, comme Europe/Paris.", en: "Choose a zone from the list, such as Europe/Paris." }
    reason_not_a_date { fr: "Saisissez une date comme 2026-11-23.", en: "Give a date such as 2026-11-23." }
    reason_yes_or_no { fr: "Répondez oui ou non : aucune des deux réponses n’est fausse.", en: "Answer yes or no: neither is wrong." }
    reason_not_a_choice { fr: "Choisissez dans la liste.", en: "Choose from the list." }
    reason_taken { fr: "Existe déjà. Choisissez-en un autre.", en: "Exists already. Choose another." }
    reason_address_not_usable { fr: "Cette adresse ne peut pas être utilisée. Adressez-vous à l’administrateur du client.", en: "This address cannot be used. Ask the client’s administrator." }
    reason_needed_for_role { fr: "Ce rôle en a besoin. Choisissez dans la liste.", en: "This role needs it. Choose from the list." }
    reason_too_common { fr: "Trop facile à deviner. Préférez une phrase de quelques mots.", en: "Too easy to guess. Prefer a sentence of a few words." }
    reason_contains_identity { fr: "Contient votre nom ou votre adresse. Choisissez autre chose.", en: "Contains your name or address. Choose something else." }
    reason_does_not_match { fr: "Les deux saisies diffèrent.", en: "The two entries differ." }
    reason_wrong_password { fr: "Ce n’est pas votre mot de passe actuel.", en: "This is not your current password." }
    reason_same_as_before { fr: "C’est déjà votre mot de passe. Choisissez-en un autre.", en: "This is your password already. Choose another." }
    reason_regime { fr: "Ce régime n’est pas possible dans ce pays : UE dans l’Espace économique européen, pays adéquat selon la Commission, sinon clauses contractuelles types.", en: "This regime is not possible in that country: EU inside the European Economic Area, adequate by decision of the Commission, otherwise standard contractual clauses." }
    reason_not_from_a_link { fr: "Cette valeur ne vient pas d’un lien de Palier. Retirez-la de l’adresse.", en: "This value does not come from a link of Palier. Take it out of the address." }
    field_fault(field: &str, fault: &str) { fr: "{field} : {fault}", en: "{field}: {fault}" }
    week_empty { fr: "Donnez au moins une vacation : un début et une fin, comme 08:00 et 20:00.", en: "Give at least one shift: a beginning and an end, such as 08:00 and 20:00." }
    week_no_day(part: &str) { fr: "«\u{202f}{part}\u{202f}»\u{a0}: mettez le jour devant, comme lun-ven {part}.", en: "“{part}”: put the day in front, such as mon-fri {part}." }
    week_no_hours(part: &str) { fr: "«\u{202f}{part}\u{202f}»\u{a0}: ajoutez les heures, comme {part} 08:00-20:00.", en: "“{part}”: add the hours, such as {part} 08:00-20:00." }
    week_not_a_day(part: &str) { fr: "«\u{202f}{part}\u{202f}» n’est pas un jour. Écrivez lun, mar, mer, jeu, ven, sam, dim.", en: "“{part}” is not a day. Write mon, tue, wed, thu, fri, sat, sun." }
    week_not_a_shift(part: &str) { fr: "«\u{202f}{part}\u{202f}» n’est pas un début et une fin, comme 08:00-20:00.", en: "“{part}” is not a beginning and an end, such as 08:00-20:00." }
    week_not_an_hour(part: &str) { fr: "«\u{202f}{part}\u{202f}» n’est pas une heure, comme 08:00.", en: "“{part}” is not an hour, such as 08:00." }
    week_overlap(part: &str) { fr: "«\u{202f}{part}\u{202f}» chevauche une autre vacation.", en: "“{part}” overlaps another shift." }
    item_no_prompt(number: usize) { fr: "Question {number}\u{a0}: écrivez la question.", en: "Question {number}: write the question." }
    item_options(number: usize) { fr: "Question {number}\u{a0}: donnez de 2 à 6 réponses, une par ligne.", en: "Question {number}: give 2 to 6 answers, one a line." }
    item_empty_option(number: usize) { fr: "Question {number}\u{a0}: une réponse est vide.", en: "Question {number}: an answer is empty." }
    item_same_options(number: usize) { fr: "Question {number}\u{a0}: deux réponses disent la même chose.", en: "Question {number}: two answers say the same." }
    item_right(number: usize) { fr: "Question {number}\u{a0}: au moins une réponse doit être juste, et au moins une fausse.", en: "Question {number}: at least one answer must be right, and at least one wrong." }
    item_no_passage(number: usize) { fr: "Question {number}\u{a0}: copiez le passage du texte où se trouve la réponse.", en: "Question {number}: copy the passage of the text in which the answer is." }
    item_not_in_change(number: usize, passage: &str) { fr: "Question {number}\u{a0}: le texte publié ne contient pas «\u{202f}{passage}\u{202f}». Copiez-en un passage tel quel.", en: "Question {number}: the text that is published does not contain “{passage}”. Copy a passage of it as it stands." }
    item_not_new(number: usize, passage: &str) { fr: "Question {number}\u{a0}: «\u{202f}{passage}\u{202f}» n’a pas changé. Copiez un passage où se lit ce qui change.", en: "Question {number}: “{passage}” has not changed. Copy a passage in which one reads what changes." }
    reason_item_count(least: usize, most: usize) { fr: "Il faut de {least} à {most} questions pour un changement de cette portée.", en: "A change of this significance needs {least} to {most} questions." }
    reason_nobody { fr: "Personne n’est concerné. Élargissez le choix.", en: "Nobody is concerned. Widen the choice." }
    reason_not_an_id { fr: "Donnez un identifiant, comme 01999999-9999-7999-8999-999999999999.", en: "Give an id, such as 01999999-9999-7999-8999-999999999999." }
    reason_not_an_instant { fr: "Donnez un instant selon la RFC 3339, comme 2026-11-23T08:00:00Z ; dans une adresse, le signe plus s’écrit %2B.", en: "Give an instant as RFC 3339 says, such as 2026-11-23T08:00:00Z; in an address a plus sign is written %2B." }
    reason_not_a_number(least: usize, most: usize) { fr: "Donnez un nombre entier de {least} à {most}.", en: "Give a whole number from {least} to {most}." }
    reason_not_one_of(choices: &str) { fr: "Choisissez parmi : {choices}.", en: "Choose one of: {choices}." }
    reason_not_a_contact_type { fr: "Aucun motif de contact de ce nom. Donnez son identifiant, ou le mot qui termine l’adresse de sa page.", en: "There is no such contact type. Give its id, or the word at the end of its page’s address." }
    reason_not_contact_types(names: &str) { fr: "Aucun motif de contact ne porte ce nom : {names}. Corrigez « contact_types » en tête du texte, ou ajoutez d’abord le motif.", en: "There is no contact type of this name: {names}. Correct “contact_types” at the head of the text, or add the contact type first." }
    reason_not_a_cursor { fr: "Donnez « next » d’une réponse précédente, ou 0 pour commencer au début.", en: "Give the “next” of an answer before, or 0 to begin at the beginning." }
    reason_not_a_parameter(known: &str) { fr: "Il n’y a pas de tel paramètre. Il y a : {known}.", en: "There is no such parameter. There are: {known}." }
    reason_not_in_text { fr: "La consigne ne contient pas ce passage. Copiez-le tel quel, sans rien y ajouter.", en: "The instruction does not contain this passage. Copy it as it stands, with nothing added." }
    reason_past { fr: "Cet instant est passé. Donnez-en un à venir, ou laissez vide pour tout de suite.", en: "That instant is past. Give one to come, or leave it empty for at once." }
    reason_end_past { fr: "Cette fin est passée. Donnez aujourd’hui ou un jour à venir.", en: "That end is past. Give today or a day to come." }
    reason_ends_first { fr: "La fin viendrait avant l’entrée en vigueur. Donnez une fin plus tardive.", en: "It would end before it takes effect. Give a later end." }
    reason_clash { fr: "Quelqu’un d’autre l’a changé entre-temps\u{a0}: voyez son texte plus haut.", en: "Somebody else changed this meanwhile: see their text above." }
    reason_not_an_article { fr: "Aucune consigne n’est en vigueur à cette adresse dans les langues où vous écrivez. Copiez l’adresse de sa page, comme /knowledge/espace/consigne.", en: "No instruction is in effect at this address in the languages in which you write. Copy the address of its page, such as /knowledge/space/instruction." }
    reason_twice { fr: "Donné plus d’une fois. Donnez-le une fois.", en: "Given more than once. Give it once." }
    image_empty { fr: "Il n’y a pas d’image dans ce qui a été envoyé. Choisissez un fichier image.", en: "There is no image in what was sent. Choose an image file." }
    image_too_large(mb: u64) { fr: "L’image dépasse {mb} Mo. Réduisez-la, puis envoyez-la à nouveau.", en: "The image is over {mb} MB. Make it smaller, then send it again." }
    image_not_an_image { fr: "Ce fichier n’est pas une image PNG, JPEG, GIF, WebP, AVIF ou SVG, quoi que dise son nom. Choisissez-en un autre.", en: "This file is not a PNG, JPEG, GIF, WebP, AVIF or SVG image, whatever its name says. Choose another." }
    image_damaged { fr: "Cette image est abîmée ou incomplète. Enregistrez-la à nouveau, puis renvoyez-la.", en: "This image is damaged or not whole. Save it again, then send it again." }
    image_too_many_pixels(millions: u64) { fr: "L’image a plus de {millions} millions de points. Réduisez ses dimensions, puis envoyez-la à nouveau.", en: "The image has over {millions} million pixels. Make it smaller, then send it again." }
    reason_does_not_belong { fr: "Appartient à un autre prestataire que celui qui est choisi. Accordez les deux choix.", en: "Belongs to another vendor than the one that is chosen. Make the two choices agree." }
}

impl crate::Messages {
    /// What is wrong with the shifts of a week.
    fn week_problem(self, problem: &WeekProblem) -> String {
        match problem {
            WeekProblem::Empty => self.week_empty().to_owned(),
            WeekProblem::NoDay(part) => self.week_no_day(part),
            WeekProblem::NoHours(part) => self.week_no_hours(part),
            WeekProblem::NotADay(part) => self.week_not_a_day(part),
            WeekProblem::NotAShift(part) => self.week_not_a_shift(part),
            WeekProblem::NotAnHour(part) => self.week_not_an_hour(part),
            WeekProblem::Overlap(shift) => self.week_overlap(&shift.written(self.locale())),
        }
    }

    /// What is wrong with a check item.
    fn item_problem(self, number: usize, problem: &ItemProblem) -> String {
        match problem {
            ItemProblem::NoPrompt => self.item_no_prompt(number),
            ItemProblem::OptionCount(_) => self.item_options(number),
            ItemProblem::EmptyOption(_) => self.item_empty_option(number),
            ItemProblem::SameOptions { .. } => self.item_same_options(number),
            ItemProblem::NoSuchOption(_) | ItemProblem::NoneRight | ItemProblem::AllRight => {
                self.item_right(number)
            }
            ItemProblem::NoPassage => self.item_no_passage(number),
            ItemProblem::NotInChange(passage) => self.item_not_in_change(number, passage),
            ItemProblem::NotNew(passage) => self.item_not_new(number, passage),
        }
    }

    /// Why an image is not kept and how to mend it.
    pub fn image_fault(self, fault: ImageFault) -> String {
        match fault {
            ImageFault::Empty => self.image_empty().to_owned(),
            ImageFault::TooLarge => self.image_too_large(MAX_IMAGE_MB),
            ImageFault::NotAnImage => self.image_not_an_image().to_owned(),
            ImageFault::Damaged => self.image_damaged().to_owned(),
            ImageFault::TooManyPixels => self.image_too_many_pixels(MAX_MEGAPIXELS),
        }
    }

    /// Why a value is refused and how to mend it.
    pub fn reason(self, reason: &Reason) -> String {
        match reason {
            Reason::TooLong(most) => self.reason_too_long(*most as u64),
            Reason::TooShort(least) => self.reason_too_short(*least as u64),
            Reason::Missing => self.reason_missing().to_owned(),
            Reason::BadCharacter => self.reason_bad_character().to_owned(),
            Reason::NotAnEmailAddress => self.reason_not_an_email().to_owned(),
            Reason::NotACountry => self.reason_not_a_country().to_owned(),
            Reason::NotATimeZone => self.reason_not_a_time_zone().to_owned(),
            Reason::NotADate => self.reason_not_a_date().to_owned(),
            Reason::NotAChoice => self.reason_not_a_choice().to_owned(),
            Reason::YesOrNo => self.reason_yes_or_no().to_owned(),
            Reason::Taken => self.reason_taken().to_owned(),
            Reason::AddressNotUsable => self.reason_address_not_usable().to_owned(),
            Reason::NeededForRole => self.reason_needed_for_role().to_owned(),
            Reason::TooCommon => self.reason_too_common().to_owned(),
            Reason::ContainsIdentity => self.reason_contains_identity().to_owned(),
            Reason::DoesNotMatch => self.reason_does_not_match().to_owned(),
            Reason::WrongPassword => self.reason_wrong_password().to_owned(),
            Reason::SameAsBefore => self.reason_same_as_before().to_owned(),
            Reason::RegimeDoesNotFitCountry => self.reason_regime().to_owned(),
            Reason::DoesNotBelong => self.reason_does_not_belong().to_owned(),
            Reason::NotFromALink => self.reason_not_from_a_link().to_owned(),
            Reason::NotAWeek(problem) => self.week_problem(problem),
            Reason::CheckItem(number, problem) => self.item_problem(*number, problem),
            Reason::ItemCount(least, most) => self.reason_item_count(*least, *most),
            Reason::Nobody => self.reason_nobody().to_owned(),
            Reason::NotAnId => self.reason_not_an_id().to_owned(),
            Reason::NotAnInstant => self.reason_not_an_instant().to_owned(),
            Reason::NotANumber(least, most) => self.reason_not_a_number(*least, *most),
            Reason::NotOneOf(choices) => self.reason_not_one_of(choices),
            Reason::NotAContactType => self.reason_not_a_contact_type().to_owned(),
            Reason::NotContactTypes(names) => self.reason_not_contact_types(names),
            Reason::Flow(flow, fault) => self.flow_fault(flow, *fault),
            Reason::NotACursor => self.reason_not_a_cursor().to_owned(),
            Reason::NotAParameter(known) => self.reason_not_a_parameter(known),
            Reason::NotInText => self.reason_not_in_text().to_owned(),
            Reason::Past => self.reason_past().to_owned(),
            Reason::EndPast => self.reason_end_past().to_owned(),
            Reason::EndsFirst => self.reason_ends_first().to_owned(),
            Reason::NotAnArticle => self.reason_not_an_article().to_owned(),
            Reason::Clash => self.reason_clash().to_owned(),
            Reason::Twice => self.reason_twice().to_owned(),
            Reason::Image(fault) => self.image_fault(*fault),
        }
    }
}
