import type { Page } from "@playwright/test";
import { expect, test, visit } from "../fixtures.ts";
import { camille, helene } from "../support/accounts.ts";
import { expectAccessible } from "../support/axe.ts";
import { unique } from "../support/portal.ts";
import { confirm } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

const source = (page: Page) => page.getByLabel(t("draft_source"), { exact: true });
const expectSaved = (page: Page) => expect(page.locator(".save-state")).toHaveText(t("draft_saved"));

/** A draft with three lines; its address. */
async function begin(page: Page, name: string): Promise<string> {
  await visit(page, "/drafts/new");
  await page.getByLabel(t("draft_title"), { exact: true }).fill(name);
  await page.getByRole("button", { name: t("draft_begin") }).click();
  await source(page).fill(`# ${name}\n\nUn.\n\nDeux.\n\nTrois.\n`);
  await expectSaved(page);
  return new URL(page.url()).pathname;
}

/** Under what the browser keeps what is typed in drafts. */
const kept = (page: Page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("draft:")));

/** Types, closes the page before it is saved, and gives a new page of the same browser. */
async function typeAndClose(page: Page, text: string): Promise<Page> {
  // Nobody answers: it would be saved after all where the machine stands still for long enough.
  await page.route("**/api/save_draft*", () => undefined);
  await source(page).fill(text);
  const context = page.context();
  await page.close();
  return context.newPage();
}

test("what was typed is there again when the page was closed before it was saved", async ({ open }) => {
  const name = unique("Page fermée");
  const page = await open(camille);
  const draft = await begin(page, name);
  const again = await typeAndClose(page, `# ${name}\n\nUn.\n\nDeux.\n\nTrois, et plus.\n`);
  await visit(again, draft);
  await expect(source(again)).toHaveValue(/Trois, et plus\./);
  await expect(again.getByText(t("ui_draft_restored"))).toBeVisible();
  await expectAccessible(again);
  await expectSaved(again);
  // The server has it now, so nothing is put back any more.
  await visit(again, draft);
  await expect(source(again)).toHaveValue(/Trois, et plus\./);
  await expect(again.getByText(t("ui_draft_restored"))).toHaveCount(0);
});

test("what was typed before the page was closed is merged with what another author saved since", async ({ open }) => {
  const name = unique("Page rouverte");
  const page = await open(camille);
  const draft = await begin(page, name);
  const again = await typeAndClose(page, `# ${name}\n\nUn.\n\nDeux.\n\nTrois, et plus.\n`);
  const other = await open(helene);
  await visit(other, draft);
  await source(other).fill(`# ${name}\n\nUn, et plus.\n\nDeux.\n\nTrois.\n`);
  await other.getByLabel(t("significance_critical")).check();
  await expectSaved(other);
  await visit(again, draft);
  await expect(source(again)).toHaveValue(/Un, et plus\.[\s\S]*Trois, et plus\./);
  // The significance that only the other one chose is shown, and stays.
  await expect(again.getByLabel(t("significance_critical"))).toBeChecked();
  await expectSaved(again);
  await visit(other, draft);
  await expect(source(other)).toHaveValue(/Un, et plus\.[\s\S]*Trois, et plus\./);
  await expect(other.getByLabel(t("significance_critical"))).toBeChecked();
});

test("what was typed is shown until its author lets it go when its draft was given up meanwhile", async ({ open }) => {
  const name = unique("Page abandonnée");
  const page = await open(camille);
  const draft = await begin(page, name);
  const again = await typeAndClose(page, `# ${name}\n\nUn.\n\nDeux.\n\nTrois, et plus.\n`);
  const other = await open(helene);
  await visit(other, draft);
  await confirm(other, t("draft_archive"));
  await expect(other.getByText(t("draft_archived"))).toBeVisible();
  await visit(again, draft);
  await expect(again.getByText(t("draft_left_over"))).toBeVisible();
  await expect(again.locator("pre.draft-theirs")).toContainText("Trois, et plus.");
  await expectAccessible(again);
  // It is there as long as they need it.
  await visit(again, draft);
  await expect(again.locator("pre.draft-theirs")).toContainText("Trois, et plus.");
  await again.getByRole("button", { name: t("draft_left_over_forget") }).click();
  await expect(again.getByText(t("draft_left_over"))).toHaveCount(0);
  expect(await kept(again)).toEqual([]);
  await visit(again, draft);
  await expect(again.getByText(t("version_state_archived"), { exact: true })).toBeVisible();
  await expect(again.getByText(t("draft_left_over"))).toHaveCount(0);
});

test("whoever gives a draft up leaves nothing of it in the browser", async ({ open }) => {
  const page = await open(camille);
  await begin(page, unique("Page jetée"));
  await source(page).fill("# Rien\n");
  await confirm(page, t("draft_archive"));
  await expect(page.getByText(t("draft_archived"))).toBeVisible();
  await expect.poll(() => kept(page)).toEqual([]);
});
