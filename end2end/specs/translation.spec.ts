import { expect, test, visit } from "../fixtures.ts";
import { camille, helene } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { unique } from "../support/portal.ts";
import { row, title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

test("a translation is missing, made beside its source, left behind, and made anew", async ({ open }) => {
  test.slow();
  const [author, referent] = [await open(camille), await open(helene)];
  const spaceName = unique("Espace");
  await visit(referent, "/spaces/new");
  await referent.getByLabel(t("space_name_fr")).fill(spaceName);
  await referent.getByLabel(t("space_name_en")).fill(spaceName);
  await referent.getByLabel(t("space_about_fr")).fill("Essai");
  await referent.getByLabel(t("space_about_en")).fill("Trial");
  await referent.getByRole("button", { name: t("space_new") }).click();
  await expect(referent.getByText(t("space_added"))).toBeVisible();
  const space = new URL(referent.url()).pathname.split("/").at(-1) ?? "";

  /** Hands in what is written, and puts it into effect. */
  const publish = async (draft: string) => {
    await visit(author, draft);
    await author.getByRole("button", { name: t("draft_submit") }).click();
    await expect(author.getByText(t("draft_submitted"))).toBeVisible();
    await visit(referent, draft);
    await referent.getByRole("button", { name: t("draft_approve") }).click();
    await expect(referent.getByText(t("draft_approved"))).toBeVisible();
    await visit(referent, draft);
    await referent.getByRole("button", { name: t("draft_publish") }).click();
    await expect(referent.getByText(t("draft_published"))).toBeVisible();
  };
  const write = async (text: string, significance: string) => {
    await author.getByLabel(t("draft_source"), { exact: true }).fill(text);
    await author.getByLabel(t(`significance_${significance}`)).check();
    await author.getByLabel(t("draft_reason")).fill("Le délai légal a changé.");
    await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  };
  const address = () => new URL(author.url()).pathname.replace("/translate", "");

  const name = unique("Colis abîmé");
  await visit(author, "/drafts/new");
  await author.getByLabel(t("draft_title"), { exact: true }).fill(name);
  await author.getByLabel(t("import_space"), { exact: true }).selectOption(space);
  await author.getByRole("button", { name: t("draft_begin") }).click();
  await expect(title(author)).toHaveText(name);
  await write(`# ${name}\n\nSous 14 jours.\n`, "editorial");
  await publish(address());

  // Missing: begun from the list, written beside the source.
  const list = `/translations?space=${space}`;
  await visit(author, list);
  await expect(row(author, name)).toContainText(t("translation_missing"));
  await expectAccessible(author);
  await row(author, name).getByRole("button", { name: t("translation_work") }).click();
  await expect(author.locator(".translate__source")).toContainText("Sous 14 jours.");
  await write("# Damaged parcel\n\nIn 14 days.\n", "editorial");
  await expectAccessible(author);
  await author.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(author);
  await author.setViewportSize({ width: 1280, height: 800 });
  await publish(address());
  await visit(author, list);
  await expect(author.getByText(t("translations_none"))).toBeVisible();

  // The source changes: readers are told, and the list has it again.
  await visit(author, `/knowledge/${space}`);
  await author.getByRole("link", { name }).click();
  await author.getByRole("button", { name: t("draft_edit") }).click();
  await expect(title(author)).toHaveText(name);
  await write(`# ${name}\n\nSous 10 jours.\n`, "major");
  await publish(address());
  await visit(author, `/translations?space=${space}&show=outdated`);
  await expect(row(author, name)).toContainText(t("translation_outdated"));
  await row(author, name).getByRole("link", { name: t("compare_lead", { from: 1, to: 2 }) }).click();
  await expect(author.getByText("10 jours").first()).toBeVisible();
  const slug = new URL(author.url()).pathname.split("/").at(-2) ?? "";
  await visit(author, `/knowledge/${space}/${slug}?language=en`);
  const behind = t("translation_behind", { number: 1, language: t("article_in_fr") });
  await expect(author.getByText(behind)).toBeVisible();
  await expectAccessible(author);

  // Made anew, with what changed in sight.
  await visit(author, list);
  await row(author, name).getByRole("button", { name: t("translation_work") }).click();
  await expect(author.getByText(t("translate_changes", { number: 1 }))).toBeVisible();
  await write("# Damaged parcel\n\nIn 10 days.\n", "editorial");
  await publish(address());
  await visit(author, `/knowledge/${space}/${slug}?language=en`);
  await expect(author.locator(".prose")).toContainText("10 days");
  await expect(author.getByText(behind)).toHaveCount(0);
});
