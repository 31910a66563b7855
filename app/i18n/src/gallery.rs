//! Words of the page that shows the components: samples from the demo programme.

use crate::macros::messages;

messages! {
    gallery_title { fr: "Composants", en: "Components" }
    gallery_lead {
        fr: "Chaque pièce de l’interface dans chacun de ses états. Changez la langue, l’apparence ou la largeur de la fenêtre\u{a0}: tout doit rester lisible.",
        en: "Every piece of the interface in each of its states. Change the language, the appearance or the width of the window: everything must stay readable.",
    }
    gallery_actions { fr: "Actions", en: "Actions" }
    gallery_forms { fr: "Formulaires", en: "Forms" }
    gallery_states { fr: "États et messages", en: "States and messages" }
    gallery_data { fr: "Données", en: "Data" }
    gallery_chart { fr: "Courbe, avec son tableau", en: "Curve, with its table" }
    gallery_editor { fr: "Éditeur", en: "Editor" }
    gallery_reading { fr: "Lecture", en: "Reading" }
    gallery_moving { fr: "Se repérer", en: "Finding the way" }
    gallery_identity { fr: "Identité", en: "Identity" }
    gallery_variants { fr: "Variantes", en: "Variants" }
    gallery_sizes { fr: "Tailles", en: "Sizes" }
    gallery_button_states { fr: "Occupé, inactif, icône seule", en: "Busy, disabled, icon only" }
    gallery_links { fr: "Liens d’action", en: "Links to act on" }
    gallery_copying { fr: "Copier", en: "Copying" }
    gallery_confirming { fr: "Demander avant d’agir", en: "Asking before acting" }
    gallery_menus { fr: "Menu", en: "Menu" }
    gallery_dialogs { fr: "Boîte de dialogue", en: "Dialog" }
    gallery_toolbars { fr: "Barre d’outils", en: "Toolbar" }
    gallery_publish { fr: "Publier", en: "Publish" }
    gallery_save_draft { fr: "Enregistrer le brouillon", en: "Save draft" }
    gallery_compare { fr: "Comparer", en: "Compare" }
    gallery_withdraw { fr: "Retirer l’article", en: "Withdraw the article" }
    gallery_withdraw_consequence {
        fr: "Les agents ne verront plus cet article dès maintenant. L’historique et les preuves sont conservés.",
        en: "Agents stop seeing this article at once. Its history and the evidence are kept.",
    }
    gallery_open_article { fr: "Ouvrir l’article", en: "Open the article" }
    gallery_download { fr: "Télécharger le registre", en: "Download the register" }
    gallery_edit { fr: "Modifier", en: "Edit" }
    gallery_history { fr: "Historique", en: "History" }
    gallery_archive { fr: "Archiver", en: "Archive" }
    gallery_dialog_open { fr: "Ouvrir la boîte", en: "Open the dialog" }
    gallery_dialog_title { fr: "Notes de version", en: "Release notes" }
    gallery_dialog_text {
        fr: "Ce qui a changé depuis la version dont vous avez confirmé la lecture.",
        en: "What has changed since the version you acknowledged.",
    }
    gallery_sign_in_again { fr: "Session expirée", en: "Expired session" }
    gallery_field_plain { fr: "Champs", en: "Fields" }
    gallery_field_choice { fr: "Choix", en: "Choices" }
    gallery_field_refused { fr: "Formulaire refusé", en: "Refused form" }
    gallery_field_file { fr: "Fichiers", en: "Files" }
    gallery_file { fr: "Fichier zip", en: "Zip file" }
    gallery_file_hint { fr: "Des articles en Markdown, 64\u{a0}Mo au plus.", en: "Articles in Markdown, 64 MB at most." }
    gallery_file_wrong {
        fr: "Ce fichier n’est pas un zip. Choisissez un fichier en .zip.",
        en: "This file is not a zip. Choose a .zip file.",
    }
    gallery_searching { fr: "Rechercher", en: "Searching" }
    gallery_search_field { fr: "Champ de recherche", en: "Search field" }
    gallery_search_results { fr: "Résultats", en: "Results" }
    gallery_facets { fr: "Filtres avec leur nombre", en: "Filters with their counts" }
    gallery_palette { fr: "Palette", en: "Palette" }
    gallery_palette_open { fr: "Ouvrir la palette", en: "Open the palette" }
    gallery_search_typed { fr: "retard", en: "late" }
    gallery_search_marked { fr: "Retard", en: "Late" }
    gallery_search_title { fr: " de livraison", en: " delivery" }
    gallery_search_before { fr: "… à partir du sixième jour. ", en: "… from the sixth day on. " }
    gallery_search_behind {
        fr: " annoncé par le transporteur\u{a0}: prévenez avant d’être appelé …",
        en: " as announced by the carrier: call before you are called …",
    }
    gallery_search_other { fr: "Refunds and exchanges", en: "Remboursements et échanges" }
    gallery_search_other_lang { fr: "en", en: "fr" }
    gallery_filters { fr: "Barre de filtres", en: "Filter bar" }
    gallery_email { fr: "Adresse e-mail", en: "E-mail address" }
    gallery_email_hint {
        fr: "Celle de votre contrat de travail.",
        en: "The one in your employment contract.",
    }
    gallery_email_wrong {
        fr: "Saisissez une adresse complète, comme prenom.nom@exemple.fr",
        en: "Enter a full address, such as first.last@example.com",
    }
    gallery_name { fr: "Nom affiché", en: "Display name" }
    gallery_password { fr: "Mot de passe", en: "Password" }
    gallery_password_hint {
        fr: "12 caractères au moins. Une phrase convient très bien.",
        en: "At least 12 characters. A sentence does very well.",
    }
    gallery_reason { fr: "Motif du changement", en: "Reason for the change" }
    gallery_reason_hint {
        fr: "10 caractères au moins\u{202f}; les agents le liront.",
        en: "At least 10 characters; agents will read it.",
    }
    gallery_reason_text {
        fr: "Le délai de remboursement passe de 14 à 10 jours ouvrés à compter du 1er\u{a0}mars.",
        en: "Refunds now take 10 working days instead of 14, from 1 March.",
    }
    gallery_reason_wrong {
        fr: "Expliquez le changement en 10 caractères au moins",
        en: "Explain the change in at least 10 characters",
    }
    gallery_start { fr: "Date d’effet", en: "Effective date" }
    gallery_search { fr: "Rechercher", en: "Search" }
    gallery_search_hint { fr: "Article, personne, action", en: "Article, person, action" }
    gallery_channel { fr: "Canal", en: "Channel" }
    gallery_channel_all { fr: "Tous les canaux", en: "All channels" }
    gallery_channel_voice { fr: "Téléphone", en: "Voice" }
    gallery_channel_chat { fr: "Messagerie instantanée", en: "Chat" }
    gallery_channel_email { fr: "E-mail", en: "E-mail" }
    gallery_channel_social { fr: "Réseaux sociaux (fermé)", en: "Social (closed)" }
    gallery_significance { fr: "Portée", en: "Significance" }
    gallery_significance_editorial { fr: "Rédactionnelle", en: "Editorial" }
    gallery_significance_editorial_hint { fr: "Rien à confirmer.", en: "Nothing to acknowledge." }
    gallery_significance_major { fr: "Majeure", en: "Major" }
    gallery_significance_major_hint {
        fr: "Accusé de lecture et 1 à 3 questions.",
        en: "Acknowledgement and 1 to 3 questions.",
    }
    gallery_significance_critical { fr: "Critique", en: "Critical" }
    gallery_significance_critical_hint {
        fr: "Toutes les réponses justes avant le prochain contact concerné.",
        en: "Every answer right before the next contact concerned.",
    }
    gallery_notify { fr: "Prévenir les chefs d’équipe", en: "Tell the team leads" }
    gallery_notify_hint {
        fr: "Ils reçoivent la liste des agents concernés.",
        en: "They receive the list of the agents concerned.",
    }
    gallery_address { fr: "Adresse du site", en: "Address of the site" }
    gallery_city { fr: "Ville", en: "City" }
    gallery_refused {
        fr: "Deux réponses sont à revoir avant d’enregistrer.",
        en: "Two answers need another look before this can be saved.",
    }
    gallery_tones { fr: "Badges", en: "Badges" }
    gallery_draft { fr: "Brouillon", en: "Draft" }
    gallery_open { fr: "Ouvert", en: "Open" }
    gallery_due { fr: "À vérifier", en: "To verify" }
    gallery_overdue { fr: "En retard", en: "Overdue" }
    gallery_new { fr: "Nouveau", en: "New" }
    gallery_alerts { fr: "Encarts", en: "Alerts" }
    gallery_alert_title { fr: "Version à venir", en: "Coming version" }
    gallery_alert_text {
        fr: "Une nouvelle version prend effet le 1er mars à 8\u{a0}h. Vous pouvez déjà la lire.",
        en: "A new version takes effect on 1 March at 8 a.m. You can read it already.",
    }
    gallery_flash { fr: "Message après une action", en: "Notice after an action" }
    gallery_flash_text {
        fr: "L’article est publié. 42 agents sont prévenus.",
        en: "The article is published. 42 agents have been told.",
    }
    gallery_waiting { fr: "Chargement", en: "Loading" }
    gallery_progress { fr: "Import des agents", en: "Import of agents" }
    gallery_progress_text { fr: "38 sur 60", en: "38 of 60" }
    gallery_nothing { fr: "Rien à afficher", en: "Nothing to show" }
    gallery_empty_title { fr: "Aucun accusé de lecture attendu", en: "No change to acknowledge" }
    gallery_empty_text {
        fr: "Vous êtes à jour. Le prochain changement s’affichera ici dès sa publication.",
        en: "You are up to date. The next change will appear here as soon as it is published.",
    }
    gallery_empty_action { fr: "Relire les articles", en: "Read the articles again" }
    gallery_refusals { fr: "Refus", en: "Refusals" }
    gallery_failed {
        fr: "Le service de recherche ne répond pas. Réessayez dans un instant.",
        en: "The search service does not answer. Try again in a moment.",
    }
    gallery_staircase { fr: "Escalier", en: "Staircase" }
    gallery_step_preparation { fr: "Préparation", en: "Preparation" }
    gallery_step_pilot { fr: "Pilote", en: "Pilot" }
    gallery_step_quarter { fr: "Un quart", en: "A quarter" }
    gallery_step_half { fr: "La moitié", en: "Half" }
    gallery_step_three_quarters { fr: "Trois quarts", en: "Three quarters" }
    gallery_step_full { fr: "Tout le contrat", en: "Full contract" }
    gallery_step_preparation_note { fr: "depuis le 6 janvier", en: "since 6 January" }
    gallery_step_pilot_note { fr: "10\u{a0}% du volume", en: "10% of volume" }
    gallery_step_quarter_note { fr: "25\u{a0}% du volume", en: "25% of volume" }
    gallery_step_half_note { fr: "50\u{a0}% du volume", en: "50% of volume" }
    gallery_step_three_quarters_note { fr: "75\u{a0}% du volume", en: "75% of volume" }
    gallery_step_full_note { fr: "100\u{a0}% du volume", en: "100% of volume" }
    gallery_tables { fr: "Tableau", en: "Table" }
    gallery_table_caption { fr: "Agents de l’équipe Matin", en: "Agents of the Morning team" }
    gallery_agent { fr: "Agent", en: "Agent" }
    gallery_site { fr: "Site", en: "Site" }
    gallery_state { fr: "État", en: "State" }
    gallery_score { fr: "Score", en: "Score" }
    gallery_last_seen { fr: "Dernière visite", en: "Last visit" }
    gallery_table_actions { fr: "Actions", en: "Actions" }
    gallery_casablanca { fr: "Casablanca", en: "Casablanca" }
    gallery_nantes { fr: "Nantes", en: "Nantes" }
    gallery_cleared { fr: "Habilité", en: "Cleared" }
    gallery_suspended { fr: "Suspendu", en: "Suspended" }
    gallery_supervised { fr: "Accompagné", en: "Supervised" }
    gallery_minutes_ago { fr: "il y a 4 minutes", en: "4 minutes ago" }
    gallery_exact {
        fr: "23 novembre 2026, 17\u{a0}h\u{a0}40 (heure de Paris)",
        en: "23 November 2026, 17:40 (Paris time)",
    }
    gallery_paging { fr: "Pagination", en: "Paging" }
    gallery_facts { fr: "Fiche", en: "Facts" }
    gallery_country { fr: "Pays", en: "Country" }
    gallery_morocco { fr: "Maroc", en: "Morocco" }
    gallery_transfer { fr: "Régime de transfert", en: "Transfer regime" }
    gallery_transfer_scc { fr: "Clauses contractuelles types", en: "Standard contractual clauses" }
    gallery_hours { fr: "Horaires", en: "Hours" }
    gallery_hours_value {
        fr: "8\u{a0}h – 20\u{a0}h, du lundi au samedi",
        en: "8 a.m. to 8 p.m., Monday to Saturday",
    }
    gallery_figures { fr: "Chiffres", en: "Figures" }
    gallery_coverage { fr: "Couverture à l’effet", en: "Coverage at effect" }
    gallery_coverage_note { fr: "objectif 95\u{a0}%, 318 agents", en: "target 95%, 318 agents" }
    gallery_window { fr: "Fenêtre d’obsolescence, 90\u{a0}%", en: "Obsolescence window, 90%" }
    gallery_window_value { fr: "2\u{a0}h\u{a0}10", en: "2 h 10" }
    gallery_window_note { fr: "objectif\u{a0}: une vacation", en: "target: one shift" }
    gallery_stale_views { fr: "Lectures périmées", en: "Stale views" }
    gallery_stale_views_note { fr: "depuis hier", en: "since yesterday" }
    gallery_people { fr: "Personnes", en: "People" }
    gallery_section { fr: "Section", en: "Section" }
    gallery_section_lead {
        fr: "Une section range ce qui va ensemble.",
        en: "A section holds what belongs together.",
    }
    gallery_card_title { fr: "Remboursements", en: "Refunds" }
    gallery_card_text {
        fr: "12 articles, dont 2 à vérifier cette semaine.",
        en: "12 articles, 2 of them to verify this week.",
    }
    gallery_tabs { fr: "Onglets", en: "Tabs" }
    gallery_tab_current { fr: "En vigueur", en: "In force" }
    gallery_tab_drafts { fr: "Brouillons", en: "Drafts" }
    gallery_tab_archive { fr: "Archives", en: "Archive" }
    gallery_knowledge { fr: "Connaissances", en: "Knowledge" }
    gallery_returns { fr: "Retours", en: "Returns" }
    gallery_crumbs { fr: "Fil d’Ariane", en: "Breadcrumbs" }
    gallery_areas { fr: "Navigation", en: "Navigation" }
    gallery_home { fr: "Accueil", en: "Home" }
    gallery_changes { fr: "Changements", en: "Changes" }
    gallery_training { fr: "Formation", en: "Training" }
    gallery_manage { fr: "Gérer", en: "Manage" }
    gallery_vendors { fr: "Prestataires", en: "Vendors" }
    gallery_audit { fr: "Journal d’audit", en: "Audit log" }
    gallery_account { fr: "Compte et réglages", en: "Account and settings" }
    gallery_role { fr: "Référente, Ormevent", en: "Referent, Ormevent" }
    gallery_profile { fr: "Profil", en: "Profile" }
    gallery_sessions { fr: "Sessions", en: "Sessions" }
    gallery_sign_out { fr: "Se déconnecter", en: "Sign out" }
    gallery_mark { fr: "Marque et dessin", en: "Mark and drawing" }
    gallery_icons { fr: "Icônes", en: "Icons" }
    gallery_motto {
        fr: "Une consigne change une fois. Chacun le sait aussitôt.",
        en: "An instruction changes once. Everyone knows at once.",
    }
    gallery_pages_words { fr: "Page et contenu", en: "Page and content" }
    gallery_article_limits { fr: "Les limites", en: "The limits" }
    gallery_article_answering { fr: "Répondre", en: "Answering" }
    gallery_article_delays { fr: "Les délais", en: "How long it takes" }
    gallery_article_html {
        fr: "<p>Remboursez sans attendre le retour du colis si la commande coûte <strong>moins de 30\u{a0}€ TTC</strong>. Au-delà, attendez le scan du transporteur. Voir <a href=\"#limites\">les limites</a>\
            <sup class=\"footnote-reference\"><a href=\"#note-1\">1</a></sup>.</p>\
            <h2 id=\"limites\">Les limites</h2><div class=\"rule-must\"><ul>\
            <li>Vérifiez l’identité du client avant de donner une date.</li>\
            <li>Notez le numéro de retour dans le dossier.</li></ul></div><div class=\"rule-may\">\
            <p>Offrir les frais de port, une fois par an et par client.</p></div>\
            <div class=\"rule-never\">\
            <p>Ne demandez jamais un numéro de carte, ni par téléphone, ni par écrit.</p></div>\
            <h3 id=\"repondre\">Répondre</h3><div class=\"reply\">\
            <p class=\"block-title\">Le remboursement est parti</p>\
            <p>Bonjour <span class=\"variable\">customer.name</span>,</p>\
            <p>Votre remboursement de <span class=\"variable\">refund.amount</span> est parti aujourd’hui. <span class=\"free\">[une phrase à vous]</span>\
            </p></div><div class=\"tone\"><p>\
            <strong>Plutôt</strong>\u{a0}: «\u{a0}Je m’en occupe aujourd’hui.\u{a0}»</p><p>\
            <strong>Pas</strong>\u{a0}: «\u{a0}Votre demande est en cours de traitement.\u{a0}»</p>\
            </div><blockquote class=\"markdown-alert-note\"><p>Le délai court à partir du scan.</p>\
            </blockquote><blockquote class=\"markdown-alert-tip\">\
            <p>Le raccourci <kbd>/</kbd> ouvre la recherche.</p></blockquote>\
            <blockquote class=\"markdown-alert-important\">\
            <p>Confirmez votre lecture avant votre prochaine vacation.</p></blockquote>\
            <blockquote class=\"markdown-alert-warning\"><p>Le montant change le 1er mars.</p>\
            </blockquote><blockquote class=\"markdown-alert-caution\">\
            <p>Un doublon ne se récupère pas.</p></blockquote><h2 id=\"delais\">Les délais</h2><table>\
            <thead><tr><th>Paiement</th><th>Délai</th></tr></thead><tbody><tr><td>Carte</td>\
            <td>3 à 5 jours ouvrés</td></tr><tr><td>Virement</td><td>10 jours ouvrés</td></tr></tbody>\
            </table><ol><li>Ouvrez le dossier.</li><li>Choisissez <code>Rembourser</code>.</li></ol><ul>\
            <li><input type=\"checkbox\" disabled checked aria-label=\"fait\"> Identité vérifiée</li>\
            <li><input type=\"checkbox\" disabled aria-label=\"à faire\"> Date annoncée</li></ul>\
            <blockquote><p>«\u{a0}Je voulais seulement savoir quand.\u{a0}»</p></blockquote><pre>\
            <code>REF-2026-00042 remboursement accepté</code></pre>\
            <div class=\"footnote-definition\" id=\"note-1\"><sup>1</sup><p>Hors produits rappelés.</p>\
            </div>",
        en: "<p>Refund without waiting for the parcel if the order costs <strong>less than €30 incl. VAT</strong>. Above that, wait for the carrier’s scan. See <a href=\"#limites\">the limits</a>\
            <sup class=\"footnote-reference\"><a href=\"#note-1\">1</a></sup>.</p>\
            <h2 id=\"limites\">The limits</h2><div class=\"rule-must\"><ul>\
            <li>Check who the customer is before you give a date.</li>\
            <li>Write the return number in the file.</li></ul></div><div class=\"rule-may\">\
            <p>Waive the postage, once a year for each customer.</p></div><div class=\"rule-never\">\
            <p>Never ask for a card number, neither on the phone nor in writing.</p></div>\
            <h3 id=\"repondre\">Answering</h3><div class=\"reply\">\
            <p class=\"block-title\">The refund is on its way</p>\
            <p>Hello <span class=\"variable\">customer.name</span>,</p>\
            <p>Your refund of <span class=\"variable\">refund.amount</span> left today. <span class=\"free\">[a sentence of your own]</span>\
            </p></div><div class=\"tone\"><p><strong>Say</strong>: “I’ll see to it today.”</p><p>\
            <strong>Not</strong>: “Your request is being processed.”</p></div>\
            <blockquote class=\"markdown-alert-note\"><p>The delay runs from the scan.</p></blockquote>\
            <blockquote class=\"markdown-alert-tip\"><p>The key <kbd>/</kbd> opens the search.</p>\
            </blockquote><blockquote class=\"markdown-alert-important\">\
            <p>Acknowledge before your next shift.</p></blockquote>\
            <blockquote class=\"markdown-alert-warning\"><p>The amount changes on 1 March.</p>\
            </blockquote><blockquote class=\"markdown-alert-caution\">\
            <p>A second refund cannot be taken back.</p></blockquote>\
            <h2 id=\"delais\">How long it takes</h2><table><thead><tr><th>Payment</th><th>Delay</th>\
            </tr></thead><tbody><tr><td>Card</td><td>3 to 5 working days</td></tr><tr><td>Transfer</td>\
            <td>10 working days</td></tr></tbody></table><ol><li>Open the file.</li>\
            <li>Choose <code>Refund</code>.</li></ol><ul><li>\
            <input type=\"checkbox\" disabled checked aria-label=\"done\"> Identity checked</li><li>\
            <input type=\"checkbox\" disabled aria-label=\"to do\"> Date given</li></ul><blockquote>\
            <p>“I only wanted to know when.”</p></blockquote><pre>\
            <code>REF-2026-00042 refund accepted</code></pre>\
            <div class=\"footnote-definition\" id=\"note-1\"><sup>1</sup>\
            <p>Except recalled products.</p></div>",
    }
    gallery_blocks { fr: "Transfert, pas à pas", en: "Transfer, guided flow" }
    gallery_blocks_html {
        fr: "<section class=\"transfer\" id=\"transfer-niveau-2\"><p class=\"block-title\">Transférer · Niveau 2</p>\
            <ul><li><strong>Quand\u{a0}:</strong> plus de 150\u{a0}€.</li><li><strong>À qui\u{a0}:</strong> votre responsable d’équipe.</li></ul></section>\
            <section class=\"flow\" id=\"flow-ou-est-le-colis\"><p class=\"block-title\">Pas à pas · Où est le colis\u{202f}?</p>\
            <details><summary>Toutes les étapes</summary><ol><li><p>La date est-elle passée\u{202f}?</p><ul><li>Non → 2</li><li>Oui → 3</li></ul></li>\
            <li>Redonnez la date.</li><li>Passez au <a href=\"#transfer-niveau-2\">niveau 2</a>.</li></ol></details></section>",
        en: "<section class=\"transfer\" id=\"transfer-niveau-2\"><p class=\"block-title\">Transfer · Level 2</p>\
            <ul><li><strong>When:</strong> more than €150.</li><li><strong>To whom:</strong> your team lead.</li></ul></section>\
            <section class=\"flow\" id=\"flow-ou-est-le-colis\"><p class=\"block-title\">Guided flow · Where is the parcel?</p>\
            <details><summary>All steps</summary><ol><li><p>Has the date passed?</p><ul><li>No → 2</li><li>Yes → 3</li></ul></li>\
            <li>Give the date again.</li><li>Hand it on to <a href=\"#transfer-niveau-2\">level 2</a>.</li></ol></details></section>",
    }
    gallery_flow_begin { fr: "Pas à pas, au début", en: "Guided flow, at the beginning" }
    gallery_flow_middle { fr: "Pas à pas, en chemin", en: "Guided flow, on the way" }
    gallery_flow_end { fr: "Pas à pas, au bout", en: "Guided flow, at the end" }
    gallery_flow_question { fr: "La date annoncée est-elle passée\u{202f}?", en: "Has the announced date passed?" }
    gallery_flow_second { fr: "Combien de jours de retard\u{202f}?", en: "How many days late?" }
    gallery_flow_help_html { fr: "<p>C’est celle de l’e-mail de confirmation.</p>", en: "<p>It is the one in the confirmation e-mail.</p>" }
    gallery_flow_end_html { fr: "<p>Ouvrez l’enquête et envoyez la réponse.</p>", en: "<p>Open the enquiry and send the reply.</p>" }
    gallery_flow_reply_html {
        fr: "<section class=\"reply\"><p class=\"block-title\">Enquête ouverte</p><div class=\"reply-text\"><p>J’ai ouvert une enquête aujourd’hui.</p></div></section>",
        en: "<section class=\"reply\"><p class=\"block-title\">Enquiry opened</p><div class=\"reply-text\"><p>I have opened an enquiry today.</p></div></section>",
    }
    gallery_flow_few { fr: "1 ou 2", en: "1 or 2" }
    gallery_flow_many { fr: "3 ou plus", en: "3 or more" }
    gallery_yes { fr: "Oui", en: "Yes" }
    gallery_no { fr: "Non", en: "No" }
    gallery_rendered_diff { fr: "Deux textes comparés", en: "Two texts compared" }
    gallery_source_diff { fr: "Deux sources comparées", en: "Two sources compared" }
    gallery_choice_form { fr: "Choix dans l’adresse", en: "Choice in the address" }
    gallery_passages { fr: "Passages d’un texte", en: "Passages of a text" }
    gallery_tree { fr: "Arbre", en: "Tree" }
    gallery_diff_kept_html { fr: "<p>Un colis est en retard dès le lendemain.</p>", en: "<p>A parcel is late from the next day on.</p>" }
    gallery_diff_changed_html {
        fr: "<p>Remboursez sous <del class=\"removed\">14</del><ins class=\"added\">10</ins> jours.</p>",
        en: "<p>Refund within <del class=\"removed\">14</del><ins class=\"added\">10</ins> days.</p>",
    }
    gallery_diff_removed_html {
        fr: "<p><del class=\"removed\">Demandez au client d’attendre.</del></p>",
        en: "<p><del class=\"removed\">Ask the customer to wait.</del></p>",
    }
    gallery_diff_added_html {
        fr: "<ul><li><ins class=\"added\">Proposez le choix sans attendre.</ins></li></ul>",
        en: "<ul><li><ins class=\"added\">Offer the choice at once.</ins></li></ul>",
    }
    gallery_diff_line { fr: "Remboursez sous ", en: "Refund within " }
    gallery_diff_line_end { fr: " jours.", en: " days." }
    gallery_diff_other { fr: "Un colis est en retard dès le lendemain.", en: "A parcel is late from the next day on." }
}
