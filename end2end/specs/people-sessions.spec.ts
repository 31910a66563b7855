import { alive, expect, test, visit } from "../fixtures.ts";
import { confirm, expectRefused, row, signIn, summary, title, typeCredentials } from "../support/steps.ts";
import { unique } from "../support/portal.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

test("another browser is listed, ended from here, and signed out at its next click", async ({ open, portal, watch }) => {
  const { vendor, team } = await portal.place("Atlantique Contact", "Brest", "Équipe Iroise");
  const person = await portal.addPerson("agent", { vendor, team });
  const there = await open(undefined, { userAgent: FIREFOX });
  await signIn(there, person);
  const here = await open(person);
  await visit(here, "/profile/sessions");
  await expect(row(here, "Firefox, Windows")).toBeVisible();
  await expect(row(here, t("session_current"))).toHaveCount(1);

  await confirm(here, t("session_end"), t("session_end_of", { device: "Firefox, Windows" }), row(here, "Firefox, Windows"));
  await expect(here.getByText(t("session_ended"))).toBeVisible();
  await expect(row(here, "Firefox, Windows")).toHaveCount(0);

  watch.expectRefusal(401, /^\/api\/knowledge/);
  await there.getByRole("link", { name: t("nav_knowledge"), exact: true }).click();
  await expect(there.getByText(t("ui_signed_out_title"))).toBeVisible();
  await there.getByRole("link", { name: t("ui_sign_in_again") }).click();
  await expect(title(there)).toHaveText(t("sign_in_title"));
  await alive(there);
  await typeCredentials(there, t, person.email, person.password);
  await expect(there).toHaveURL("/knowledge");
  await expect(title(there)).toHaveText(t("knowledge"));
});

test("what was typed survives a session that ended in the middle of a form, and can be sent", async ({
  open,
  portal,
  watch,
}) => {
  const person = await portal.addPerson("admin");
  const page = await open(person);
  await visit(page, "/vendors/new");
  const name = unique("Relation Armor");
  await page.getByLabel(t("name")).fill(name);

  const elsewhere = await open(undefined, { userAgent: FIREFOX });
  await signIn(elsewhere, person);
  await visit(elsewhere, "/profile/sessions");
  await confirm(elsewhere, t("sessions_end_others"));
  await expect(elsewhere.getByText("fermée", { exact: false }).first()).toBeVisible();

  watch.expectRefusal(401, /^\/api\/create_vendor/);
  const send = page.getByRole("button", { name: t("vendor_add") });
  await send.click();
  await expectRefused(page, t("problem_unauthenticated"));
  await expect(page.getByLabel(t("name"))).toHaveValue(name);
  await summary(page).getByRole("link", { name: t("ui_sign_in_again") }).click();
  await expect(title(page)).toHaveText(t("sign_in_title"));
  await alive(page);
  await typeCredentials(page, t, person.email, person.password);

  await expect(page).toHaveURL("/vendors/new");
  await expect(page.getByText(t("ui_draft_restored"))).toBeVisible();
  await expect(page.getByLabel(t("name"))).toHaveValue(name);
  await send.click();
  await expect(title(page)).toHaveText(name);
  await visit(page, "/vendors/new");
  await expect(page.getByLabel(t("name"))).toHaveValue("");
});

test("changing one's password ends the other sessions and needs the present one", async ({ open, portal, watch }) => {
  const { vendor, team } = await portal.place("Douro Atendimento", "Porto", "Equipa Foz");
  const person = await portal.addPerson("team_lead", { vendor, team });
  const there = await open(undefined, { userAgent: FIREFOX });
  await signIn(there, person);
  const here = await open(person);
  await visit(here, "/profile/password");
  const password = "une autre marche encore plus haute";
  const change = here.getByRole("button", { name: t("change_password") });
  await here.getByLabel(t("current_password")).fill("pas celui-là du tout");
  await here.getByLabel(t("new_password"), { exact: true }).fill(password);
  await here.getByLabel(t("new_password_again")).fill(password);
  watch.expectRefusal(422, /^\/api\/change_password/);
  await change.click();
  await expectRefused(here, t("reason_wrong_password"));
  await here.getByLabel(t("current_password")).fill(person.password);
  await change.click();
  await expect(here.getByText(t("password_changed"))).toBeVisible();
  await expect(here.getByLabel(t("new_password"), { exact: true })).toHaveValue("");

  await there.reload();
  await expect(title(there)).toHaveText(t("sign_in_title"));
  await alive(there);
  await typeCredentials(there, t, person.email, password);
  await expect(title(there)).toHaveText(t("home_hello", { name: person.name }));
});

test("signing out ends the session for good", async ({ open, portal }) => {
  const person = await portal.addPerson("author");
  const page = await open(person);
  await visit(page, "/");
  await page.locator("summary", { hasText: person.name }).click();
  await page.getByRole("button", { name: t("sign_out") }).click();
  await expect(title(page)).toHaveText(t("sign_in_title"));
  await page.goto("/knowledge");
  await expect(title(page)).toHaveText(t("sign_in_title"));
});
