//! How SQLite looks for rows, which it decides without knowing how many there are.

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::testing::TestDatabase;

use crate::common::raw;

/// The index by which SQLite answers a question.
async fn index_of(sql: &str) -> String {
    let database = TestDatabase::sqlite();
    let statement = Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"));
    let plan = raw(&database).await.query_all_raw(statement).await.unwrap();
    assert_eq!(plan.len(), 1, "{sql}");
    plan[0].try_get::<String>("", "detail").unwrap()
}

#[tokio::test]
async fn what_reaches_somebody_is_found_by_the_person() {
    let open = "AND acknowledged_at IS NULL AND ended_at IS NULL";
    for (which, order) in [
        (format!("user_id = x'01' {open}"), "ORDER BY broadcast_id DESC"),
        ("user_id = x'01'".to_owned(), "ORDER BY broadcast_id DESC LIMIT 20"),
        (format!("user_id IN (x'01', x'02') {open}"), ""),
    ] {
        let sql = format!("SELECT * FROM recipient WHERE vendor_id = x'03' AND {which} {order}");
        let index = index_of(&sql).await;
        assert!(index.contains("(user_id=?"), "{sql}\n{index}");
    }
}

#[tokio::test]
async fn whom_a_broadcast_reaches_at_a_vendor_is_found_by_both() {
    let sql = "SELECT state FROM recipient WHERE vendor_id = x'03' AND broadcast_id IN (x'01', x'02')";
    let index = index_of(sql).await;
    assert!(index.contains("(broadcast_id=? AND vendor_id=?)"), "{index}");
}

#[tokio::test]
async fn a_job_is_found_past_those_of_other_lanes() {
    let sql =
        "SELECT * FROM job WHERE failed_at IS NULL AND run_at <= 5 AND lane = 'due' ORDER BY run_at LIMIT 16";
    let index = index_of(sql).await;
    assert!(index.contains("(lane=? AND run_at<?)"), "{index}");
}
