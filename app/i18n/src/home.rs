//! The first page and the frame around all pages.

use crate::macros::messages;

messages! {
    home_drafts { fr: "Versions qui vous attendent", en: "Versions that wait for you" }
    home_broadcasts { fr: "Diffusions en cours", en: "Live broadcasts" }
    home_late[n] { fr: "{n} personne en retard" | "{n} personnes en retard", en: "{n} person late" | "{n} people late" }
    home_late_few { fr: "moins de 5 personnes en retard", en: "fewer than 5 people late" }
    home_coaching { fr: "Attendent un coaching", en: "Waiting for coaching" }
    home_coaching_lead { fr: "Ils ont manqué les questions d’une diffusion deux fois. Reprenez le texte avec eux, puis notez-le sur sa page de suivi.", en: "They failed the check of a broadcast twice. Go through the text with them, then note it on its board." }
    home { fr: "Accueil", en: "Home" }
    home_hello(name: &str) { fr: "Bonjour {name}", en: "Hello {name}" }
    home_recent { fr: "Dernières consignes", en: "Latest instructions" }
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
