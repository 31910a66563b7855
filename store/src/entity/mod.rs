//! Rows as the tables have them. Nothing outside the finders uses these.
//!
//! Hardly any relations are declared: each finder writes the join that it needs, with its scope in it.

macro_rules! entity {
    ($(#[$doc:meta])* $module:ident = $table:literal { $($(#[$attr:meta])* $field:ident : $ty:ty),+ $(,)? }) => {
        $(#[$doc])*
        pub(crate) mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
            #[sea_orm(table_name = $table)]
            pub struct Model { $($(#[$attr])* pub(crate) $field: $ty),+ }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

/// The shifts of a site that was backed up before there were shifts.
fn usual_shifts() -> String {
    domain::broadcast::WeeklyShifts::default().to_string()
}

/// The lane of a job that was backed up before there were lanes, until [`crate::job::part_letters`] looks at its kind.
fn due() -> String {
    crate::Lane::Due.as_str().to_owned()
}

/// The revision of what was backed up before there were revisions.
const fn first() -> i64 {
    1
}

entity! { client = "client" {
    #[sea_orm(primary_key, auto_increment = false)] id: i64,
    name: String, about_fr: String, about_en: String, version: i64,
} }
entity! { vendor = "vendor" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    name: String, name_key: String, standing: String, created_at: i64, version: i64,
} }
entity! { site = "site" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    vendor_id: Uuid, name: String, name_key: String, country: String, time_zone: String, transfer_regime: String,
    standing: String, created_at: i64, version: i64, #[serde(default = "super::usual_shifts")] shifts: String,
} }
entity! { team = "team" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    vendor_id: Uuid, site_id: Uuid, name: String, name_key: String, standing: String, created_at: i64, version: i64,
} }
entity! { user_account = "user_account" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    email: String, name: String, name_key: String, role: String, vendor_id: Option<Uuid>, site_id: Option<Uuid>,
    team_id: Option<Uuid>, locale: String, time_zone: String, theme: String, state: String,
    password_hash: Option<String>, created_at: i64, version: i64,
} }
entity! { population = "population" {
    #[sea_orm(primary_key, auto_increment = false)] id: i64,
    version: i64,
} }
entity! { session = "session" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    token_hash: Vec<u8>, user_id: Uuid, device: String, created_at: i64, last_seen_at: i64, revoked_at: Option<i64>,
} }
entity! { password_reset = "password_reset" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    token_hash: Vec<u8>, user_id: Uuid, created_at: i64, expires_at: i64, used_at: Option<i64>,
} }
entity! { programme = "programme" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    vendor_id: Uuid, name: String, channels: String, languages: String, created_at: i64, version: i64,
} }
entity! { contact_type = "contact_type" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    parent_id: Option<Uuid>, slug: String, name_fr: String, name_en: String, position: i64, version: i64,
} }
entity! { space = "space" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    slug: String, name_fr: String, name_en: String, about_fr: String, about_en: String, created_at: i64, version: i64,
} }
entity! { space_vendor = "space_vendor" {
    #[sea_orm(primary_key, auto_increment = false)] space_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] vendor_id: Uuid,
    opened_at: i64,
} }
entity! { article = "article" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    space_id: Uuid, slug: String, owner_id: Option<Uuid>, created_at: i64, version: i64, path: String,
    #[serde(default)] verified_at: Option<i64>, #[serde(default)] verified_by: Option<Uuid>,
    #[serde(default)] verify_days: Option<i64>,
    #[serde(default)] source_locale: Option<String>,
} }
entity! { article_contact_type = "article_contact_type" {
    #[sea_orm(primary_key, auto_increment = false)] article_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] contact_type_id: Uuid,
} }
entity! { article_version = "article_version" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    article_id: Uuid, locale: String, number: i64, state: String, significance: String, title: String, source: String,
    content_hash: String, html: String, renderer: i64, effective_at: Option<i64>, created_at: i64,
    #[serde(default = "super::first")] revision: i64, #[serde(default)] author_id: Option<Uuid>,
    #[serde(default)] change_reason: String, #[serde(default)] published_at: Option<i64>,
    #[serde(default)] ends_at: Option<i64>, #[serde(default)] review_note: String,
    #[serde(default)] follows_version_id: Option<Uuid>,
} }
entity! { article_contributor = "article_contributor" {
    #[sea_orm(primary_key, auto_increment = false)] version_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] user_id: Uuid,
    first_at: i64,
} }
entity! { article_approval = "article_approval" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    version_id: Uuid, user_id: Uuid, revision: i64, approved_at: i64,
} }
entity! { flag = "flag" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    article_id: Uuid, version_id: Uuid, locale: String, passage: String, note: String, kind: String, state: String,
    raised_by: Uuid, vendor_id: Option<Uuid>, raised_at: i64, decided_by: Option<Uuid>, decided_at: Option<i64>,
    answer: String, fixed_by_version_id: Option<Uuid>, fixed_at: Option<i64>,
} }
entity! { flag_fix = "flag_fix" {
    #[sea_orm(primary_key, auto_increment = false)] version_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] flag_id: Uuid,
    fix: String,
} }
entity! { file = "file" {
    #[sea_orm(primary_key, auto_increment = false)] hash: String,
    media_type: String, created_at: i64, #[serde(default)] size: i64,
} }
entity! { file_bytes = "file_bytes" {
    #[sea_orm(primary_key, auto_increment = false)] hash: String,
    bytes: Vec<u8>,
} }
entity! { space_file = "space_file" {
    #[sea_orm(primary_key, auto_increment = false)] space_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] path: String,
    #[sea_orm(primary_key, auto_increment = false)] hash: String,
    added_at: i64,
} }
entity! { knowledge_import = "knowledge_import" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    space_id: Uuid, user_id: Uuid, locale: Option<String>, file_name: String, bytes: Option<Vec<u8>>, state: String,
    done: i64, total: i64, report: String, created_at: i64, version: i64,
} }
entity! { broadcast = "broadcast" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    state: String, severity: String, audience: String, author_id: Option<Uuid>, created_at: i64,
    published_at: Option<i64>, effective_at: Option<i64>, ended_at: Option<i64>,
    beside_id: Option<Uuid>, version: i64,
} }
entity! { broadcast_text = "broadcast_text" {
    #[sea_orm(primary_key, auto_increment = false)] broadcast_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] locale: String,
    title: String, summary: String, items: String,
} }
entity! { broadcast_binding = "broadcast_binding" {
    #[sea_orm(primary_key, auto_increment = false)] broadcast_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] article_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] locale: String,
    from_version_id: Option<Uuid>, to_version_id: Uuid,
} }
entity! { recipient = "recipient" {
    #[sea_orm(primary_key, auto_increment = false)] broadcast_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] user_id: Uuid,
    vendor_id: Uuid, site_id: Uuid, team_id: Uuid, state: String, delivered_at: Option<i64>, opened_at: Option<i64>,
    read_at: Option<i64>, check_passed_at: Option<i64>, acknowledged_at: Option<i64>, failed_checks: i64,
    due_at: Option<i64>, grace_until: Option<i64>, reminded: i64, exempt_reason: Option<String>,
    exempt_until: Option<i64>, ended_at: Option<i64>, ended_by: Option<String>,
    #[serde(default)] reached_since: Option<i64>, #[serde(default)] recall_answer: Option<String>,
} }
entity! { acknowledgement = "acknowledgement" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    broadcast_id: Uuid, user_id: Uuid, vendor_id: Uuid, record: String, acknowledged_at: i64,
} }
entity! { coaching = "coaching" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    broadcast_id: Uuid, user_id: Uuid, vendor_id: Uuid, team_id: Uuid, given_by: Uuid, given_at: i64,
} }
entity! { broadcast_draft = "broadcast_draft" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    title: String, answers: String, saved_by: Option<Uuid>, saved_at: i64, version: i64,
} }
entity! { stale_view = "stale_view" {
    #[sea_orm(primary_key, auto_increment = false)] version_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] user_id: Uuid,
    vendor_id: Option<Uuid>, team_id: Option<Uuid>, first_at: i64,
} }
entity! { clearance = "clearance" {
    #[sea_orm(primary_key, auto_increment = false)] user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] contact_type_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] channel: String,
    #[sea_orm(primary_key, auto_increment = false)] language: String,
    vendor_id: Option<Uuid>, verdict: String, reasons: String, evaluated_at: i64, valid_until: Option<i64>,
    revision: i64,
} }
entity! { notification = "notification" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    user_id: Uuid, kind: String, subject_id: Uuid, level: String, broadcast_id: Option<Uuid>,
    severity: Option<String>, title: String, params: String, created_at: i64, read_at: Option<i64>,
    mailed_at: Option<i64>,
} }
entity! { notification_setting = "notification_setting" {
    #[sea_orm(primary_key, auto_increment = false)] user_id: Uuid,
    mail: String, digest_hour: i64, digest_day: Option<String>,
} }
entity! { onboarding = "onboarding" {
    #[sea_orm(primary_key, auto_increment = false)] user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] article_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)] locale: String,
    version_id: Uuid, given_at: i64, acknowledged_at: Option<i64>,
} }
entity! { api_token = "api_token" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    name: String, token_hash: Vec<u8>, scopes: String, vendor_id: Option<Uuid>, created_at: i64,
    created_by: Option<Uuid>, last_used_at: Option<i64>, revoked_at: Option<i64>,
} }
entity! { search_miss = "search_miss" {
    #[sea_orm(primary_key, auto_increment = false)] query: String,
    #[sea_orm(primary_key, auto_increment = false)] locale: String,
    times: i64, first_at: i64, last_at: i64,
} }
entity! { event = "event" {
    #[sea_orm(primary_key)] id: i64,
    at: i64, kind: String, actor_id: Option<Uuid>, subject_id: Uuid, vendor_id: Option<Uuid>, details: String,
    seq: Option<i64>, previous: Option<Vec<u8>>, hash: Option<Vec<u8>>,
} }
entity! { event_cursor = "event_cursor" {
    #[sea_orm(primary_key, auto_increment = false)] consumer: String,
    seq: i64,
} }
entity! { job = "job" {
    #[sea_orm(primary_key, auto_increment = false)] id: Uuid,
    kind: String, #[serde(default = "super::due")] lane: String, payload: String, run_at: i64, attempts: i64,
    locked_until: Option<i64>, failed_at: Option<i64>, last_error: Option<String>, created_at: i64,
} }

impl sea_orm::Related<user_account::Entity> for session::Entity {
    fn to() -> sea_orm::RelationDef {
        use sea_orm::EntityTrait;
        Self::belongs_to(user_account::Entity)
            .from(session::Column::UserId)
            .to(user_account::Column::Id)
            .into()
    }
}
