//! The audit log.

use domain::event::{EventKind, SubjectKind};

use crate::macros::messages;

messages! {
    audit { fr: "Journal d’audit", en: "Audit log" }
    audit_lead { fr: "Qui a fait quoi, et quand. Chaque ligne porte l’empreinte de la précédente : rien ne peut être changé, retiré ni ajouté sans que cela se voie.", en: "Who did what, and when. Each line carries the hash of the one before: nothing can be changed, removed or added without it showing." }
    audit_empty { fr: "Aucun événement pour ces filtres", en: "No event for these filters" }
    audit_empty_text { fr: "Élargissez la période ou retirez un filtre.", en: "Widen the period or take a filter away." }
    audit_seq { fr: "N°", en: "No." }
    audit_at { fr: "Quand", en: "When" }
    audit_who { fr: "Qui", en: "Who" }
    audit_what { fr: "Quoi", en: "What" }
    audit_subject { fr: "Sur", en: "On" }
    audit_details { fr: "Détails", en: "Details" }
    audit_hash { fr: "Empreinte", en: "Hash" }
    audit_system { fr: "Palier", en: "Palier" }
    audit_other_side { fr: "Autre partie", en: "Another party" }
    audit_area { fr: "Objet", en: "Area" }
    audit_any_area { fr: "Tous les objets", en: "All areas" }
    audit_from { fr: "À partir du", en: "From" }
    audit_until { fr: "Jusqu’au", en: "Until" }
    audit_place { fr: "Place dans le journal", en: "Place in the log" }
    audit_verify { fr: "Vérifier la chaîne", en: "Verify the chain" }
    audit_verified[n] { fr: "Chaîne intacte : {n} événement vérifié." | "Chaîne intacte : {n} événements vérifiés.", en: "Chain intact: {n} event verified." | "Chain intact: {n} events verified." }
    audit_verified_head { fr: "Empreinte du dernier événement. Notez-la ailleurs : elle prouvera plus tard que rien n’a été coupé à la fin.", en: "Hash of the last event. Note it elsewhere: it will prove later that nothing was cut off the end." }
    audit_unsealed[n] { fr: "{n} événement attend son numéro." | "{n} événements attendent leur numéro.", en: "{n} event waits for its number." | "{n} events wait for their numbers." }
    audit_broken { fr: "La chaîne est rompue", en: "The chain is broken" }
    audit_broken_at(seq: &str) { fr: "Au numéro {seq}. Comparez avec une sauvegarde ou un export antérieur, et prévenez votre responsable de la sécurité.", en: "At number {seq}. Compare with a backup or an earlier export, and tell your head of security." }
    audit_intact { fr: "Chaîne intacte", en: "Chain intact" }
    audit_intact_text { fr: "Rien n’a été changé, retiré ni ajouté après coup.", en: "Nothing was changed, removed or added afterwards." }
    audit_broken_before(seq: &str) { fr: "Au numéro {seq} ou avant. Comparez avec un export antérieur, et prévenez l’administrateur du client.", en: "At number {seq} or before. Compare with an earlier export, and tell the client’s administrator." }
    audit_broken_behind { fr: "Après le dernier de vos événements. Prévenez l’administrateur du client.", en: "Behind the last of your events. Tell the client’s administrator." }
    audit_export_csv { fr: "Exporter en CSV", en: "Export as CSV" }
    audit_export_json { fr: "Exporter en JSON", en: "Export as JSON" }
    detail_role { fr: "rôle", en: "role" }
    detail_fields { fr: "champs", en: "fields" }
    detail_country { fr: "pays", en: "country" }
    detail_transfer_regime { fr: "régime", en: "regime" }
    detail_language { fr: "langue", en: "language" }
    detail_number { fr: "version", en: "version" }
    detail_significance { fr: "importance", en: "significance" }
    detail_slug { fr: "adresse", en: "address" }
    detail_sessions { fr: "sessions fermées", en: "sessions ended" }
    subject_user { fr: "Personnes", en: "People" }
    subject_session { fr: "Sessions", en: "Sessions" }
    subject_vendor { fr: "Prestataires", en: "Vendors" }
    subject_site { fr: "Sites", en: "Sites" }
    subject_team { fr: "Équipes", en: "Teams" }
    subject_programme { fr: "Programmes", en: "Programmes" }
    subject_contact_type { fr: "Motifs de contact", en: "Contact types" }
    subject_space { fr: "Espaces", en: "Spaces" }
    subject_article { fr: "Consignes", en: "Instructions" }
    subject_flag { fr: "Signalements", en: "Flags" }
    subject_broadcast { fr: "Diffusions", en: "Broadcasts" }
    subject_token { fr: "Jetons d’accès", en: "API tokens" }
    subject_portal { fr: "Portail", en: "Portal" }
    event_portal_seeded { fr: "Programme de démonstration chargé", en: "Demo programme loaded" }
    event_portal_changed { fr: "Réglages modifiés", en: "Settings changed" }
    event_portal_audit_exported { fr: "Journal exporté", en: "Log exported" }
    event_vendor_created { fr: "Prestataire ajouté", en: "Vendor added" }
    event_vendor_changed { fr: "Prestataire modifié", en: "Vendor changed" }
    event_vendor_closed { fr: "Prestataire clos", en: "Vendor closed" }
    event_vendor_reopened { fr: "Prestataire rouvert", en: "Vendor reopened" }
    event_site_created { fr: "Site ajouté", en: "Site added" }
    event_site_changed { fr: "Site modifié", en: "Site changed" }
    event_site_closed { fr: "Site fermé", en: "Site closed" }
    event_site_reopened { fr: "Site rouvert", en: "Site reopened" }
    event_team_created { fr: "Équipe ajoutée", en: "Team added" }
    event_team_changed { fr: "Équipe modifiée", en: "Team changed" }
    event_team_closed { fr: "Équipe fermée", en: "Team closed" }
    event_team_reopened { fr: "Équipe rouverte", en: "Team reopened" }
    event_user_created { fr: "Personne ajoutée", en: "Person added" }
    event_user_changed { fr: "Personne modifiée", en: "Person changed" }
    event_user_deactivated { fr: "Personne désactivée", en: "Person deactivated" }
    event_user_reactivated { fr: "Personne réactivée", en: "Person reactivated" }
    event_user_preferences_changed { fr: "Préférences modifiées", en: "Preferences changed" }
    event_user_notifications_read { fr: "Notifications lues", en: "Notifications read" }
    event_user_onboarded_version { fr: "Consigne lue à l’arrivée", en: "Instruction read on joining" }
    event_user_password_changed { fr: "Mot de passe changé", en: "Password changed" }
    event_user_password_reset_requested { fr: "Lien de mot de passe demandé", en: "Password link asked for" }
    event_user_password_reset { fr: "Mot de passe choisi par lien", en: "Password set by link" }
    event_session_started { fr: "Connexion", en: "Signed in" }
    event_session_ended { fr: "Déconnexion", en: "Signed out" }
    event_session_revoked { fr: "Session fermée à distance", en: "Session ended from elsewhere" }
    event_programme_created { fr: "Programme ajouté", en: "Programme added" }
    event_contact_type_created { fr: "Motif de contact ajouté", en: "Contact type added" }
    event_space_created { fr: "Espace ajouté", en: "Space added" }
    event_space_opened { fr: "Espace ouvert à un prestataire", en: "Space opened to a vendor" }
    event_article_draft_begun { fr: "Brouillon commencé", en: "Draft begun" }
    event_article_draft_edited { fr: "Brouillon modifié", en: "Draft edited" }
    event_article_image_attached { fr: "Image ajoutée pour un brouillon", en: "Image added for a draft" }
    event_article_submitted { fr: "Brouillon soumis à approbation", en: "Draft submitted for approval" }
    event_article_changes_requested { fr: "Corrections demandées", en: "Changes requested" }
    event_article_approved { fr: "Version approuvée", en: "Version approved" }
    event_article_scheduled { fr: "Prise d’effet programmée", en: "Effect scheduled" }
    event_article_unscheduled { fr: "Prise d’effet annulée", en: "Effect unscheduled" }
    event_article_recalled { fr: "Version rappelée", en: "Version recalled" }
    event_article_expired { fr: "Version expirée", en: "Version expired" }
    event_article_translation_waived { fr: "Publiée sans attendre la traduction", en: "Published without waiting for the translation" }
    event_article_archived { fr: "Version archivée", en: "Version archived" }
    event_article_created { fr: "Consigne ajoutée", en: "Instruction added" }
    event_article_seen_stale { fr: "Consigne vue alors qu’elle n’était plus en vigueur", en: "Instruction seen while no longer in effect" }
    event_article_verified { fr: "Consigne vérifiée", en: "Instruction verified" }
    event_article_owner_chosen { fr: "Responsable d’une consigne désigné", en: "Owner of an instruction set" }
    event_flag_raised { fr: "Passage signalé", en: "Passage flagged" }
    event_flag_accepted { fr: "Signalement accepté", en: "Flag accepted" }
    event_flag_declined { fr: "Signalement écarté", en: "Flag declined" }
    event_flag_fix_chosen { fr: "Correction d’un signalement décidée", en: "Fix of a flag decided" }
    event_flag_fixed { fr: "Signalement corrigé", en: "Flag fixed" }
    event_broadcast_draft_saved { fr: "Brouillon de diffusion enregistré", en: "Broadcast draft saved" }
    event_broadcast_draft_discarded { fr: "Brouillon de diffusion supprimé", en: "Broadcast draft thrown away" }
    event_broadcast_draft_sent { fr: "Brouillon de diffusion envoyé", en: "Broadcast draft sent" }
    event_broadcast_sent { fr: "Diffusion envoyée", en: "Broadcast sent" }
    event_broadcast_announced { fr: "Diffusion signalée à ses destinataires", en: "Recipients of a broadcast told" }
    event_broadcast_due { fr: "Échéance d’une diffusion", en: "Broadcast came due" }
    event_broadcast_reach_changed { fr: "Diffusion portée sur d’autres motifs de contact", en: "Broadcast about other contact types" }
    event_broadcast_closed { fr: "Diffusion close", en: "Broadcast closed" }
    event_broadcast_superseded { fr: "Diffusion remplacée", en: "Broadcast replaced" }
    event_broadcast_recalled { fr: "Diffusion retirée", en: "Broadcast withdrawn" }
    event_broadcast_delivered { fr: "Diffusion reçue", en: "Broadcast received" }
    event_broadcast_read { fr: "Diffusion lue", en: "Broadcast read" }
    event_broadcast_check_failed { fr: "Échec aux questions", en: "Check failed" }
    event_broadcast_coaching_assigned { fr: "Coaching demandé", en: "Coaching assigned" }
    event_broadcast_coached { fr: "Coaching fait", en: "Coaching given" }
    event_broadcast_acknowledged { fr: "Accusé de lecture", en: "Broadcast acknowledged" }
    event_broadcast_exempted { fr: "Dispense accordée", en: "Exemption given" }
    event_broadcast_reminded { fr: "Rappel envoyé", en: "Reminder sent" }
    event_broadcast_proof_exported { fr: "Preuve exportée", en: "Proof exported" }
    event_broadcast_proof_sealed { fr: "Preuve scellée", en: "Proof sealed" }
    event_token_created { fr: "Jeton d’accès créé", en: "API token made" }
    event_token_revoked { fr: "Jeton d’accès retiré", en: "API token ended" }
    event_article_version_effective { fr: "Version entrée en vigueur", en: "Version took effect" }
}

impl crate::Messages {
    /// What an area of the log is called.
    pub const fn subject(self, subject: SubjectKind) -> &'static str {
        match subject {
            SubjectKind::User => self.subject_user(),
            SubjectKind::Session => self.subject_session(),
            SubjectKind::Vendor => self.subject_vendor(),
            SubjectKind::Site => self.subject_site(),
            SubjectKind::Team => self.subject_team(),
            SubjectKind::Programme => self.subject_programme(),
            SubjectKind::ContactType => self.subject_contact_type(),
            SubjectKind::Space => self.subject_space(),
            SubjectKind::Article => self.subject_article(),
            SubjectKind::Flag => self.subject_flag(),
            SubjectKind::Broadcast => self.subject_broadcast(),
            SubjectKind::Token => self.subject_token(),
            SubjectKind::Portal => self.subject_portal(),
        }
    }

    /// What a part of the question is called, as the page names it.
    pub fn audit_filter(self, field: &str) -> &'static str {
        match field {
            "area" => self.audit_area(),
            "from" => self.audit_from(),
            "until" => self.audit_until(),
            "actor" => self.audit_who(),
            "subject" => self.audit_subject(),
            _ => self.audit_place(),
        }
    }

    /// What a detail of an event is called; `None` for one that the export alone shows.
    pub fn detail(self, name: &str) -> Option<&'static str> {
        match name {
            "role" => Some(self.detail_role()),
            "fields" => Some(self.detail_fields()),
            "country" => Some(self.detail_country()),
            "transfer_regime" => Some(self.detail_transfer_regime()),
            "language" => Some(self.detail_language()),
            "number" => Some(self.detail_number()),
            "significance" => Some(self.detail_significance()),
            "slug" => Some(self.detail_slug()),
            "sessions" | "sessions_ended" => Some(self.detail_sessions()),
            _ => None,
        }
    }

    /// The value of a detail: stored words become those of the language.
    pub fn detail_value(self, name: &str, value: &str) -> String {
        let word = match name {
            "role" => domain::people::Role::parse(value).map(|role| self.role(role)),
            "transfer_regime" => {
                domain::vendor::TransferRegime::parse(value).map(|regime| self.regime(regime))
            }
            "language" => domain::Locale::parse(value).map(|locale| self.language_name(locale)),
            "significance" => {
                domain::knowledge::Significance::parse(value).map(|found| self.significance(found))
            }
            _ => None,
        };
        word.unwrap_or(value).to_owned()
    }

    /// What a kind of event is called.
    pub const fn event(self, kind: EventKind) -> &'static str {
        use EventKind as K;
        match kind {
            K::PortalSeeded => self.event_portal_seeded(),
            K::PortalChanged => self.event_portal_changed(),
            K::PortalAuditExported => self.event_portal_audit_exported(),
            K::VendorCreated => self.event_vendor_created(),
            K::VendorChanged => self.event_vendor_changed(),
            K::VendorClosed => self.event_vendor_closed(),
            K::VendorReopened => self.event_vendor_reopened(),
            K::SiteCreated => self.event_site_created(),
            K::SiteChanged => self.event_site_changed(),
            K::SiteClosed => self.event_site_closed(),
            K::SiteReopened => self.event_site_reopened(),
            K::TeamCreated => self.event_team_created(),
            K::TeamChanged => self.event_team_changed(),
            K::TeamClosed => self.event_team_closed(),
            K::TeamReopened => self.event_team_reopened(),
            K::UserCreated => self.event_user_created(),
            K::UserChanged => self.event_user_changed(),
            K::UserDeactivated => self.event_user_deactivated(),
            K::UserReactivated => self.event_user_reactivated(),
            K::UserPreferencesChanged => self.event_user_preferences_changed(),
            K::UserNotificationsRead => self.event_user_notifications_read(),
            K::UserOnboardedVersion => self.event_user_onboarded_version(),
            K::UserPasswordChanged => self.event_user_password_changed(),
            K::UserPasswordResetRequested => self.event_user_password_reset_requested(),
            K::UserPasswordReset => self.event_user_password_reset(),
            K::SessionStarted => self.event_session_started(),
            K::SessionEnded => self.event_session_ended(),
            K::SessionRevoked => self.event_session_revoked(),
            K::ProgrammeCreated => self.event_programme_created(),
            K::ContactTypeCreated => self.event_contact_type_created(),
            K::SpaceCreated => self.event_space_created(),
            K::SpaceOpened => self.event_space_opened(),
            K::ArticleDraftBegun => self.event_article_draft_begun(),
            K::ArticleDraftEdited => self.event_article_draft_edited(),
            K::ArticleImageAttached => self.event_article_image_attached(),
            K::ArticleSubmitted => self.event_article_submitted(),
            K::ArticleChangesRequested => self.event_article_changes_requested(),
            K::ArticleApproved => self.event_article_approved(),
            K::ArticleScheduled => self.event_article_scheduled(),
            K::ArticleUnscheduled => self.event_article_unscheduled(),
            K::ArticleRecalled => self.event_article_recalled(),
            K::ArticleExpired => self.event_article_expired(),
            K::ArticleArchived => self.event_article_archived(),
            K::ArticleTranslationWaived => self.event_article_translation_waived(),
            K::ArticleCreated => self.event_article_created(),
            K::ArticleVersionEffective => self.event_article_version_effective(),
            K::ArticleSeenStale => self.event_article_seen_stale(),
            K::ArticleVerified => self.event_article_verified(),
            K::ArticleOwnerChosen => self.event_article_owner_chosen(),
            K::FlagRaised => self.event_flag_raised(),
            K::FlagAccepted => self.event_flag_accepted(),
            K::FlagDeclined => self.event_flag_declined(),
            K::FlagFixChosen => self.event_flag_fix_chosen(),
            K::FlagFixed => self.event_flag_fixed(),
            K::BroadcastDraftSaved => self.event_broadcast_draft_saved(),
            K::BroadcastDraftDiscarded => self.event_broadcast_draft_discarded(),
            K::BroadcastDraftSent => self.event_broadcast_draft_sent(),
            K::BroadcastSent => self.event_broadcast_sent(),
            K::BroadcastAnnounced => self.event_broadcast_announced(),
            K::BroadcastDue => self.event_broadcast_due(),
            K::BroadcastReachChanged => self.event_broadcast_reach_changed(),
            K::BroadcastClosed => self.event_broadcast_closed(),
            K::BroadcastSuperseded => self.event_broadcast_superseded(),
            K::BroadcastRecalled => self.event_broadcast_recalled(),
            K::BroadcastDelivered => self.event_broadcast_delivered(),
            K::BroadcastRead => self.event_broadcast_read(),
            K::BroadcastCheckFailed => self.event_broadcast_check_failed(),
            K::BroadcastCoachingAssigned => self.event_broadcast_coaching_assigned(),
            K::BroadcastCoached => self.event_broadcast_coached(),
            K::BroadcastAcknowledged => self.event_broadcast_acknowledged(),
            K::BroadcastExempted => self.event_broadcast_exempted(),
            K::BroadcastReminded => self.event_broadcast_reminded(),
            K::BroadcastProofExported => self.event_broadcast_proof_exported(),
            K::BroadcastProofSealed => self.event_broadcast_proof_sealed(),
            K::TokenCreated => self.event_token_created(),
            K::TokenRevoked => self.event_token_revoked(),
        }
    }
}
