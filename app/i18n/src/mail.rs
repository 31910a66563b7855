//! Letters.

use crate::macros::messages;

messages! {
    mail_invitation_subject(client: &str) { fr: "{client} vous ouvre son portail Palier", en: "{client} has opened its Palier portal to you" }
    mail_invitation_body(name: &str, client: &str, link: &str) {
        fr: "Bonjour {name},\n\n{client} vous a ouvert un accès à Palier, le portail où vous trouverez ses consignes à jour.\n\nChoisissez votre mot de passe ici (le lien fonctionne une fois, pendant sept jours) :\n\n{link}\n\nSi vous n’attendiez pas ce message, ignorez-le : sans mot de passe, l’accès reste fermé.\n",
        en: "Hello {name},\n\n{client} has given you access to Palier, the portal where you will find its instructions, always up to date.\n\nChoose your password here (the link works once, for seven days):\n\n{link}\n\nIf you did not expect this message, ignore it: without a password, the access stays closed.\n",
    }
    mail_reset_subject { fr: "Choisir un nouveau mot de passe", en: "Choose a new password" }
    mail_reset_body(name: &str, link: &str) {
        fr: "Bonjour {name},\n\nVous avez demandé un nouveau mot de passe. Choisissez-le ici (le lien fonctionne une fois, pendant une heure) :\n\n{link}\n\nSi vous n’avez rien demandé, ignorez ce message : votre mot de passe n’a pas changé.\n",
        en: "Hello {name},\n\nYou asked for a new password. Choose it here (the link works once, for an hour):\n\n{link}\n\nIf you did not ask for it, ignore this message: your password has not changed.\n",
    }
    mail_notice_subject(title: &str) { fr: "Palier : {title}", en: "Palier: {title}" }
    mail_notice_body(name: &str, words: &str, title: &str, link: &str, settings: &str) {
        fr: "Bonjour {name},\n\n{title}\n\n{words}\n\n{link}\n\nVous choisissez les messages que vous recevez ici : {settings}\n",
        en: "Hello {name},\n\n{title}\n\n{words}\n\n{link}\n\nChoose here which messages you receive: {settings}\n",
    }
    mail_digest_subject { fr: "Ce qui vous attend dans Palier", en: "What waits for you in Palier" }
    mail_digest_body(name: &str, lines: &str, link: &str, settings: &str) {
        fr: "Bonjour {name},\n\nVoici ce qui vous attend aujourd’hui :\n\n{lines}\n\n{link}\n\nVous choisissez les messages que vous recevez ici : {settings}\n",
        en: "Hello {name},\n\nThis waits for you today:\n\n{lines}\n\n{link}\n\nChoose here which messages you receive: {settings}\n",
    }
    mail_digest_line(title: &str, words: &str) { fr: "- {title} : {words}", en: "- {title}: {words}" }
    mail_digest_to_acknowledge[n] { fr: "{n} diffusion à lire et à confirmer" | "{n} diffusions à lire et à confirmer", en: "{n} broadcast to read and acknowledge" | "{n} broadcasts to read and acknowledge" }
    mail_digest_drafts[n] { fr: "{n} version vous attend" | "{n} versions vous attendent", en: "{n} version waits for you" | "{n} versions wait for you" }
}
