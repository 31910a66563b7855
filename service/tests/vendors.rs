//! Vendors, sites and teams: adding, naming, and what does not fit.

use domain::broadcast::{Timetable, WeekProblem, WeeklyShifts};
use domain::vendor::TransferRegime;
use domain::{Reason, SiteId, TeamId, VendorId};
use service::{SiteInput, TeamInput, VendorInput};

use crate::common::{House, check_error, check_field, fields, nobody, site_input, system};

fn vendor_input(name: &str) -> VendorInput {
    VendorInput { name: name.to_owned() }
}

fn team_input(name: &str) -> TeamInput {
    TeamInput { name: name.to_owned() }
}

store::on_both_engines! {
    async fn a_manager_adds_and_renames_vendors_sites_and_teams(database) {
        let house = House::new(database).await;
        let manager = house.client_side().await.manager;
        let portal = &house.portal;
        let vendor = portal.create_vendor(&manager, vendor_input("  Atlantique   Contact ")).await.unwrap();
        let site = portal.create_site(&manager, vendor, site_input("Nantes")).await.unwrap();
        let team = portal.create_team(&manager, site, team_input("Loire")).await.unwrap();
        portal.update_vendor(&manager, vendor, 1, vendor_input("Océan")).await.unwrap();
        let offshore = SiteInput {
            name: "Tana".to_owned(),
            country: "mg".to_owned(),
            time_zone: "Indian/Antananarivo".to_owned(),
            transfer_regime: "scc".to_owned(),
        shifts: Timetable::of(&WeeklyShifts::default()),
        };
        portal.update_site(&manager, site, 1, offshore).await.unwrap();
        portal.update_team(&manager, team, 1, team_input("Analakely")).await.unwrap();

        let view = portal.vendor(&manager, vendor).await.unwrap();
        assert_eq!((view.vendor.name.as_str(), view.vendor.version), ("Océan", 2));
        let view = portal.site(&manager, site).await.unwrap();
        assert_eq!((view.site.name.as_str(), view.site.country.as_str()), ("Tana", "MG"));
        assert_eq!(view.site.transfer_regime, TransferRegime::Scc);
        assert_eq!(view.teams.len(), 1);
        let view = portal.team(&manager, team).await.unwrap();
        assert_eq!((view.team.name.as_str(), view.vendor.id, view.site.id), ("Analakely", vendor, site));
    }

    async fn a_vendor_referent_looks_after_teams_alone(database) {
        let house = House::new(database).await;
        let side = house.side("Atlantique").await;
        let team = house.portal.create_team(&side.referent, side.site, team_input("Erdre")).await.unwrap();
        house.portal.update_team(&side.referent, team, 1, team_input("Sèvre")).await.unwrap();
        assert_eq!(house.portal.site(&side.referent, side.site).await.unwrap().teams.len(), 2);
        for actor in [&side.lead, &side.agent] {
            check_error!(house.portal.create_team(actor, side.site, team_input("X")).await, Forbidden);
            check_error!(house.portal.update_team(actor, side.team, 1, team_input("X")).await, Forbidden);
        }
    }

    async fn a_name_is_taken_whatever_its_case_and_accents(database) {
        let house = House::new(database).await;
        let portal = &house.portal;
        let (vendor, site, team) = house.vendor("Atlantique Été").await;
        let (other, _, _) = house.vendor("Douro").await;
        for name in ["ATLANTIQUE ÉTÉ", "atlantique ete", " Atlantique\u{a0} Été"] {
            check_field(portal.create_vendor(&system(), vendor_input(name)).await, "name", Reason::Taken);
            let renamed = portal.update_vendor(&system(), other, 1, vendor_input(name)).await;
            check_field(renamed, "name", Reason::Taken);
        }
        check_field(portal.create_site(&system(), vendor, site_input("NANTES")).await, "name", Reason::Taken);
        check_field(portal.create_team(&system(), site, team_input("loire")).await, "name", Reason::Taken);
        let brest = portal.create_site(&system(), vendor, site_input("Brest")).await.unwrap();
        let renamed = portal.update_site(&system(), brest, 1, site_input("nantes")).await;
        check_field(renamed, "name", Reason::Taken);
        // Elsewhere the same name is free, and so is one's own.
        portal.create_team(&system(), brest, team_input("Loire")).await.unwrap();
        portal.update_team(&system(), team, 1, team_input("LOIRE")).await.unwrap();
        portal.update_vendor(&system(), vendor, 1, vendor_input("ATLANTIQUE ÉTÉ")).await.unwrap();
    }

    async fn a_stale_version_changes_nothing(database) {
        let house = House::new(database).await;
        let portal = &house.portal;
        let (vendor, site, team) = house.vendor("Atlantique").await;
        for version in [0, 2, i64::MAX - 1, i64::MIN] {
            check_error!(portal.update_vendor(&system(), vendor, version, vendor_input("X")).await, Stale);
            check_error!(portal.update_site(&system(), site, version, site_input("X")).await, Stale);
            check_error!(portal.update_team(&system(), team, version, team_input("X")).await, Stale);
        }
        let view = portal.team(&system(), team).await.unwrap();
        let names = [view.vendor.name, view.site.name, view.team.name].map(|name| name.to_string());
        assert_eq!(names, ["Atlantique", "Nantes", "Loire"]);
    }

    async fn what_does_not_exist_is_not_found(database) {
        let house = House::new(database).await;
        let portal = &house.portal;
        let (vendor, site, team) = (VendorId::new(nobody()), SiteId::new(nobody()), TeamId::new(nobody()));
        check_error!(portal.vendor(&system(), vendor).await, NotFound);
        check_error!(portal.site(&system(), site).await, NotFound);
        check_error!(portal.team(&system(), team).await, NotFound);
        check_error!(portal.create_site(&system(), vendor, site_input("X")).await, NotFound);
        check_error!(portal.create_team(&system(), site, team_input("X")).await, NotFound);
        check_error!(portal.update_vendor(&system(), vendor, 1, vendor_input("X")).await, NotFound);
        check_error!(portal.update_site(&system(), site, 1, site_input("X")).await, NotFound);
        check_error!(portal.update_team(&system(), team, 1, team_input("X")).await, NotFound);
    }
}

#[tokio::test]
async fn a_regime_must_fit_the_country() {
    let house = House::on_sqlite().await;
    let (vendor, site, _) = house.vendor("Atlantique").await;
    for (country, regime, fits) in [
        ("FR", "eu", true),
        ("FR", "scc", false),
        ("FR", "adequate", false),
        ("MG", "scc", true),
        ("MG", "eu", false),
        ("MG", "adequate", false),
        ("GB", "adequate", true),
        ("GB", "eu", false),
        ("NO", "eu", true),
        ("RE", "eu", true),
    ] {
        let input = SiteInput {
            country: country.to_owned(),
            transfer_regime: regime.to_owned(),
            ..site_input(&format!("{country} {regime}"))
        };
        let outcome = house.portal.create_site(&system(), vendor, input.clone()).await;
        if fits {
            outcome.unwrap();
        } else {
            check_field(outcome, "transfer_regime", Reason::RegimeDoesNotFitCountry);
            let changed = house.portal.update_site(&system(), site, 1, input).await;
            check_field(changed, "transfer_regime", Reason::RegimeDoesNotFitCountry);
        }
    }
}

#[tokio::test]
async fn all_that_is_wrong_with_a_site_is_said_at_once() {
    let house = House::on_sqlite().await;
    let (vendor, _, _) = house.vendor("Atlantique").await;
    let wrong = SiteInput {
        name: " ".to_owned(),
        country: "ZZ".to_owned(),
        time_zone: "Europe/Atlantis".to_owned(),
        transfer_regime: "none".to_owned(),
        shifts: Timetable::default(),
    };
    assert_eq!(
        fields(house.portal.create_site(&system(), vendor, wrong).await),
        [
            ("name".to_owned(), Reason::Missing),
            ("country".to_owned(), Reason::NotACountry),
            ("time_zone".to_owned(), Reason::NotATimeZone),
            ("transfer_regime".to_owned(), Reason::NotAChoice),
            ("shifts[mon][0][from]".to_owned(), Reason::NotAWeek(WeekProblem::Empty)),
        ]
    );
}

#[tokio::test]
async fn the_list_and_the_page_count_the_same_people() {
    let house = House::on_sqlite().await;
    let side = house.side("Atlantique").await;
    let manager = house.client_side().await.manager;
    let listed = house.portal.vendors(&manager).await.unwrap().remove(0).people;
    let page = house.portal.vendor(&manager, side.vendor).await.unwrap().people;
    assert_eq!((listed, page), (3, 3));
}
