import { type Page } from "@playwright/test";
import { expect, test, visit } from "../fixtures.ts";
import { camille, hery, ines, lea } from "../support/accounts.ts";
import { expectNoSidewaysScroll } from "../support/axe.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
const en = wordsOf("en");

const palette = (page: Page) => page.locator("dialog.palette");
const options = (page: Page) => palette(page).getByRole("option");

test("with two letters and a typo an agent finds what to say about a late parcel", async ({ open }) => {
  const page = await open(lea);
  await visit(page, "/");
  for (const [opener, typed] of [
    ["/", "co"],
    ["Control+k", "colsi retrad"],
  ]) {
    await page.keyboard.press(opener);
    const field = palette(page).getByRole("combobox");
    await expect(field).toBeFocused();
    await field.fill(typed);
    await expect(options(page).filter({ hasText: "Colis en retard" }).first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(palette(page)).toBeHidden();
  }
});

test("the palette is worked with the keyboard alone", async ({ open }) => {
  const page = await open(lea);
  await visit(page, "/knowledge");
  await page.keyboard.press("/");
  const field = palette(page).getByRole("combobox");
  await expect(palette(page).getByText(t("search_recent"))).toBeVisible();
  await field.fill("colis en retard");
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute("aria-activedescendant", "palette-list-0");
  await page.keyboard.press("ArrowDown");
  await expect(options(page).nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(title(page)).toHaveText("Colis en retard");
  await expect(palette(page)).toBeHidden();
});

test("what is typed into the field on top goes on in the palette", async ({ open }) => {
  const page = await open(lea);
  await visit(page, "/");
  const top = page.getByRole("banner").getByRole("searchbox", { name: t("search_instructions") });
  await top.focus();
  await expect(palette(page)).toBeHidden();
  await page.keyboard.type("remboursé", { delay: 60 });
  await expect(palette(page).getByRole("combobox")).toHaveValue("remboursé");
  await expect(palette(page).locator("mark").first()).toBeVisible();
});

test("the page of results follows what is typed and keeps it in the address", async ({ open }) => {
  const page = await open(lea);
  await visit(page, "/search");
  await expect(page.getByText(t("search_begin"))).toBeVisible();
  const field = page.getByRole("main").getByRole("searchbox");
  await field.pressSequentially("l'echange", { delay: 30 });
  await expect(page).toHaveURL(/q=l%27echange|q=l'echange/);
  await expect(field).toBeFocused();
  await expect(page.locator(".results mark").first()).toHaveText(/échange/i);
  await field.fill("colis");
  await expect(page.locator(".results mark").first()).toHaveText(/colis/i);
  const facet = page.getByRole("navigation", { name: t("ui_filters") }).getByRole("link", { name: /Service client/ });
  await facet.click();
  await expect(page).toHaveURL(/space=service-client/);
  await expect(page.locator(".results__item").first()).toContainText("Service client");
});

test("a passage that was found is where its link leads", async ({ open }) => {
  const page = await open(lea);
  await visit(page, "/search?q=enqu%C3%AAte+ouverte");
  const link = page.locator(".results__link").first();
  const anchor = (await link.getAttribute("href"))?.split("#")[1];
  expect(anchor).toBeTruthy();
  await link.click();
  await expect(page).toHaveURL(/#/);
  await expect(page.locator(`[id="${anchor}"]`)).toBeInViewport();
});

test("an agent who works in English searches in English first", async ({ open }) => {
  const page = await open(ines);
  await visit(page, "/search?q=lte+parcel");
  await expect(page.locator(".results__link").first()).toHaveText("Late parcel");
  await visit(page, "/search?q=colis+en+retard");
  await expect(page.getByText(en("search_is_other_fr"))).toBeVisible();
});

test("search works without scripts, on the narrowest phone", async ({ open }) => {
  const page = await open(lea, { javaScriptEnabled: false, viewport: { width: 375, height: 800 } });
  await page.goto("/");
  await page.getByRole("banner").getByRole("searchbox").fill("colis en retard");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=colis/);
  await expect(page.locator(".results__link").first()).toHaveText("Colis en retard");
  await expectNoSidewaysScroll(page);
  for (const q of ["", "le la de", "📦🎁", "title:(colis OR ~2)", "x".repeat(2_000), "colis ".repeat(1_000)]) {
    await page.goto(`/search?q=${encodeURIComponent(q)}`);
    await expect(title(page)).toHaveText(t("search"));
    await expectNoSidewaysScroll(page);
  }
});

test("nobody finds what is not open to them", async ({ open }) => {
  const page = await open(hery);
  await visit(page, "/search?q=retours+des+professionnels");
  await expect(page.getByRole("main")).not.toContainText("Retours des professionnels");
});

test("what nobody finds is shown to those who write, without names", async ({ open }) => {
  const agent = await open(lea);
  await visit(agent, "/search?q=girafe+zirconium");
  await expect(agent.getByText(t("search_nothing_text"))).toBeVisible();
  await visit(agent, "/search?q=girafe+jean%40example.org");
  const author = await open(camille);
  await visit(author, "/search/misses");
  const table = author.getByRole("table", { name: t("search_misses") });
  await expect(table).toContainText("girafe zirconium");
  await expect(table).not.toContainText("jean");
  await expect(table).not.toContainText(lea.name);
});
