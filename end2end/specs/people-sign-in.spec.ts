import { alive, expect, test, visit } from "../fixtures.ts";
import { AREAS, DEMO_PASSWORD, ONE_OF_EACH, lea, rui, type Role } from "../support/accounts.ts";
import { letterAbout, lettersTo } from "../support/letters.ts";
import {
  areas,
  expectFieldError,
  expectHome,
  expectRefused,
  signOut,
  title,
  typeCredentials,
} from "../support/steps.ts";
import { LANGUAGES, wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

/** The sections of the first page that a role sees, as messages, in order. */
const SECTIONS: Record<Role, string[]> = {
  agent: ["home_recent", "home_to_acknowledge", "home_clearance", "home_programmes"],
  team_lead: ["home_late_people", "home_broadcasts", "home_recent", "home_teams", "home_programmes"],
  vendor_referent: ["home_broadcasts", "home_recent", "home_teams", "home_programmes"],
  author: ["tasks", "home_broadcasts", "home_recent", "home_programmes"],
  referent: ["tasks", "home_broadcasts", "home_recent", "home_vendors", "home_programmes"],
  manager: ["home_broadcasts", "home_recent", "home_vendors", "home_programmes"],
  admin: ["home_vendors", "home_programmes"],
};

/** Sections that stand there only while there is something in them. */
const PASSING = ["onboarding", "home_flags", "home_coaching"];

for (const who of ONE_OF_EACH) {
  test(`${who.role}: enters by the demo button and by typing, and sees their own world`, async ({ page }) => {
    await visit(page, "/sign-in");
    await page.getByRole("button", { name: t("demo_sign_in_as", { name: who.name }) }).click();
    await expectHome(page, who);
    await expect(areas(page)).toHaveText(AREAS[who.role].map((key) => t(key)));
    const passing = new RegExp(`^(${PASSING.map((key) => t(key)).join("|")})$`);
    const sections = page.getByRole("main").getByRole("heading", { level: 2 }).filter({ hasNotText: passing });
    await expect(sections).toHaveText(SECTIONS[who.role].map((key) => t(key)));

    await signOut(page, who);
    await typeCredentials(page, t, who.email, who.password);
    await expectHome(page, who);
  });
}

test("the sign-in page offers every demo account and its password", async ({ page }) => {
  await visit(page, "/sign-in");
  await expect(page.getByRole("button", { name: /^Entrer comme / })).toHaveCount(13);
  await expect(page.getByText(t("demo_password_is", { password: DEMO_PASSWORD }))).toBeVisible();
});

test("after signing in, the portal speaks the person's language", async ({ page }) => {
  await visit(page, "/sign-in");
  await typeCredentials(page, t, rui.email, rui.password);
  await expectHome(page, rui);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("whoever asks for a page without being signed in gets to it after signing in", async ({ page }) => {
  await visit(page, "/knowledge/service-client?x=1");
  await expect(title(page)).toHaveText(t("sign_in_title"));
  await typeCredentials(page, t, lea.email, lea.password);
  await expect(title(page)).toHaveText("Service client");
  await expect(page).toHaveURL("/knowledge/service-client?x=1");
});

test("the way back after signing in never leaves the portal", async ({ page }) => {
  await visit(page, "/sign-in?next=https%3A%2F%2Fevil.example%2F");
  await typeCredentials(page, t, lea.email, lea.password);
  await expectHome(page, lea);
  await expect(page).toHaveURL("/");
});

for (const language of LANGUAGES) {
  test(`a wrong password is explained and the address stays (${language})`, async ({ open, watch }) => {
    const t = wordsOf(language);
    const page = await open(undefined, { locale: language === "fr" ? "fr-FR" : "en-GB" });
    await visit(page, "/sign-in");
    for (const email of [lea.email, `personne-${language}@nulle-part.example`]) {
      watch.expectRefusal(422, /^\/api\/sign_in/);
      await typeCredentials(page, t, email, "ce n’est pas le bon");
      await expectRefused(page, t("problem_bad_credentials"));
      await expect(page.getByLabel(t("email"))).toHaveValue(email);
      await page.reload();
      await alive(page);
    }
  });
}

test("too many tries for one address are slowed down and say for how long", async ({ page, watch }) => {
  watch.expectRefusal(422, /^\/api\/sign_in/);
  watch.expectRefusal(429, /^\/api\/sign_in/);
  await visit(page, "/sign-in");
  const email = `insistant-${Date.now()}@nulle-part.example`;
  // One more comes back every ten seconds, so that a slow machine needs more of them until one is refused.
  for (let tries = 0; tries < 40; tries += 1) {
    const answer = page.waitForResponse(/\/api\/sign_in/);
    await typeCredentials(page, t, email, "au hasard");
    if ((await answer).status() === 429) break;
  }
  await expectRefused(page, "Trop d’essais. Réessayez dans");
  await expect(page.getByLabel(t("email"))).toHaveValue(email);
});

test("a forgotten password is replaced through a letter", async ({ page, portal, watch }) => {
  const place = await portal.place("Atlantique Contact", "Nantes", "Équipe Loire");
  const person = await portal.addPerson("agent", { vendor: place.vendor, team: place.team });
  await visit(page, "/sign-in");
  await page.getByRole("link", { name: t("forgot_password") }).click();
  await expect(title(page)).toHaveText(t("forgot_password"));
  await page.getByLabel(t("email")).fill(person.email);
  await page.getByRole("button", { name: t("forgot_password_send") }).click();
  await expect(page.getByText(t("forgot_password_sent"))).toBeVisible();

  const letter = await letterAbout(person.email, t("mail_reset_subject"));
  expect(letter.body).toContain(t("mail_reset_body", { name: person.name, link: letter.link }).split("\n")[0]);
  await visit(page, letter.link);
  await expect(page.getByText(t("reset_password_for", { email: person.email }))).toBeVisible();
  const [fresh, again] = [page.getByLabel(t("new_password"), { exact: true }), page.getByLabel(t("new_password_again"))];
  const save = page.getByRole("button", { name: t("reset_password") });

  watch.expectRefusal(422, /^\/api\/reset_password/);
  await fresh.fill("trop court");
  await again.fill("trop court");
  await save.click();
  await expectRefused(page, t("reason_too_short", { n: 12 }));
  await expectFieldError(fresh, t("reason_too_short", { n: 12 }));
  const password = "gravir une marche puis une autre";
  await fresh.fill(password);
  await again.fill("gravir une marche puis deux");
  await save.click();
  await expectFieldError(again, t("reason_does_not_match"));
  await again.fill(password);
  await save.click();

  await expect(page.getByText(t("reset_password_done"))).toBeVisible();
  await alive(page);
  await typeCredentials(page, t, person.email, password);
  await expectHome(page, person);

  watch.expectRefusal(422, /^\/password\/reset\//);
  await visit(page, letter.link);
  await expect(page.getByText(t("reset_link_bad"), { exact: true })).toBeVisible();
});

test("asking for an unknown address is answered in the same way, and nobody gets a letter", async ({ page }) => {
  await visit(page, "/password/forgot");
  const email = `inconnu-${Date.now()}@nulle-part.example`;
  await page.getByLabel(t("email")).fill(email);
  await page.getByRole("button", { name: t("forgot_password_send") }).click();
  await expect(page.getByText(t("forgot_password_sent"))).toBeVisible();
  expect(await lettersTo(email)).toEqual([]);
});
