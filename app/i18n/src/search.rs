//! Search: the field, the palette, the results, what is not found.

use crate::macros::messages;

messages! {
    ui_search { fr: "Rechercher", en: "Search" }
    ui_palette_choose { fr: "choisir", en: "choose" }
    ui_palette_open { fr: "ouvrir", en: "open" }
    ui_palette_close { fr: "fermer", en: "close" }
}

messages! {
    search { fr: "Recherche", en: "Search" }
    search_instructions { fr: "Rechercher une consigne", en: "Search instructions" }
    search_recent { fr: "Changé récemment", en: "Changed lately" }
    search_results { fr: "Résultats", en: "Results" }
    search_found[n] { fr: "{n} consigne trouvée" | "{n} consignes trouvées", en: "{n} instruction found" | "{n} instructions found" }
    search_page_of(page: &str, pages: &str) { fr: "page {page} sur {pages}", en: "page {page} of {pages}" }
    search_is_cut { fr: "Le texte était long ; seul son début a été recherché.", en: "The text was long; only its beginning was searched for." }
    search_is_similar { fr: "Rien d’écrit exactement ainsi ; voici ce qui s’en approche.", en: "Nothing is written exactly like this; here is what comes close." }
    search_is_some { fr: "Aucune consigne ne contient tous ces mots ; voici celles qui en contiennent une partie.", en: "No instruction has all these words; here are those that have some of them." }
    search_is_other_en { fr: "Rien en français ; voici ce qui existe en anglais.", en: "Here is what there is in English." }
    search_is_other_fr { fr: "Voici ce qui existe en français.", en: "Nothing in English; here is what there is in French." }
    search_begin { fr: "Que cherchez-vous ?", en: "What are you looking for?" }
    search_begin_text { fr: "Tapez les mots du client : « colis en retard », « remboursement ». Deux lettres suffisent, les fautes de frappe sont pardonnées.", en: "Type the customer’s words: “late parcel”, “refund”. Two letters are enough, and typos are forgiven." }
    search_no_words { fr: "Il n’y a pas de mot à rechercher", en: "There is no word to search for" }
    search_no_words_text { fr: "Écrivez au moins un mot ou un nombre : les signes et les symboles ne sont pas recherchés.", en: "Write at least one word or number: signs and symbols are not searched for." }
    search_nothing(words: &str) { fr: "Rien pour « {words} »", en: "Nothing for “{words}”" }
    search_nothing_text { fr: "Essayez un mot de moins, ou un autre mot pour la même chose. Ce que vous cherchez sera signalé à ceux qui écrivent les consignes, sans votre nom.", en: "Try one word less, or another word for the same thing. What you look for will be shown to those who write the instructions, without your name." }
    search_nothing_filtered_text { fr: "Rien avec ces filtres : enlevez-en un pour élargir.", en: "Nothing within these filters: remove one to widen the search." }
    search_without_filters { fr: "Rechercher sans filtre", en: "Search without filters" }
    search_space { fr: "Espace", en: "Space" }
    search_any_space { fr: "Tous les espaces", en: "All spaces" }
    search_contact_type { fr: "Motif de contact", en: "Contact type" }
    search_any_contact_type { fr: "Tous les motifs", en: "All contact types" }
    search_language { fr: "Langue", en: "Language" }
    search_own_language { fr: "La mienne d’abord", en: "Mine first" }
    search_in_fr { fr: "Français", en: "French" }
    search_in_en { fr: "Anglais", en: "English" }
    search_misses { fr: "Cherché, pas trouvé", en: "Searched, not found" }
    search_misses_lead { fr: "Ce que l’on a cherché dans les consignes sans rien trouver. Aucun nom n’est gardé.", en: "What people looked for in the instructions and did not find. No names are kept." }
    search_misses_empty { fr: "Rien n’a été cherché en vain", en: "Nothing was searched for in vain" }
    search_misses_empty_text { fr: "Une recherche sans résultat apparaîtra ici, avec le nombre de fois.", en: "A search without a result will appear here, with how often it was made." }
    search_miss_query { fr: "Recherche", en: "Search" }
    search_miss_times { fr: "Fois", en: "Times" }
    search_miss_last { fr: "Dernière fois", en: "Last time" }
}
