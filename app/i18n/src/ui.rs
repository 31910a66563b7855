//! Words of the design system: what its components say by themselves.

use crate::macros::messages;

messages! {
    ui_skip_to_content { fr: "Aller au contenu", en: "Skip to content" }
    ui_main_navigation { fr: "Navigation principale", en: "Main navigation" }
    ui_open_navigation { fr: "Ouvrir la navigation", en: "Open navigation" }
    ui_close_navigation { fr: "Fermer la navigation", en: "Close navigation" }
    ui_narrow_navigation { fr: "Réduire la navigation", en: "Narrow the navigation" }
    ui_breadcrumbs { fr: "Fil d’Ariane", en: "Breadcrumbs" }
    ui_account_menu { fr: "Compte", en: "Account" }
    ui_language { fr: "Langue", en: "Language" }
    ui_theme { fr: "Apparence", en: "Appearance" }
    ui_theme_system { fr: "Comme le système", en: "Same as system" }
    ui_theme_light { fr: "Clair", en: "Light" }
    ui_theme_dark { fr: "Sombre", en: "Dark" }
    ui_optional { fr: "facultatif", en: "optional" }
    ui_error_prefix { fr: "Erreur\u{a0}:", en: "Error:" }
    ui_problem_title { fr: "Il y a un problème", en: "There is a problem" }
    ui_show_password { fr: "Afficher", en: "Show" }
    ui_hide_password { fr: "Masquer", en: "Hide" }
    ui_password_shown { fr: "Le mot de passe est affiché", en: "The password is shown" }
    ui_password_hidden { fr: "Le mot de passe est masqué", en: "The password is hidden" }
    ui_copy { fr: "Copier", en: "Copy" }
    ui_copied { fr: "Copié", en: "Copied" }
    ui_copy_failed {
        fr: "Copie impossible. Sélectionnez le texte et copiez-le au clavier.",
        en: "Could not copy. Select the text and copy it with the keyboard.",
    }
    ui_apply_filters { fr: "Filtrer", en: "Filter" }
    ui_clear_filters { fr: "Effacer les filtres", en: "Clear filters" }
    ui_filters { fr: "Filtres", en: "Filters" }
    ui_draft_restored {
        fr: "Nous avons remis ce que vous aviez saisi.",
        en: "We have put back what you had typed.",
    }
    ui_draft_clash {
        fr: "Nous avons remis ce que vous aviez saisi. Quelqu’un d’autre l’a aussi modifié entre-temps\u{a0}: c’est votre saisie qui s’affiche.",
        en: "We have put back what you had typed. Somebody else changed some of it meanwhile: what is shown is what you typed.",
    }
    ui_previous { fr: "Précédent", en: "Previous" }
    ui_next { fr: "Suivant", en: "Next" }
    ui_pages { fr: "Pages de la liste", en: "Pages of the list" }
    ui_sorted_ascending { fr: "tri croissant", en: "sorted ascending" }
    ui_sorted_descending { fr: "tri décroissant", en: "sorted descending" }
    ui_sort_by { fr: "Trier", en: "Sort" }
    ui_loading { fr: "Chargement…", en: "Loading…" }
    ui_error_title { fr: "La page n’a pas pu être chargée", en: "This could not be loaded" }
    ui_retry { fr: "Réessayer", en: "Try again" }
    ui_forbidden_title { fr: "Vous n’avez pas accès à cette page", en: "You do not have access to this page" }
    ui_forbidden_text {
        fr: "Votre rôle ne permet pas de voir ce contenu. Si vous en avez besoin, demandez à votre référent.",
        en: "Your role does not allow you to see this. If you need it, ask your referent.",
    }
    ui_not_found_title { fr: "Page introuvable", en: "Page not found" }
    ui_not_found_text {
        fr: "L’adresse est peut-être inexacte, ou la page a été retirée. Vérifiez l’adresse ou revenez à l’accueil.",
        en: "The address may be wrong, or the page has been removed. Check the address or go back to the home page.",
    }
    ui_go_home { fr: "Revenir à l’accueil", en: "Go to the home page" }
    ui_dismiss { fr: "Fermer ce message", en: "Dismiss this message" }
    ui_note { fr: "Note", en: "Note" }
    ui_success { fr: "Réussi", en: "Done" }
    ui_warning { fr: "Attention", en: "Warning" }
    ui_error { fr: "Erreur", en: "Error" }
    ui_step_done { fr: "franchi", en: "passed" }
    ui_step_current { fr: "en cours", en: "current" }
    ui_step_holding { fr: "en attente", en: "on hold" }
    ui_step_todo { fr: "à venir", en: "to come" }
    ui_on_this_page { fr: "Sur cette page", en: "On this page" }
    ui_nothing_yet { fr: "Rien pour le moment", en: "Nothing yet" }
    ui_canned_reply { fr: "Réponse type", en: "Canned reply" }
    ui_copy_reply { fr: "Copier la réponse", en: "Copy the reply" }
    ui_signed_out_title { fr: "Votre session a expiré", en: "Your session has expired" }
    ui_signed_out_text {
        fr: "Ce que vous avez saisi est conservé dans cet onglet. Reconnectez-vous pour continuer.",
        en: "What you have typed is kept in this tab. Sign in again to continue.",
    }
    ui_sign_in_again { fr: "Se reconnecter", en: "Sign in again" }
    ui_more_actions { fr: "Autres actions", en: "More actions" }
    ui_confirm { fr: "Confirmer", en: "Confirm" }
    ui_select_placeholder { fr: "Choisir…", en: "Choose…" }
    ui_staircase { fr: "Escalier du déploiement", en: "Rollout staircase" }
    ui_page_title(title: &str) { fr: "{title} · Palier", en: "{title} · Palier" }
    ui_error_reference(reference: &str) { fr: "Référence à communiquer\u{a0}: {reference}", en: "Reference to quote: {reference}" }
    ui_out_of(shown: &str, total: &str) { fr: "{shown} sur {total}", en: "{shown} of {total}" }
    ui_problems[n] { fr: "{n} point à corriger" | "{n} points à corriger", en: "{n} thing to fix" | "{n} things to fix" }
    ui_waiting[n] { fr: "{n} en attente" | "{n} en attente", en: "{n} waiting" | "{n} waiting" }
    ui_steps_passed(passed: &str, total: &str) { fr: "{passed} paliers franchis sur {total}", en: "{passed} of {total} steps passed" }
}

messages! {
    editor_tools { fr: "Mise en forme", en: "Formatting" }
    editor_blocks { fr: "Blocs", en: "Blocks" }
    editor_preview { fr: "Aperçu", en: "Preview" }
    editor_hint { fr: "En Markdown. Au début d’une ligne, «\u{202f}/\u{202f}» ouvre la liste des blocs. Une image se colle ou se dépose dans le texte.", en: "In Markdown. At the beginning of a line, “/” opens the list of blocks. An image can be pasted or dropped into the text." }
    editor_menu_open { fr: "Liste de blocs ouverte\u{a0}: flèches pour choisir, Entrée pour insérer, Échap pour fermer.", en: "List of blocks open: arrows to choose, Enter to insert, Escape to close." }
}
