import { expect, test, visit } from "../fixtures.ts";
import { hery, ines, lea } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
const en = wordsOf("en");

test("an agent goes from the reason for contact to the reply", async ({ open }) => {
  const page = await open(lea, { permissions: ["clipboard-read", "clipboard-write"] });
  await visit(page, "/");
  await page.getByRole("navigation").getByRole("link", { name: t("contact_types") }).click();
  await expect(title(page)).toHaveText(t("contact_types"));
  const row = page.getByRole("row").filter({ hasText: "Colis en retard" });
  await expect(row).toContainText(t("flows_count", { n: 1 }));
  await row.getByRole("link", { name: "Colis en retard" }).click();
  await expect(title(page)).toHaveText("Colis en retard");
  await expect(page).toHaveURL("/contact-types/late-parcel");
  for (const part of ["contact_type_articles", "contact_type_flows", "contact_type_replies", "contact_type_transfers"]) {
    await expect(page.getByRole("heading", { level: 3, name: t(part) })).toBeVisible();
  }
  const reply = page.locator(".reply").filter({ hasText: "J’ai ouvert une enquête aujourd’hui" });
  await reply.getByRole("button", { name: t("ui_copy_reply") }).click();
  await expect(reply.getByText(t("ui_copied"))).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("J’ai ouvert une enquête");
  await expectAccessible(page);
  await page.getByRole("link", { name: /Où est le colis/ }).click();
  await expect(page).toHaveURL("/knowledge/service-client/late-parcel/flow/ou-est-le-colis?language=fr");
});

test("an instruction leads to its contact types", async ({ open }) => {
  const page = await open(lea);
  await visit(page, "/knowledge/service-client/late-parcel");
  await page.locator(".version-line").getByRole("link", { name: "Colis en retard" }).click();
  await expect(page).toHaveURL("/contact-types/late-parcel");
});

test("the other language is one link away, and marked as such", async ({ open }) => {
  const page = await open(ines);
  await visit(page, "/contact-types/late-parcel");
  await expect(title(page)).toHaveText("Late parcel");
  await expect(page.locator(".reply").first()).toContainText("Hello");
  await page.getByRole("link", { name: en("article_read_in_fr") }).click();
  await expect(page).toHaveURL("/contact-types/late-parcel?language=fr");
  await expect(page.locator(".reply").first()).toContainText("Bonjour");
  await expect(page.locator(".prose").first()).toHaveAttribute("lang", "fr");
  await expectAccessible(page);
});

test("only what is open to a vendor is gathered", async ({ open, watch }) => {
  const page = await open(hery);
  await visit(page, "/contact-types/return-request");
  const main = page.getByRole("main");
  await expect(main.locator('a[href^="/knowledge/service-client/"]').first()).toBeVisible();
  await expect(main.locator('a[href^="/knowledge/retours-pro"]')).toHaveCount(0);
  watch.expectRefusal(404, /^\/contact-types\/nulle-part/);
  await visit(page, "/contact-types/nulle-part");
  await expect(page.getByRole("main")).toContainText(t("problem_not_found"));
});

test("contact types fit the narrowest phone", async ({ open }) => {
  const page = await open(lea, { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
  for (const path of ["/contact-types", "/contact-types/delivery", "/contact-types/late-parcel?language=en"]) {
    await page.goto(path);
    await expectNoSidewaysScroll(page);
  }
});
