import { alive, expect, test, visit } from "../fixtures.ts";
import { lea, nathalie, olivier, rui, sandrine } from "../support/accounts.ts";
import { unique } from "../support/portal.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { confirm, expectFieldError, expectRefused, row, title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

test("a manager adds a vendor, a site whose regime must fit its country, and a team", async ({ open, watch }) => {
  const page = await open(nathalie);
  const vendor = unique("Baobab Relation");
  await visit(page, "/vendors");
  await page.getByRole("link", { name: t("vendor_add") }).click();
  await expect(title(page)).toHaveText(t("vendor_add"));
  await page.getByLabel(t("name")).fill(vendor);
  await page.getByRole("button", { name: t("vendor_add") }).click();
  await expect(title(page)).toHaveText(vendor);
  await expect(page.getByText(t("vendor_added"))).toBeVisible();
  await expect(page.getByText(t("sites_empty"), { exact: true })).toBeVisible();

  await page.getByRole("link", { name: t("site_add") }).first().click();
  await expect(title(page)).toHaveText(t("site_add"));
  await page.getByLabel(t("name")).fill("Dakar");
  await page.getByLabel(t("country"), { exact: true }).fill("SN");
  await page.getByLabel(t("site_zone")).selectOption("Africa/Dakar");
  const regime = page.getByRole("group", { name: t("transfer_regime") });
  await page.getByRole("radio", { name: t("regime_eu") }).check();
  watch.expectRefusal(422, /^\/api\/create_site/);
  await page.getByRole("button", { name: t("site_add") }).click();
  await expectRefused(page, t("reason_regime"));
  await expect(regime).toContainText(t("reason_regime"));
  await expect(regime).toHaveAccessibleDescription(/Ce régime n’est pas possible/);
  await expect(page.getByLabel(t("name"))).toHaveValue("Dakar");
  await expect(page.getByLabel(t("country"), { exact: true })).toHaveValue("SN");
  await expect(page.getByLabel(t("site_zone"))).toHaveValue("Africa/Dakar");

  await page.getByRole("radio", { name: t("regime_scc") }).check();
  await page.getByRole("button", { name: t("site_add") }).click();
  await expect(title(page)).toHaveText("Dakar");
  await expect(page.getByText(t("site_added"))).toBeVisible();
  await page.getByRole("link", { name: t("team_add") }).first().click();
  await page.getByLabel(t("name")).fill("Équipe Gorée");
  await page.getByRole("button", { name: t("team_add") }).click();
  await expect(title(page)).toHaveText("Équipe Gorée");
  await expect(page.getByText(t("team_added"))).toBeVisible();

  await page.getByRole("navigation", { name: t("ui_breadcrumbs") }).getByRole("link", { name: vendor }).click();
  await expect(title(page)).toHaveText(vendor);
  await expect(row(page, "Dakar").first()).toContainText(t("regime_scc"));
  await visit(page, "/vendors");
  await expect(row(page, vendor)).toContainText("Dakar");
});

test("a country that is none is refused at the field", async ({ open, portal, watch }) => {
  const vendor = await portal.addVendor(unique("Sans Pays"));
  const page = await open(olivier);
  await visit(page, `/vendors/${vendor}/sites/new`);
  await page.getByLabel(t("name")).fill("Nulle part");
  await page.getByLabel(t("country"), { exact: true }).fill("ZZ");
  watch.expectRefusal(422, /^\/api\/create_site/);
  await page.getByRole("button", { name: t("site_add") }).click();
  await expectFieldError(page.getByLabel(t("country"), { exact: true }), t("reason_not_a_country"));
  await expect(page.getByLabel(t("name"))).toHaveValue("Nulle part");
});

test("the shifts of a site are a table, and what is wrong is said at its field", async ({ open, portal, watch }) => {
  const site = await portal.addSite(await portal.addVendor(unique("Trois Huit")), "Metz");
  const page = await open(olivier, { viewport: { width: 375, height: 800 } });
  await visit(page, `/sites/${site}/edit`);
  const from = (day: string, number: number) => page.getByLabel(t("shift_from", { day, number }), { exact: true });
  const until = (day: string, number: number) => page.getByLabel(t("shift_until", { day, number }), { exact: true });
  await expect(from(t("monday"), 1)).toHaveValue("08:00");
  await expect(until(t("saturday"), 1)).toHaveValue("20:00");
  await expect(from(t("sunday"), 1)).toHaveValue("");
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  // By keyboard: from field to field.
  await until(t("monday"), 1).fill("12h00");
  await until(t("monday"), 1).press("Tab");
  await page.keyboard.type("11:00");
  await page.keyboard.press("Tab");
  await page.keyboard.type("14:00");
  await from(t("sunday"), 1).fill("22:00");
  watch.expectRefusal(422, /^\/api\/update_site/);
  await page.getByRole("button", { name: t("save") }).click();
  await expectFieldError(until(t("sunday"), 1), t("reason_missing"));
  await until(t("sunday"), 1).fill("06:00");
  watch.expectRefusal(422, /^\/api\/update_site/);
  await page.getByRole("button", { name: t("save") }).click();
  await expectFieldError(from(t("monday"), 2), t("week_overlap", { part: "lun 11:00-14:00" }));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  await from(t("monday"), 2).fill("13:00");
  await page.getByRole("button", { name: t("save") }).click();
  await expect(page.getByText(t("changes_saved"))).toBeVisible();
  await expect(page.getByRole("main")).toContainText("lun 08:00-12:00, 13:00-14:00; mar-sam 08:00-20:00; dim 22:00-06:00");
});

test("shifts are typed without scripts, and nothing typed is lost", async ({ open, portal }) => {
  const site = await portal.addSite(await portal.addVendor(unique("Sans Script")), "Brest");
  const page = await open(olivier, { javaScriptEnabled: false });
  await page.goto(`/sites/${site}/edit`);
  const monday = page.getByLabel(t("shift_until", { day: t("monday"), number: 1 }), { exact: true });
  await monday.fill("25:00");
  await page.getByRole("button", { name: t("save") }).click();
  await expectFieldError(monday, t("week_not_an_hour", { part: "25:00" }));
  await expect(monday).toHaveValue("25:00");
  await monday.fill("19:30");
  await page.getByRole("button", { name: t("save") }).click();
  await expect(page.getByRole("main")).toContainText("lun 08:00-19:30; mar-sam 08:00-20:00");
});

test("a name that is taken is refused at the field", async ({ open, watch }) => {
  const page = await open(olivier);
  await visit(page, "/vendors/new");
  await page.getByLabel(t("name")).fill("Douro Atendimento");
  watch.expectRefusal(422, /^\/api\/create_vendor/);
  await page.getByRole("button", { name: t("vendor_add") }).click();
  await expectFieldError(page.getByLabel(t("name")), t("reason_taken"));
});

test("renaming what another tab has changed is refused; what was typed stays, and so does what they changed", async ({
  open,
  portal,
  watch,
}) => {
  const site = await portal.addSite(await portal.addVendor(unique("Deux Onglets")), "Rennes");
  const [one, other] = [await open(olivier), await open(olivier)];
  await visit(one, `/sites/${site}/edit`);
  await visit(other, `/sites/${site}/edit`);
  const renamed = unique("Premier Onglet");
  await one.getByLabel(t("name")).fill(renamed);
  await one.getByLabel(t("country"), { exact: true }).fill("BE");
  await one.getByRole("button", { name: t("save") }).click();
  await expect(title(one)).toHaveText(renamed);
  await expect(one.getByText(t("changes_saved"))).toBeVisible();

  const late = unique("Second Onglet");
  await other.getByLabel(t("name")).fill(late);
  watch.expectRefusal(409, /^\/api\/update_site/);
  await other.getByRole("button", { name: t("save") }).click();
  await expectRefused(other, t("problem_stale"));
  await expect(other.getByLabel(t("name"))).toHaveValue(late);

  // The page is loaded again, as the message says: of what was typed only what was changed comes back.
  await other.reload();
  await alive(other);
  await expect(other.getByText(t("ui_draft_clash"))).toBeVisible();
  await expect(other.getByLabel(t("name"))).toHaveValue(late);
  await expect(other.getByLabel(t("country"), { exact: true })).toHaveValue("BE");
  await other.getByRole("button", { name: t("save") }).click();
  await expect(title(other)).toHaveText(late);
  await expect(other.getByRole("main").getByText("BE", { exact: true })).toBeVisible();
});

test("what was typed is forgotten once it is given up", async ({ open, portal }) => {
  const vendor = await portal.addVendor(unique("Saisie Abandonnée"));
  const page = await open(olivier);
  const kept = () => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("draft:")).length);
  await visit(page, `/vendors/${vendor}/edit`);
  await page.getByLabel(t("name")).fill("Un autre nom");
  expect(await kept()).toBe(1);
  await page.getByRole("link", { name: t("cancel") }).click();
  await expect(page).toHaveURL(`/vendors/${vendor}`);
  expect(await kept()).toBe(0);
});

test("a vendor, a site and a team in use cannot be closed", async ({ open, portal, watch }) => {
  const place = await portal.place("Atlantique Contact", "Nantes", "Équipe Loire");
  const page = await open(olivier);
  for (const [path, label, name] of [
    [`/vendors/${place.vendor}`, "vendor_close", "set_vendor_standing"],
    [`/sites/${place.site}`, "site_close", "set_site_standing"],
    [`/teams/${place.team}`, "team_close", "set_team_standing"],
  ]) {
    await visit(page, path);
    watch.expectRefusal(409, new RegExp(`^/api/${name}`));
    await confirm(page, t(label));
    await expectRefused(page, t("problem_in_use"));
  }
});

test("a vendor without people is closed and opened again", async ({ open, portal }) => {
  const vendor = await portal.addVendor(unique("Va Et Vient"));
  const page = await open(olivier);
  await visit(page, `/vendors/${vendor}`);
  await confirm(page, t("vendor_close"));
  await expect(page.getByText(t("changes_saved"))).toBeVisible();
  await expect(page.getByText(t("standing_closed"), { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: t("site_add") })).toHaveCount(0);
  await confirm(page, t("vendor_reopen"));
  await expect(page.getByText(t("standing_active"), { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: t("site_add") }).first()).toBeVisible();
});

test("a closing that was asked for can be thought over", async ({ open, portal }) => {
  const vendor = await portal.addVendor(unique("Réflexion Faite"));
  const page = await open(olivier);
  await visit(page, `/vendors/${vendor}`);
  const close = page.locator("summary", { hasText: t("vendor_close") });
  await close.click();
  await expect(page.getByRole("dialog")).toContainText(t("vendor_close_consequence"));
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await close.click();
  await page.getByRole("dialog").getByRole("button", { name: t("cancel") }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText(t("standing_active"), { exact: true })).toBeVisible();
});

test("another vendor's places and people do not exist", async ({ open, portal, watch }) => {
  const place = await portal.place("Atlantique Contact", "Nantes", "Équipe Loire");
  const theirs = await portal.addPerson("agent", { vendor: place.vendor, team: place.team });
  const page = await open(rui);
  const en = wordsOf("en");
  for (const path of [
    `/vendors/${place.vendor}`,
    `/sites/${place.site}`,
    `/sites/${place.site}/teams/new`,
    `/teams/${place.team}`,
    `/teams/${place.team}/edit`,
    `/people/${theirs.id}`,
    `/people/${theirs.id}/edit`,
    "/vendors/00000000-0000-7000-8000-000000000000",
    "/vendors/nothing",
  ]) {
    watch.expectRefusal(404, new RegExp(`^${path}`));
    await visit(page, path);
    await expect(page.getByRole("main"), path).toContainText(en("problem_not_found"));
    await expect(page.getByRole("main"), path).not.toContainText("Atlantique");
  }
});

test("a page that a role may not open says so and leads home", async ({ open, watch }) => {
  for (const [who, path] of [
    [lea, "/people"],
    [lea, "/vendors"],
    [lea, "/audit"],
    [sandrine, "/vendors/new"],
    [olivier, "/knowledge"],
  ] as const) {
    const page = await open(who);
    watch.expectRefusal(403, new RegExp(`^${path}`));
    await visit(page, path);
    await expect(page.getByRole("heading", { name: t("ui_forbidden_title") }).first(), path).toBeVisible();
    await page.getByRole("link", { name: t("ui_go_home") }).click();
    await expect(title(page)).toHaveText(t("home_hello", { name: who.name }));
  }
});
