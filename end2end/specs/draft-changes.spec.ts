import { expect, test, visit } from "../fixtures.ts";
import { camille, lea } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { confirm } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
// The demo programme has changed it once.
const ARTICLE = "/knowledge/service-client/bulky-delivery";

test("a draft is compared with any other version, and its readers know nothing of it", async ({ open }) => {
  const author = await open(camille);
  await visit(author, ARTICLE);
  await author.getByRole("button", { name: t("draft_edit") }).click();
  await expect(author.locator(".editor")).toBeVisible();
  const source = author.getByLabel(t("draft_source"), { exact: true });
  await source.fill(`${await source.inputValue()}\nLe quai ferme à midi.\n`);
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  const draft = new URL(author.url()).pathname;

  await author.getByRole("link", { name: t("draft_changes") }).click();
  await expect(author.getByText(t("compare_lead", { from: 2, to: 3 }))).toBeVisible();
  await expect(author.locator("main ins")).toHaveText("Le quai ferme à midi.");
  await expect(author.locator("main del")).toHaveCount(0);
  await author.getByLabel(t("compare_with")).selectOption("1");
  await author.getByRole("button", { name: t("compare"), exact: true }).click();
  await expect(author).toHaveURL(`${draft}/changes?with=1`);
  await expect(author.getByText(t("compare_lead", { from: 1, to: 3 }))).toBeVisible();
  await expect(author.locator("main ins").first()).toBeVisible();
  await expectAccessible(author);

  await visit(author, `${ARTICLE}/versions`);
  await author.getByRole("link", { name: t("compare_draft", { number: 3 }) }).click();
  await expect(author).toHaveURL(`${draft}/changes`);
  await visit(author, `${draft}/changes?with=99`);
  await expect(author.getByText(t("compare_unknown"))).toBeVisible();

  const agent = await open(lea);
  await visit(agent, `${ARTICLE}/versions`);
  await expect(agent.getByRole("row").filter({ hasText: t("version_state_effective") })).toBeVisible();
  await expect(agent.getByRole("link", { name: t("compare_draft", { number: 3 }) })).toHaveCount(0);
  await visit(agent, `${ARTICLE}/compare?language=fr&from=2&to=3`);
  await expect(agent.getByText(t("compare_unknown"))).toBeVisible();

  const plain = await open(camille, { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
  await plain.goto(`${draft}/changes?with=1&view=source`);
  await expect(plain.getByText("Le quai ferme à midi.")).toBeVisible();
  await plain.getByLabel(t("compare_with")).selectOption("2");
  await plain.getByRole("button", { name: t("compare"), exact: true }).click();
  await expect(plain).toHaveURL(`${draft}/changes?with=2&view=source`);
  await expect(plain.getByText("Le quai ferme à midi.")).toBeVisible();
  await expectNoSidewaysScroll(plain);

  await visit(author, draft);
  await confirm(author, t("draft_archive"));
  await expect(author.getByText(t("draft_archived"))).toBeVisible();
});
