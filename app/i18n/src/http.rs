//! Answers to requests that no page could answer.

use crate::macros::messages;

messages! {
    http_title_unauthenticated { fr: "Connectez-vous", en: "Sign in" }
    http_title_forbidden { fr: "Ce n’est pas ouvert à votre rôle", en: "This is not open to your role" }
    http_title_not_found { fr: "Rien à cette adresse", en: "Nothing at this address" }
    http_title_conflict { fr: "Modifié entre-temps", en: "Changed in the meantime" }
    http_title_invalid { fr: "La demande ne convient pas", en: "The request is not right" }
    http_title_too_large { fr: "Trop volumineux", en: "Too large" }
    http_title_too_many { fr: "Trop d’essais", en: "Too many tries" }
    http_title_unavailable { fr: "De retour dans un instant", en: "Back in a moment" }
    http_title_internal { fr: "Une erreur de notre côté", en: "A fault on our side" }
    http_title_unreadable { fr: "Demande illisible", en: "The request cannot be read" }
    http_title_foreign_origin { fr: "Demande venue d’ailleurs", en: "The request came from elsewhere" }
    http_title_no_such_method { fr: "Pas de cette façon", en: "Not in this way" }
    http_title_too_slow { fr: "Trop long", en: "Too slow" }
    http_text_unreadable { fr: "L’adresse ou le formulaire contient des caractères qui ne sont pas du texte (UTF-8). Revenez à la page précédente, corrigez et envoyez à nouveau.", en: "The address or the form contains characters that are not text (UTF-8). Go back to the page before, correct it and send again." }
    http_text_foreign_origin { fr: "Cette demande ne vient pas d’une page de Palier ; par sécurité, rien n’a été fait. Ouvrez Palier à son adresse habituelle et recommencez.", en: "This request did not come from a page of Palier; to be safe, nothing was done. Open Palier at its usual address and try again." }
    http_text_no_such_method { fr: "Cette adresse existe, mais ne se demande pas ainsi. Revenez à l’accueil.", en: "This address exists, but not for this kind of request. Go back to the first page." }
    http_text_too_slow { fr: "La réponse se fait trop attendre. Ce que vous avez envoyé a pu être enregistré : vérifiez avant de l’envoyer à nouveau.", en: "The answer takes too long. What you sent may have been saved: check before you send it again." }
    http_title_no_token { fr: "Il faut un jeton", en: "A token is needed" }
    http_title_no_scope { fr: "Ce jeton ne le permet pas", en: "This token does not allow it" }
    http_title_parameters { fr: "Des paramètres ne conviennent pas", en: "Some parameters are not right" }
    http_title_no_such_place { fr: "Le journal ne va pas jusque-là", en: "The log does not go as far" }
    http_text_no_token { fr: "Le jeton manque, est inconnu ou ne fonctionne plus. Envoyez-le dans l’en-tête « Authorization: Bearer pal_… » ; un administrateur en crée un par « palier token create ».", en: "The token is missing, unknown or works no more. Send it in the header “Authorization: Bearer pal_…”; an administrator makes one with “palier token create”." }
    http_text_no_scope { fr: "Ce jeton ne permet pas de demander cela. Utilisez-en un dont la portée est clearances:read.", en: "This may not be asked with this token. Use one of the scope clearances:read." }
    http_text_parameters { fr: "« errors » dit lesquels, et ce qu’il faut y mettre.", en: "“errors” says which, and what to put there." }
    http_text_no_such_place { fr: "Le journal n’a pas la place que donne « after » : une sauvegarde plus ancienne a été restaurée. Relisez toutes les pages de /api/v1/clearances, puis suivez les changements à partir de leur « revision ».", en: "The log does not have the place that “after” gives: an older backup was restored. Read all pages of /api/v1/clearances anew, then follow the changes from their “revision” on." }
    http_text_no_such_agent { fr: "Il n’y a pas d’agent de cet identifiant, ou pas pour ce jeton.", en: "There is no agent of this id, or not for this token." }
    http_text_no_such_resource { fr: "Il n’y a rien à cette adresse. /api/v1/openapi.json décrit ce qu’il y a.", en: "There is nothing at this address. /api/v1/openapi.json describes what there is." }
    http_go_home { fr: "Aller à l’accueil", en: "Go to the first page" }
    http_reference(reference: &str) { fr: "Référence : {reference}", en: "Reference: {reference}" }
}
