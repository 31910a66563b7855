import { expect, test, visit } from "../fixtures.ts";
import { hery, ines, lea } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
const en = wordsOf("en");
const ARTICLE = "/knowledge/service-client/late-parcel";

test("from an instruction to its history and to the address of one version", async ({ open }) => {
  const page = await open(lea);
  await visit(page, ARTICLE);
  await page.getByRole("link", { name: t("article_version", { number: 1 }), exact: true }).click();
  await expect(title(page)).toHaveText(t("versions_of", { title: "Colis en retard" }));
  await expect(page).toHaveURL(`${ARTICLE}/versions?language=fr`);
  const row = page.getByRole("row").filter({ hasText: "Colis en retard" });
  await expect(row).toContainText(t("version_state_effective"));
  await expect(row).toContainText(t("significance_major"));
  await row.getByRole("link", { name: t("article_version", { number: 1 }) }).click();
  await expect(page).toHaveURL(`${ARTICLE}/versions/1?language=fr`);
  await expect(title(page)).toHaveText("Colis en retard");
  await expect(page.getByText(t("version_not_in_effect", { number: 1 }))).toHaveCount(0);
  await expect(page.locator(".prose .reply").first()).toBeVisible();
  await page.locator(".prose").getByRole("link", { name: "Changement d’adresse" }).click();
  await expect(page).toHaveURL("/knowledge/service-client/address-change");
});

test("the history in the other language is one link away", async ({ open }) => {
  const page = await open(ines);
  await visit(page, `${ARTICLE}/versions`);
  await expect(title(page)).toHaveText(en("versions_of", { title: "Late parcel" }));
  await page.getByRole("link", { name: en("article_read_in_fr") }).click();
  await expect(title(page)).toHaveText(en("versions_of", { title: "Colis en retard" }));
  await expect(page.getByText("Colis en retard", { exact: true }).last()).toBeVisible();
});

test("what cannot be compared is said, and the choice stays", async ({ open }) => {
  const page = await open(lea);
  for (const [query, said] of [
    ["from=1&to=1", t("compare_same", { number: 1 })],
    ["from=1&to=99", t("compare_unknown")],
    ["from=premier&to=2&view=source", t("compare_unknown")],
  ]) {
    await visit(page, `${ARTICLE}/compare?language=fr&${query}`);
    await expect(page.getByText(said)).toBeVisible();
    await expect(page.getByLabel(t("compare_from"))).toBeVisible();
    await expect(page.getByRole("button", { name: t("compare") })).toBeVisible();
  }
  await expectAccessible(page);
});

test("a version that never was is not found", async ({ open, watch }) => {
  const page = await open(lea);
  for (const number of ["99", "zero", "-1"]) {
    // The page asks again when something else about the article happens meanwhile.
    watch.expectRefusal(404, new RegExp(`^(${ARTICLE}/versions/|/api/version)`));
    await visit(page, `${ARTICLE}/versions/${number}`);
    await expect(page.getByRole("main")).toContainText(t("problem_not_found"));
  }
});

test("the versions of a space that is not open do not exist", async ({ open, watch }) => {
  const page = await open(hery);
  for (const below of ["versions", "versions/1", "compare?from=1&to=1"]) {
    watch.expectRefusal(404, /^\/knowledge\/retours-pro/);
    await visit(page, `/knowledge/retours-pro/business-return/${below}`);
    await expect(page.getByRole("main")).toContainText(t("problem_not_found"));
    await expect(page.getByRole("main")).not.toContainText("professionnel");
  }
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("versions and their comparison fit the narrowest phone", async ({ open }) => {
    const page = await open(lea, { viewport: { width: 320, height: 800 } });
    for (const below of ["versions", "versions/1", "compare?from=1&to=1"]) {
      await page.goto(`${ARTICLE}/${below}`);
      await expectNoSidewaysScroll(page);
    }
    await page.getByRole("button", { name: t("compare") }).click();
    await expect(page).toHaveURL(/compare\?language=fr&from=1&to=1$/);
  });
});
