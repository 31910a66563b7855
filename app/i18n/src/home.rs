//! The first page and the frame around all pages.

use crate::macros::messages;

messages! {
    tasks { fr: "Ce qui vous attend", en: "What waits for you" }
    tasks_none { fr: "Rien ne vous attend", en: "Nothing waits for you" }
    tasks_none_text { fr: "Les versions à relire, les signalements, les consignes à vérifier et les traductions à refaire apparaîtront ici.", en: "Versions to review, flags, instructions to check and translations to make anew will appear here." }
    tasks_versions[n] { fr: "{n} version à traiter" | "{n} versions à traiter", en: "{n} version to work on" | "{n} versions to work on" }
    tasks_flags[n] { fr: "{n} signalement à juger" | "{n} signalements à juger", en: "{n} flag to judge" | "{n} flags to judge" }
    tasks_fixes[n] { fr: "{n} signalement à corriger" | "{n} signalements à corriger", en: "{n} flag to mend" | "{n} flags to mend" }
    tasks_verifications[n] { fr: "{n} consigne à vérifier" | "{n} consignes à vérifier", en: "{n} instruction to check" | "{n} instructions to check" }
    tasks_translations[n] { fr: "{n} traduction à refaire" | "{n} traductions à refaire", en: "{n} translation to make anew" | "{n} translations to make anew" }
    task_write { fr: "À terminer", en: "To finish" }
    task_rework { fr: "À reprendre", en: "To rework" }
    task_approve { fr: "À approuver", en: "To approve" }
    task_publish { fr: "À publier", en: "To publish" }
    task_translate { fr: "À traduire", en: "To translate" }
    task_begun { fr: "commencée le", en: "begun on" }
    task_flagged { fr: "signalé le", en: "flagged on" }
    task_accepted { fr: "accepté le", en: "accepted on" }
    task_since { fr: "plus à jour depuis le", en: "out of date since" }
    home_broadcasts { fr: "Diffusions en cours", en: "Live broadcasts" }
    home_all_broadcasts { fr: "Toutes les diffusions", en: "All broadcasts" }
    home_no_broadcasts { fr: "Aucune diffusion n’attend d’accusé de lecture.", en: "No broadcast waits for acknowledgements." }
    home_acknowledged(acknowledged: &str, population: &str) { fr: "lecture confirmée par {acknowledged} sur {population}", en: "acknowledged by {acknowledged} of {population}" }
    home_no_figures { fr: "moins de 5 personnes\u{a0}: aucun chiffre", en: "fewer than 5 people: no figures" }
    home_late_people { fr: "En retard, ou bientôt", en: "Late, or about to be" }
    home_nobody_late { fr: "Personne n’a d’échéance dans les prochaines 24\u{a0}heures.", en: "Nobody has anything due in the next 24 hours." }
    home_due_soon { fr: "Bientôt", en: "Soon" }
    home_late[n] { fr: "{n} personne en retard" | "{n} personnes en retard", en: "{n} person late" | "{n} people late" }
    home_late_few { fr: "moins de 5 personnes en retard", en: "fewer than 5 people late" }
    home_coaching { fr: "Attendent un coaching", en: "Waiting for coaching" }
    home_coaching_lead { fr: "Ils ont échoué deux fois aux questions d’une diffusion. Reprenez le texte avec eux, puis notez-le sur sa page de suivi.", en: "They failed the check of a broadcast twice. Go through the text with them, then note it on its board." }
    home { fr: "Accueil", en: "Home" }
    home_hello(name: &str) { fr: "Bonjour {name}", en: "Hello {name}" }
    home_recent { fr: "Dernières consignes", en: "Latest instructions" }
    home_since_last_visit { fr: "Depuis votre dernière visite", en: "Since your last visit" }
    home_changed_before { fr: "Avant", en: "Before" }
    home_recent_empty { fr: "Aucune consigne en vigueur pour vous", en: "No instruction in effect for you" }
    home_recent_empty_text { fr: "Elles apparaîtront ici dès qu’un espace vous sera ouvert.", en: "They will appear here as soon as a space is opened to you." }
    home_all_articles { fr: "Toutes les consignes", en: "All instructions" }
    home_programmes { fr: "Votre programme", en: "Your programme" }
    home_teams { fr: "Équipes", en: "Teams" }
    home_vendors { fr: "Prestataires", en: "Vendors" }
    home_people_active { fr: "Personnes actives", en: "Active people" }
    home_people_invited[n] { fr: "dont {n} n’a pas encore choisi son mot de passe" | "dont {n} n’ont pas encore choisi leur mot de passe", en: "of whom {n} has not chosen a password yet" | "of whom {n} have not chosen a password yet" }
    home_jobs_failed { fr: "Tâches abandonnées", en: "Jobs given up" }
    home_jobs_waiting[n] { fr: "{n} en attente" | "{n} en attente", en: "{n} waiting" | "{n} waiting" }
    nav_knowledge { fr: "Consignes", en: "Instructions" }
    nav_follow { fr: "Suivre", en: "Follow" }
    nav_administer { fr: "Administrer", en: "Administer" }
    nav_gallery { fr: "Composants", en: "Components" }
    not_found_title { fr: "Page introuvable", en: "Page not found" }
    forbidden_title { fr: "Accès refusé", en: "Access refused" }
}
