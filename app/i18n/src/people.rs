//! People and their roles.

use domain::Locale;
use domain::people::{Role, Theme, UserState};

use crate::macros::messages;

messages! {
    people { fr: "Personnes", en: "People" }
    people_lead { fr: "Qui peut se connecter, avec quel rôle et où.", en: "Who can sign in, in what role and where." }
    people_pseudonyms { fr: "Les agents et responsables d’équipe des prestataires apparaissent sous un pseudonyme : ils sont les salariés du prestataire.", en: "Vendors’ agents and team leads appear under a pseudonym: they are the vendor’s employees." }
    people_empty { fr: "Personne ne correspond à ces filtres", en: "Nobody matches these filters" }
    people_empty_text { fr: "Retirez un filtre, ou vérifiez l’orthographe.", en: "Take a filter away, or check the spelling." }
    person_add { fr: "Ajouter une personne", en: "Add a person" }
    person_add_lead { fr: "La personne reçoit un e-mail avec un lien, valable sept jours, pour choisir son mot de passe.", en: "The person receives an e-mail with a link, good for seven days, to choose a password." }
    person_added { fr: "La personne est ajoutée ; son invitation part.", en: "The person is added; the invitation is on its way." }
    person_changed { fr: "Les modifications sont enregistrées.", en: "The changes are saved." }
    person_change { fr: "Modifier", en: "Change" }
    person_moved_hint { fr: "Changer le rôle, le prestataire ou l’équipe ferme les sessions de la personne.", en: "Changing role, vendor or team ends the person’s sessions." }
    person_invite { fr: "Renvoyer une invitation", en: "Send a new invitation" }
    person_invite_consequence { fr: "Un nouveau lien part par e-mail ; les liens précédents restent valables jusqu’à ce que l’un d’eux serve.", en: "A new link goes out by e-mail; earlier links go on working until one of them is used." }
    person_invited { fr: "L’invitation part.", en: "The invitation is on its way." }
    person_deactivate { fr: "Désactiver", en: "Deactivate" }
    person_deactivate_consequence { fr: "La personne ne pourra plus se connecter et ses sessions se ferment à l’instant. Ce qu’elle a fait reste au journal.", en: "The person can no longer sign in and their sessions end at once. What they did stays in the log." }
    person_deactivated { fr: "La personne est désactivée.", en: "The person is deactivated." }
    person_reactivate { fr: "Réactiver", en: "Reactivate" }
    person_reactivate_consequence { fr: "La personne pourra se connecter à nouveau, avec son mot de passe d’avant.", en: "The person can sign in again, with the password they had." }
    person_reactivated { fr: "La personne peut se connecter à nouveau.", en: "The person can sign in again." }
    person_access { fr: "Accès", en: "Access" }
    person_name { fr: "Nom", en: "Name" }
    person_pseudonym { fr: "Pseudonyme", en: "Pseudonym" }
    person_role { fr: "Rôle", en: "Role" }
    person_place { fr: "Affectation", en: "Place" }
    person_state { fr: "État", en: "State" }
    person_since { fr: "Depuis", en: "Since" }
    person_no_password { fr: "Invitation en attente", en: "Invitation pending" }
    person_password_set { fr: "Mot de passe choisi", en: "Password set" }
    search_people { fr: "Nom ou adresse", en: "Name or address" }
    any_role { fr: "Tous les rôles", en: "All roles" }
    any_vendor { fr: "Tous les prestataires", en: "All vendors" }
    any_state { fr: "Tous les états", en: "All states" }
    choose_role { fr: "Choisir un rôle", en: "Choose a role" }
    choose_vendor { fr: "Aucun (côté client)", en: "None (client side)" }
    choose_team { fr: "Aucune", en: "None" }
    team_hint { fr: "Pour les agents et les responsables d’équipe.", en: "For agents and team leads." }
    vendor_hint { fr: "Pour les agents, responsables d’équipe et référents prestataire.", en: "For agents, team leads and vendor referents." }
    role_agent { fr: "Agent", en: "Agent" }
    role_team_lead { fr: "Responsable d’équipe", en: "Team lead" }
    role_vendor_referent { fr: "Référent prestataire", en: "Vendor referent" }
    role_author { fr: "Auteur", en: "Author" }
    role_referent { fr: "Référent", en: "Referent" }
    role_manager { fr: "Pilote", en: "Manager" }
    role_admin { fr: "Administrateur", en: "Administrator" }
    state_active { fr: "Actif", en: "Active" }
    state_deactivated { fr: "Désactivé", en: "Deactivated" }
    client_side { fr: "Côté client", en: "Client side" }
}

impl crate::Messages {
    /// What a role is called.
    pub const fn role(self, role: Role) -> &'static str {
        match role {
            Role::Agent => self.role_agent(),
            Role::TeamLead => self.role_team_lead(),
            Role::VendorReferent => self.role_vendor_referent(),
            Role::Author => self.role_author(),
            Role::Referent => self.role_referent(),
            Role::Manager => self.role_manager(),
            Role::Admin => self.role_admin(),
        }
    }

    /// What a state of a person is called.
    pub const fn user_state(self, state: UserState) -> &'static str {
        match state {
            UserState::Active => self.state_active(),
            UserState::Deactivated => self.state_deactivated(),
        }
    }

    /// What a theme is called.
    pub const fn theme_name(self, theme: Theme) -> &'static str {
        match theme {
            Theme::System => self.theme_system(),
            Theme::Light => self.theme_light(),
            Theme::Dark => self.theme_dark(),
        }
    }

    /// What a language is called.
    pub const fn language_name(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Fr => self.language_name_fr(),
            Locale::En => self.language_name_en(),
        }
    }
}
