import { alive, expect, test, visit } from "../fixtures.ts";
import { lea, mickael, nathalie, olivier, sandrine } from "../support/accounts.ts";
import { letterTo } from "../support/letters.ts";
import { unique } from "../support/portal.ts";
import {
  areas,
  confirm,
  escape,
  expectFieldError,
  expectHome,
  expectRefused,
  row,
  title,
  typeCredentials,
} from "../support/steps.ts";
import { AREAS } from "../support/accounts.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

test("an administrator invites a referent, who chooses a password and sees only their vendor", async ({ open, page }) => {
  const admin = await open(olivier);
  const name = unique("Beatriz Moreira");
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@douro-atendimento.example`;
  await visit(admin, "/people");
  await admin.getByRole("link", { name: t("person_add") }).click();
  await expect(title(admin)).toHaveText(t("person_add"));
  await admin.getByLabel(t("person_name")).fill(name);
  await admin.getByLabel(t("email")).fill(email);
  await admin.getByLabel(t("person_role")).selectOption({ label: t("role_vendor_referent") });
  await admin.getByLabel(t("vendor")).selectOption({ label: "Douro Atendimento" });
  await admin.getByRole("radio", { name: t("language_name_en") }).check();
  await admin.getByRole("button", { name: t("person_add") }).click();
  await expect(admin.getByText(t("person_added"))).toBeVisible();
  await expect(title(admin)).toHaveText(name);
  await expect(admin.getByText(t("person_no_password"))).toBeVisible();

  const en = wordsOf("en");
  const letter = await letterTo(email);
  expect(letter.subject).toBe(en("mail_invitation_subject", { client: "Ormevent" }));
  await visit(page, letter.link);
  const password = "subir um degrau de cada vez";
  await page.getByLabel(t("new_password"), { exact: true }).fill(password);
  await page.getByLabel(t("new_password_again")).fill(password);
  await page.getByRole("button", { name: t("reset_password") }).click();
  await expect(page.getByText(t("reset_password_done"))).toBeVisible();
  await alive(page);
  await typeCredentials(page, t, email, password);
  const beatriz = { name, email, password, role: "vendor_referent" as const, language: "en" as const };
  await expectHome(page, beatriz);
  await expect(areas(page)).toHaveText(AREAS.vendor_referent.map((key) => en(key)));

  await page.getByRole("link", { name: en("vendors") }).click();
  await expect(title(page)).toHaveText(en("vendors"));
  const vendors = page.getByRole("table").getByRole("rowheader");
  await expect(vendors).toHaveText(["Douro Atendimento"]);
  await page.getByRole("link", { name: en("people"), exact: true }).click();
  await expect(title(page)).toHaveText(en("people"));
  const places = page.getByRole("table").locator(`td[data-label="${en("person_place")}"]`);
  await expect(places.first()).toBeVisible();
  for (const place of await places.allTextContents()) expect(place).toMatch(/^Douro Atendimento/);
});

test("a person who lacks what their role needs is refused at the field, and what was typed stays", async ({
  open,
  watch,
}) => {
  const page = await open(olivier);
  await visit(page, "/people/new");
  const [name, email] = [page.getByLabel(t("person_name")), page.getByLabel(t("email"))];
  await name.fill("Sans Équipe");
  await email.fill("pas une adresse");
  await page.getByLabel(t("person_role")).selectOption({ label: t("role_agent") });
  watch.expectRefusal(422, /^\/api\/create_person/);
  await page.getByRole("button", { name: t("person_add") }).click();
  await expectRefused(page, t("reason_not_an_email"));
  await expectFieldError(email, t("reason_not_an_email"));
  await expect(name).toHaveValue("Sans Équipe");
  await expect(email).toHaveValue("pas une adresse");
  await email.fill(lea.email);
  await page.getByRole("button", { name: t("person_add") }).click();
  await expectFieldError(page.getByLabel(new RegExp(`^${t("team")}`)), t("reason_needed_for_role"));
  await expect(name).toHaveValue("Sans Équipe");
});

test("an address that is in use is refused at the field", async ({ open, watch }) => {
  const page = await open(olivier);
  await visit(page, "/people/new");
  await page.getByLabel(t("person_name")).fill("Léa Deux");
  await page.getByLabel(t("email")).fill(lea.email.toUpperCase());
  await page.getByLabel(t("person_role")).selectOption({ label: t("role_author") });
  watch.expectRefusal(422, /^\/api\/create_person/);
  await page.getByRole("button", { name: t("person_add") }).click();
  await expectFieldError(page.getByLabel(t("email")), t("reason_taken"));
});

test("the links of the summary lead to the fields", async ({ open, watch }) => {
  const page = await open(olivier);
  await visit(page, "/people/new");
  await page.getByLabel(t("email")).fill("rien");
  watch.expectRefusal(422, /^\/api\/create_person/);
  await page.getByRole("button", { name: t("person_add") }).click();
  await page.locator(".error-summary").getByRole("link", { name: t("reason_not_an_email") }).click();
  await expect(page.getByLabel(t("email"))).toBeFocused();
});

test("a change of somebody whom another tab has changed is refused, and what was typed stays", async ({
  open,
  portal,
  watch,
}) => {
  const person = await portal.addPerson("referent");
  const [one, other] = [await open(olivier), await open(olivier)];
  await visit(one, `/people/${person.id}/edit`);
  await visit(other, `/people/${person.id}/edit`);
  const renamed = unique("Premier Nom");
  await one.getByLabel(t("person_name")).fill(renamed);
  await one.getByRole("button", { name: t("save") }).click();
  await expect(title(one)).toHaveText(renamed);
  await expect(one.getByText(t("person_changed"))).toBeVisible();

  watch.expectRefusal(409, /^\/api\/update_person/);
  await other.getByLabel(t("person_name")).fill("Second Nom");
  await other.getByRole("button", { name: t("save") }).click();
  await expectRefused(other, t("problem_stale"));
  await expect(other.getByLabel(t("person_name"))).toHaveValue("Second Nom");
});

test("a deactivated person is out at once, cannot sign in, and can be let in again", async ({ open, portal, watch }) => {
  const { vendor, team } = await portal.place("Hazavana Relation Client", "Antsirabe", "Équipe Tritriva");
  const person = await portal.addPerson("agent", { vendor, team });
  const theirs = await open(person);
  await visit(theirs, "/");
  const admin = await open(olivier);
  await visit(admin, `/people/${person.id}`);
  await confirm(admin, t("person_deactivate"));
  await expect(admin.getByText(t("person_deactivated"))).toBeVisible();

  await theirs.goto("/knowledge");
  await expect(title(theirs)).toHaveText(t("sign_in_title"));
  await alive(theirs);
  watch.expectRefusal(422, /^\/api\/sign_in/);
  await typeCredentials(theirs, t, person.email, person.password);
  await expectRefused(theirs, t("problem_bad_credentials"));

  await confirm(admin, t("person_reactivate"));
  await expect(admin.getByText(t("person_reactivated"))).toBeVisible();
  await typeCredentials(theirs, t, person.email, person.password);
  await expect(title(theirs)).toHaveText(t("knowledge"));
});

test("nobody takes away their own access", async ({ open, portal, watch }) => {
  const admin = await portal.addPerson("admin");
  const page = await open(admin);
  await visit(page, `/people/${admin.id}`);
  watch.expectRefusal(409, /^\/api\/set_person_state/);
  await confirm(page, t("person_deactivate"));
  await expectRefused(page, t("problem_own_access"));
});

test("the list of people is filtered, sorted and paged, and its address reopens it", async ({ open }) => {
  const page = await open(olivier);
  // Of the demo programme: other journeys add people meanwhile.
  await visit(page, "/people?text=atlantique-contact");
  const names = page.getByRole("table").getByRole("rowheader").getByRole("link");
  await expect(names).toHaveCount(25);
  const first = await names.allTextContents();
  await page.getByRole("link", { name: t("ui_next") }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(names.first()).not.toHaveText(first[0]);
  expect(first).not.toContain(await names.first().textContent());
  await page.getByRole("link", { name: t("ui_previous") }).click();
  await expect(names).toHaveText(first);

  await page.getByRole("link", { name: t("person_name") }).click();
  await expect(page).toHaveURL(/sort=(-|%2D)name/);
  await expect(page.getByRole("columnheader", { name: t("person_name") })).toHaveAttribute("aria-sort", "descending");

  await page.getByLabel(t("search_people")).fill("LEFLOCH");
  await page.getByRole("button", { name: t("ui_apply_filters") }).click();
  await expect(names).toHaveText([sandrine.name]);
  await expect(page).toHaveURL(/text=LEFLOCH/);
  await page.reload();
  await expect(names).toHaveText([sandrine.name]);
  await expect(page.getByLabel(t("search_people"))).toHaveValue("LEFLOCH");
  await page.getByRole("link", { name: t("ui_clear_filters") }).click();
  await page.getByLabel(t("search_people")).fill("personne de ce nom");
  await page.getByRole("button", { name: t("ui_apply_filters") }).click();
  await expect(page.getByText(t("people_empty"), { exact: true })).toBeVisible();

  await visit(page, "/people");
  await page.getByLabel(t("person_role")).selectOption({ label: t("role_manager") });
  await expect(page).toHaveURL(/role=manager/);
  await expect(row(page, nathalie.name)).toBeVisible();
});

test("the client's side sees vendors' agents by pseudonym, an administrator and a team lead by name", async ({
  open,
}) => {
  const manager = await open(nathalie);
  await visit(manager, "/people?role=agent");
  await expect(manager.getByText(t("people_pseudonyms"))).toBeVisible();
  await expect(manager.getByRole("main")).not.toContainText("@");
  await visit(manager, `/people?text=${encodeURIComponent(lea.name)}`);
  await expect(manager.getByText(t("people_empty"), { exact: true })).toBeVisible();

  const lead = await open(mickael);
  await visit(lead, "/people");
  await expect(row(lead, lea.name)).toBeVisible();
  const places = lead.locator(`td[data-label="${t("person_place")}"]`);
  for (const place of await places.allTextContents()) expect(place).toMatch(new RegExp(escape("Équipe Loire")));
});
