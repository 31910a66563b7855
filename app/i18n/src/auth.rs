//! Signing in, passwords, sessions.

use crate::macros::messages;

messages! {
    sign_in { fr: "Se connecter", en: "Sign in" }
    sign_in_title { fr: "Connexion", en: "Sign in" }
    sign_in_lead { fr: "Le portail des consignes, des formations et des paliers.", en: "The portal for instructions, training and stages." }
    sign_in_motto { fr: "Une consigne change une fois. Chaque agent le sait dans la seconde.", en: "An instruction changes once. Every agent knows within seconds." }
    sign_out { fr: "Se déconnecter", en: "Sign out" }
    email { fr: "Adresse e-mail", en: "E-mail address" }
    password { fr: "Mot de passe", en: "Password" }
    forgot_password { fr: "Mot de passe oublié", en: "Forgotten password" }
    forgot_password_lead { fr: "Indiquez votre adresse : si elle est connue, vous recevrez un lien valable une heure.", en: "Give your address: if we know it, you will receive a link that works for one hour." }
    forgot_password_send { fr: "Recevoir un lien", en: "Send me a link" }
    forgot_password_sent { fr: "Si cette adresse est connue, un lien vient de partir. Il fonctionne une heure. Après plusieurs demandes, servez-vous d’un lien déjà reçu.", en: "If we know this address, a link is on its way. It works for one hour. After several requests, use a link that you have received." }
    back_to_sign_in { fr: "Retour à la connexion", en: "Back to sign in" }
    reset_password { fr: "Choisir un mot de passe", en: "Choose a password" }
    reset_password_for(email: &str) { fr: "Pour le compte {email}.", en: "For the account {email}." }
    reset_password_done { fr: "Votre mot de passe est enregistré. Connectez-vous.", en: "Your password is saved. Sign in." }
    reset_link_bad { fr: "Ce lien ne fonctionne plus", en: "This link no longer works" }
    reset_link_bad_text { fr: "Il a déjà servi, il a expiré, ou le mot de passe a changé depuis. Demandez-en un nouveau.", en: "It has been used, has expired, or the password has changed since. Ask for a new one." }
    new_password { fr: "Nouveau mot de passe", en: "New password" }
    new_password_again { fr: "Encore une fois", en: "Once more" }
    new_password_hint { fr: "12 caractères au moins. Une phrase est plus sûre et plus facile à retenir qu’un mot compliqué.", en: "At least 12 characters. A sentence is safer and easier to remember than a complicated word." }
    current_password { fr: "Mot de passe actuel", en: "Current password" }
    change_password { fr: "Changer de mot de passe", en: "Change password" }
    change_password_lead { fr: "Vos autres sessions seront fermées.", en: "Your other sessions will be ended." }
    password_changed { fr: "Votre mot de passe est changé ; vos autres sessions sont fermées.", en: "Your password is changed; your other sessions are ended." }
    demo_accounts { fr: "Comptes de démonstration", en: "Demo accounts" }
    demo_accounts_lead { fr: "Choisissez par les yeux de qui regarder.", en: "Choose whose eyes to look through." }
    demo_sign_in_as(name: &str) { fr: "Entrer comme {name}", en: "Enter as {name}" }
    demo_enter { fr: "Entrer", en: "Enter" }
    demo_password_is(password: &str) { fr: "Mot de passe de tous les comptes : {password}", en: "Password of every account: {password}" }
    profile { fr: "Mon profil", en: "My profile" }
    preferences { fr: "Préférences", en: "Preferences" }
    preferences_saved { fr: "Vos préférences sont enregistrées.", en: "Your preferences are saved." }
    language { fr: "Langue", en: "Language" }
    language_name_fr { fr: "Français", en: "French" }
    language_name_en { fr: "Anglais", en: "English" }
    time_zone { fr: "Fuseau horaire", en: "Time zone" }
    time_zone_hint { fr: "Les heures sont affichées dans ce fuseau.", en: "Times are shown in this zone." }
    theme { fr: "Apparence", en: "Appearance" }
    theme_system { fr: "Comme le système", en: "As the system" }
    theme_light { fr: "Claire", en: "Light" }
    theme_dark { fr: "Sombre", en: "Dark" }
    sessions { fr: "Mes sessions", en: "My sessions" }
    sessions_lead { fr: "Les navigateurs où vous êtes connecté. Fermez ceux que vous ne reconnaissez pas, puis changez de mot de passe.", en: "The browsers in which you are signed in. End those you do not recognise, then change your password." }
    session_device { fr: "Navigateur", en: "Browser" }
    session_began { fr: "Ouverte", en: "Began" }
    session_last_seen { fr: "Dernière activité", en: "Last used" }
    session_current { fr: "Cette session", en: "This session" }
    session_end { fr: "Fermer", en: "End" }
    session_end_of(device: &str) { fr: "Fermer la session {device}", en: "End the session {device}" }
    session_end_consequence { fr: "Ce navigateur devra se connecter à nouveau. Ce qui y est en cours de saisie reste à l’écran.", en: "That browser will have to sign in again. What is being typed there stays on the screen." }
    session_ended { fr: "La session est fermée.", en: "The session is ended." }
    sessions_end_others { fr: "Fermer toutes les autres", en: "End all others" }
    sessions_end_others_consequence { fr: "Vous restez connecté ici ; tous les autres navigateurs devront se connecter à nouveau.", en: "You stay signed in here; all other browsers will have to sign in again." }
    sessions_others_ended[n] { fr: "{n} session fermée." | "{n} sessions fermées.", en: "{n} session ended." | "{n} sessions ended." }
}
