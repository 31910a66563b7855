import type { Page } from "@playwright/test";
import { join } from "node:path";
import { expect, test, visit } from "../fixtures.ts";
import { camille, helene, lea } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { newClosedSpace, newVendor } from "../support/critical.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
const GUIDE = join(import.meta.dirname, "..", "support", "guide.zip");
const GUIDE_2 = join(import.meta.dirname, "..", "support", "guide-2.zip");

/** Hands in a draft that an import brought, and publishes it as somebody else. It is editorial, so nobody is told. */
async function publish(author: Page, referent: Page, name: string, reason: string) {
  await author.getByRole("link", { name, exact: true }).click();
  await expect(title(author)).toHaveText(name);
  await author.getByLabel(t("significance_editorial")).check();
  await author.getByLabel(t("draft_reason")).fill(reason);
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  await author.getByRole("button", { name: t("draft_submit") }).click();
  await expect(author.getByText(t("draft_submitted"))).toBeVisible();
  await visit(referent, new URL(author.url()).pathname);
  await referent.getByRole("button", { name: t("draft_approve") }).click();
  await expect(referent.getByText(t("draft_approved"))).toBeVisible();
  await referent.getByRole("button", { name: t("draft_publish") }).click();
  await expect(referent.getByText(t("draft_published"))).toBeVisible();
}

test("an author sends a zip file, reads what it would do, says yes, and an agent reads it once somebody else has approved", async ({ open }) => {
  test.slow();
  const [page, referent] = [await open(camille), await open(helene)];
  await visit(page, "/import");
  await page.getByLabel(t("import_space")).selectOption("service-client");
  await page.getByLabel(t("import_file")).setInputFiles(GUIDE);
  await page.getByRole("button", { name: t("import_check") }).click();

  await expect(page.getByText(t("import_checked_text"))).toBeVisible();
  await expect(title(page)).toHaveText("guide.zip");
  const row = (path: string) => page.getByRole("row").filter({ hasText: path });
  await expect(row("fr/casse.md")).toContainText("YAML");
  await expect(row("fr/latin1.md")).toContainText(t("import_note_latin1"));
  // Vendors read the space, so all of it waits for approval.
  await expect(page.getByText(t("import_drafts_text", { n: 3 }))).toBeVisible();
  await expect(row("fr/point-relais.md")).toContainText(t("import_row_drafted"));
  await expect(row("fr/point-relais.md")).toContainText(t("import_note_draft_new"));
  await expect(row("fr/point-relais.md")).toContainText("affiche.md");
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: t("import_confirm") }).click();
  const openDrafts = page.getByRole("link", { name: t("import_open_drafts") });
  await expect(openDrafts).toBeVisible();
  const agent = await open(lea);
  await agent.goto("/knowledge/service-client");
  await expect(agent.getByRole("link", { name: "Colis au point relais" })).toHaveCount(0);
  await openDrafts.click();
  await publish(page, referent, "Colis au point relais", "Les points relais sont nouveaux.");
  for (const name of ["Parcel at the pick-up point", "Horaires"]) {
    await visit(page, "/drafts");
    await publish(page, referent, name, "Les points relais sont nouveaux.");
  }
  await visit(page, "/knowledge/service-client/point-relais");
  await expect(page.getByText(t("article_dead_links", { n: 1 }))).toBeVisible();

  await visit(agent, "/knowledge/service-client/point-relais");
  const image = agent.getByRole("img", { name: "Façade d’un point relais" });
  await expect(image).toBeVisible();
  expect(await image.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
  await expect(agent.getByText(t("article_dead_links", { n: 1 }))).toBeHidden();
  await expect(agent.locator(".prose")).toContainText("l’affiche");
  await agent.getByRole("link", { name: t("article_read_in_en") }).click();
  await expect(title(agent)).toHaveText("Parcel at the pick-up point");

  await visit(page, "/import?space=service-client");
  await page.getByLabel(t("import_file")).setInputFiles(GUIDE);
  await page.getByRole("button", { name: t("import_check") }).click();
  await expect(page.getByText(t("import_nothing_to_do"))).toBeVisible();
  await page.getByRole("button", { name: t("import_discard") }).click();
  await expect(title(page)).toHaveText(t("import"));

  // The image that is not in the second file is the one that the space has.
  await visit(page, "/import?space=service-client");
  await page.getByLabel(t("import_language")).selectOption("fr");
  await page.getByLabel(t("import_file")).setInputFiles(GUIDE_2);
  await page.getByRole("button", { name: t("import_check") }).click();
  await expect(row("point-relais.md")).toContainText(t("import_note_draft_change"));
  await expect(page.getByText(t("import_drafts_text", { n: 1 }))).toBeVisible();
  await page.getByRole("button", { name: t("import_confirm") }).click();
  await page.getByRole("link", { name: t("import_open_drafts") }).click();
  await expect(title(page)).toHaveText(t("drafts"));
  await visit(agent, "/knowledge/service-client/point-relais");
  await expect(agent.getByText(t("article_version", { number: 1 }))).toBeVisible();
  await publish(page, referent, "Colis au point relais", "Le délai de garde a changé.");

  await visit(agent, "/knowledge/service-client/point-relais");
  await expect(agent.getByText(t("article_version", { number: 2 }))).toBeVisible();
  await expect(image).toBeVisible();
  await agent.getByRole("link", { name: t("version_changes") }).click();
  await expect(agent.locator("main del")).toHaveText("quatorze");
  await expect(agent.locator("main ins")).toHaveText("dix");
  await expectAccessible(agent);
  await agent.goBack();
  await agent.getByRole("link", { name: t("article_version", { number: 2 }) }).click();
  await expect(agent.getByRole("row").filter({ hasText: t("version_state_superseded") })).toHaveCount(1);
});

test("what one referent brings into a new space is approved by another before a vendor reads it", async ({ open, portal }) => {
  const [page, other] = [await open(await portal.addPerson("referent")), await open(await portal.addPerson("referent"))];
  const { vendor } = await newVendor(portal, 0);
  const space = await newClosedSpace(page);
  await visit(page, `/import?space=${space}`);
  await page.getByLabel(t("import_file")).setInputFiles(GUIDE);
  await page.getByRole("button", { name: t("import_check") }).click();
  await page.getByRole("button", { name: t("import_confirm") }).click();
  await expect(page.getByText(t("import_done"), { exact: true })).toBeVisible();
  await visit(page, `/spaces/${space}`);
  await expect(page.getByText(t("brought_title"))).toBeVisible();
  await expect(page.getByText(t("brought_by_you")).first()).toBeVisible();
  await expect(page.getByRole("button", { name: t("space_open"), exact: true })).toHaveCount(0);
  await expectAccessible(page);

  await visit(other, `/spaces/${space}`);
  await expect(other.getByRole("link", { name: "Colis au point relais" })).toBeVisible();
  await expectNoSidewaysScroll(other);
  await other.getByRole("button", { name: t("brought_approve", { n: 3 }) }).click();
  await expect(other.getByText(t("brought_approved"))).toBeVisible();
  await visit(page, `/spaces/${space}`);
  await page.getByLabel(t("vendor"), { exact: true }).selectOption(vendor);
  await page.getByRole("button", { name: t("space_open"), exact: true }).click();
  await expect(page.getByText(t("space_opened"))).toBeVisible();
});

test("an import works without scripts", async ({ open }) => {
  const page = await open(camille, { javaScriptEnabled: false });
  await page.goto("/import");
  await page.getByLabel(t("import_file")).setInputFiles(join(import.meta.dirname, "..", "package.json"));
  await page.getByRole("button", { name: t("import_check") }).click();
  await expect(page).toHaveURL(/\/import\/[0-9a-f-]{36}/);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(t("import_refusal_not_a_zip"))).toBeVisible({ timeout: 500 });
  }).toPass();
});
