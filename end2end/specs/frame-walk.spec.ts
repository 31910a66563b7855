import type { Page } from "@playwright/test";
import { expect, test, visit } from "../fixtures.ts";
import type { Role } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import type { Person, Portal } from "../support/portal.ts";
import { title } from "../support/steps.ts";
import { PUBLIC, pagesOf } from "../support/walk.ts";
import { LANGUAGES, type Language } from "../support/words.ts";

const ROLES: Role[] = ["agent", "team_lead", "vendor_referent", "author", "referent", "manager", "admin"];
const WIDTHS = [375, 1280, 1920];

test.describe.configure({ timeout: 400_000 });

for (const language of LANGUAGES) {
  for (const role of ROLES) {
    test(`${role}: every page is accessible and fits every screen (${language})`, async ({ open, portal }) => {
      const page = await open(await walker(portal, role, language));
      for (const { path } of await pagesOf(role, portal)) {
        await test.step(path, () => look(page, path, language));
        await expect(page.locator("html")).toHaveAttribute("lang", language);
      }
    });
  }

  test(`every page before signing in is accessible and fits every screen (${language})`, async ({ open, watch }) => {
    const page = await open(undefined, { locale: language === "fr" ? "fr-FR" : "en-GB" });
    watch.expectRefusal(422, /^\/password\/reset/);
    for (const { path } of PUBLIC) await test.step(path, () => look(page, path, language));
  });
}

/** What axe judges is the same in every language: it sees each page in French on a dark phone, in English on a light desk. */
async function look(page: Page, path: string, language: Language) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await visit(page, path);
  await expect(title(page)).toHaveCount(1);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page);
  }
  await page.setViewportSize({ width: language === "fr" ? 375 : 1280, height: 900 });
  await page.emulateMedia({ colorScheme: language === "fr" ? "dark" : "light" });
  await expectAccessible(page);
}

/** Somebody of one's own: the walk follows the system's colours and one language. */
async function walker(portal: Portal, role: Role, language: Language): Promise<Person> {
  const { vendor, team } = await portal.place("Atlantique Contact", "Nantes", "Équipe Loire");
  switch (role) {
    case "agent":
    case "team_lead":
      return portal.addPerson(role, { vendor, team }, language);
    case "vendor_referent":
      return portal.addPerson(role, { vendor }, language);
    default:
      return portal.addPerson(role, {}, language);
  }
}
