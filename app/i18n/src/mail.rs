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
}
