//! Vendors, sites, teams, programmes.

use domain::knowledge::Channel;
use domain::vendor::{Standing, TransferRegime};

use crate::macros::messages;

messages! {
    vendors { fr: "Prestataires", en: "Vendors" }
    vendors_lead { fr: "Les centres de contact, leurs sites et leurs équipes.", en: "The contact centres, their sites and teams." }
    vendors_empty { fr: "Aucun prestataire pour l’instant", en: "No vendor yet" }
    vendors_empty_text { fr: "Ajoutez le premier, puis ses sites et ses équipes.", en: "Add the first, then its sites and teams." }
    vendor { fr: "Prestataire", en: "Vendor" }
    vendor_add { fr: "Ajouter un prestataire", en: "Add a vendor" }
    vendor_added { fr: "Le prestataire est ajouté. Ajoutez maintenant ses sites.", en: "The vendor is added. Now add its sites." }
    vendor_change { fr: "Renommer le prestataire", en: "Rename the vendor" }
    vendor_close { fr: "Clore le prestataire", en: "Close the vendor" }
    vendor_close_consequence { fr: "Possible quand plus personne d’actif n’y travaille. Ce qui s’est passé reste consultable, et il peut être rouvert.", en: "Possible once no active person works there. What happened stays readable, and it can be reopened." }
    vendor_reopen { fr: "Rouvrir le prestataire", en: "Reopen the vendor" }
    vendor_reopen_consequence { fr: "Le prestataire redevient actif.", en: "The vendor becomes active again." }
    name { fr: "Nom", en: "Name" }
    changes_saved { fr: "Les modifications sont enregistrées.", en: "The changes are saved." }
    change { fr: "Modifier", en: "Change" }
    sites { fr: "Sites", en: "Sites" }
    site { fr: "Site", en: "Site" }
    site_add { fr: "Ajouter un site", en: "Add a site" }
    site_added { fr: "Le site est ajouté. Ajoutez maintenant ses équipes.", en: "The site is added. Now add its teams." }
    site_change { fr: "Modifier le site", en: "Change the site" }
    site_close { fr: "Fermer le site", en: "Close the site" }
    site_close_consequence { fr: "Possible quand plus personne d’actif n’y travaille. Le site peut être rouvert.", en: "Possible once no active person works there. The site can be reopened." }
    site_reopen { fr: "Rouvrir le site", en: "Reopen the site" }
    site_reopen_consequence { fr: "Le site redevient actif.", en: "The site becomes active again." }
    sites_empty { fr: "Aucun site", en: "No site" }
    sites_empty_text { fr: "Un site porte le pays, le fuseau et le régime de transfert des données.", en: "A site carries the country, the time zone and the data-transfer regime." }
    country { fr: "Pays", en: "Country" }
    country_hint { fr: "Deux lettres (ISO 3166-1), comme FR, PT ou MG.", en: "Two letters (ISO 3166-1), such as FR, PT or MG." }
    site_zone { fr: "Fuseau horaire", en: "Time zone" }
    site_shifts { fr: "Vacations", en: "Shifts" }
    site_shifts_hint { fr: "Quand on y travaille, à l’heure du site, par exemple de 08:00 à 20:00. Une vacation de 22:00 à 06:00 finit le lendemain. Laissez vides les jours de fermeture. Les échéances se comptent en vacations.", en: "When people work there, on the site’s clock, for example from 08:00 to 20:00. A shift from 22:00 to 06:00 ends on the next day. Leave the days empty on which it is closed. Deadlines are counted in shifts." }
    shift_day { fr: "Jour", en: "Day" }
    shift_number(number: usize) { fr: "Vacation {number}", en: "Shift {number}" }
    shift_from(day: &str, number: usize) { fr: "{day}, vacation {number} : début", en: "{day}, shift {number}: begins" }
    shift_until(day: &str, number: usize) { fr: "{day}, vacation {number} : fin", en: "{day}, shift {number}: ends" }
    shift_to { fr: "à", en: "to" }
    monday { fr: "Lundi", en: "Monday" }
    tuesday { fr: "Mardi", en: "Tuesday" }
    wednesday { fr: "Mercredi", en: "Wednesday" }
    thursday { fr: "Jeudi", en: "Thursday" }
    friday { fr: "Vendredi", en: "Friday" }
    saturday { fr: "Samedi", en: "Saturday" }
    sunday { fr: "Dimanche", en: "Sunday" }
    site_zone_hint { fr: "Les vacations et les échéances du site se comptent dans ce fuseau.", en: "The site’s shifts and deadlines are counted in this zone." }
    transfer_regime { fr: "Régime de transfert", en: "Transfer regime" }
    transfer_regime_hint { fr: "Sur quel fondement des données personnelles partent vers ce site (RGPD, chapitre V).", en: "On what ground personal data go to this site (GDPR, chapter V)." }
    regime_eu { fr: "UE et EEE, sans transfert", en: "EU and EEA, no transfer" }
    regime_adequate { fr: "Pays adéquat", en: "Adequate country" }
    regime_scc { fr: "Clauses contractuelles types", en: "Standard contractual clauses" }
    teams { fr: "Équipes", en: "Teams" }
    team { fr: "Équipe", en: "Team" }
    team_add { fr: "Ajouter une équipe", en: "Add a team" }
    team_added { fr: "L’équipe est ajoutée.", en: "The team is added." }
    team_change { fr: "Renommer l’équipe", en: "Rename the team" }
    team_close { fr: "Fermer l’équipe", en: "Close the team" }
    team_close_consequence { fr: "Possible quand l’équipe n’a plus personne d’actif. Elle peut être rouverte.", en: "Possible once the team has no active person. It can be reopened." }
    team_reopen { fr: "Rouvrir l’équipe", en: "Reopen the team" }
    team_reopen_consequence { fr: "L’équipe redevient active.", en: "The team becomes active again." }
    teams_empty { fr: "Aucune équipe", en: "No team" }
    teams_empty_text { fr: "Les agents appartiennent à une équipe d’un site.", en: "Agents belong to a team of a site." }
    team_people { fr: "Membres", en: "Members" }
    team_people_empty { fr: "Personne dans cette équipe", en: "Nobody in this team" }
    programme { fr: "Programme", en: "Programme" }
    channels { fr: "Canaux", en: "Channels" }
    languages { fr: "Langues", en: "Languages" }
    standing { fr: "État", en: "State" }
    standing_active { fr: "En activité", en: "Active" }
    standing_closed { fr: "Clos", en: "Closed" }
    people_count[n] { fr: "{n} personne active" | "{n} personnes actives", en: "{n} active person" | "{n} active people" }
    teams_count[n] { fr: "{n} équipe" | "{n} équipes", en: "{n} team" | "{n} teams" }
    sites_count[n] { fr: "{n} site" | "{n} sites", en: "{n} site" | "{n} sites" }
    channel_voice { fr: "Téléphone", en: "Voice" }
    channel_chat { fr: "Chat", en: "Chat" }
    channel_email { fr: "E-mail", en: "E-mail" }
    channel_social { fr: "Réseaux sociaux", en: "Social" }
    channel_back_office { fr: "Back-office", en: "Back office" }
}

impl crate::Messages {
    /// What a transfer regime is called.
    pub const fn regime(self, regime: TransferRegime) -> &'static str {
        match regime {
            TransferRegime::Eu => self.regime_eu(),
            TransferRegime::Adequate => self.regime_adequate(),
            TransferRegime::Scc => self.regime_scc(),
        }
    }

    /// What a standing is called.
    pub const fn standing_of(self, standing: Standing) -> &'static str {
        match standing {
            Standing::Active => self.standing_active(),
            Standing::Closed => self.standing_closed(),
        }
    }

    /// What the days of a week are called, from Monday.
    pub const fn weekdays(self) -> [&'static str; 7] {
        [
            self.monday(),
            self.tuesday(),
            self.wednesday(),
            self.thursday(),
            self.friday(),
            self.saturday(),
            self.sunday(),
        ]
    }

    /// What a channel is called.
    pub const fn channel(self, channel: Channel) -> &'static str {
        match channel {
            Channel::Voice => self.channel_voice(),
            Channel::Chat => self.channel_chat(),
            Channel::Email => self.channel_email(),
            Channel::Social => self.channel_social(),
            Channel::BackOffice => self.channel_back_office(),
        }
    }
}
