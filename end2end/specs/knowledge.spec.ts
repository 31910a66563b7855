import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, visit } from "../fixtures.ts";
import { hery, ines, lea } from "../support/accounts.ts";
import { expectNoSidewaysScroll } from "../support/axe.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
const en = wordsOf("en");
const ARTICLE = "/knowledge/service-client/late-parcel";

test("an agent finds an instruction and reads its rules in French and in English", async ({ open }) => {
  const page = await open(lea);
  await visit(page, "/");
  await page.getByRole("link", { name: t("home_all_articles") }).click();
  await expect(title(page)).toHaveText(t("knowledge"));
  await page.getByRole("link", { name: "Service client" }).click();
  await expect(title(page)).toHaveText("Service client");
  await page.getByRole("link", { name: "Colis en retard" }).click();
  await expect(title(page)).toHaveText("Colis en retard");
  await expect(page).toHaveURL(ARTICLE);
  await expect(page.getByRole("link", { name: t("article_version", { number: 1 }) })).toBeVisible();
  await expect(page.getByText(t("significance_major"))).toBeVisible();
  for (const [key, rule] of [
    ["block_must", "Donner une date"],
    ["block_may", "Offrir un bon d’achat"],
    ["block_never", "Renvoyer le client vers le transporteur"],
  ]) {
    const block = page.locator(".prose section").filter({ hasText: rule });
    await expect(block).toBeVisible();
    await expect(block).toContainText(t(key));
  }

  await page.getByRole("link", { name: t("article_read_in_en") }).click();
  await expect(title(page)).toHaveText("Late parcel");
  await expect(page).toHaveURL(`${ARTICLE}?language=en`);
  await expect(page.locator(".prose")).toHaveAttribute("lang", "en");
  await expect(page.locator(".prose section").filter({ hasText: "Give a date" })).toContainText(en("block_must"));
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.getByRole("link", { name: t("article_read_in_fr") }).click();
  await expect(title(page)).toHaveText("Colis en retard");
});

test("an agent who works in English reads in English first", async ({ open }) => {
  const page = await open(ines);
  await visit(page, ARTICLE);
  await expect(title(page)).toHaveText("Late parcel");
  await page.getByRole("link", { name: en("article_read_in_fr") }).click();
  await expect(title(page)).toHaveText("Colis en retard");
});

test("a canned reply is copied as it stands in the instruction", async ({ open }) => {
  const page = await open(lea, { permissions: ["clipboard-read", "clipboard-write"] });
  await visit(page, ARTICLE);
  const reply = page.locator(".prose .reply").filter({ hasText: "Enquête ouverte" });
  await reply.getByRole("button", { name: t("ui_copy_reply") }).click();
  await expect(reply.getByText(t("ui_copied"))).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trim()).toBe(replyInSource("fr", "late-parcel", "Enquête ouverte"));
});

test("the contents list leads to the headings", async ({ open }) => {
  const page = await open(lea);
  await visit(page, ARTICLE);
  const contents = page.getByRole("navigation", { name: t("ui_on_this_page") });
  const headings = page.locator(".prose h2");
  await expect(contents.getByRole("link")).toHaveText(await headings.allTextContents());
  await contents.getByRole("link", { name: "Réponses prêtes" }).click();
  await expect(page).toHaveURL(/#/);
  await expect(page.getByRole("heading", { name: "Réponses prêtes" })).toBeInViewport();
});

test("a link inside an instruction leads to the other instruction", async ({ open }) => {
  const page = await open(lea);
  await visit(page, ARTICLE);
  await page.locator(".prose").getByRole("link", { name: "Changement d’adresse" }).click();
  await expect(title(page)).toHaveText(/adresse/i);
  await expect(page).toHaveURL("/knowledge/service-client/address-change");
});

test("a space that is not open to a vendor does not exist for its agents", async ({ open, watch }) => {
  const atlantique = await open(lea);
  await visit(atlantique, "/knowledge");
  await expect(atlantique.getByRole("link", { name: "Retours des professionnels" })).toBeVisible();

  const page = await open(hery);
  await visit(page, "/knowledge");
  await expect(page.getByRole("link", { name: "Service client" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("Retours des professionnels");
  watch.allowRefusal(404, /^\/api\/(folder|article)\?/);
  for (const path of ["/knowledge/retours-pro", "/knowledge/retours-pro/business-return", "/knowledge/nulle-part"]) {
    watch.expectRefusal(404, new RegExp(`^${path}`));
    await visit(page, path);
    await expect(page.getByRole("main")).toContainText(t("problem_not_found"));
    await expect(page.getByRole("main")).not.toContainText("professionnel");
  }
});

test("no instruction is wider than the narrowest phone", async ({ open }) => {
  const page = await open(lea, { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
  for (const space of ["service-client", "retours-pro"]) {
    await page.goto(`/knowledge/${space}`);
    const links = await page.locator(".link-list a").all();
    const paths = await Promise.all(links.map((link) => link.getAttribute("href")));
    for (const path of paths) {
      await page.goto(path ?? "");
      await expectNoSidewaysScroll(page);
    }
  }
});

/** A canned reply as its author wrote it, without the marks of Markdown. */
function replyInSource(language: string, slug: string, name: string): string {
  const folder = join(import.meta.dirname, "../../content/demo/knowledge/service-client");
  const lines = readFileSync(join(folder, language, `${slug}.md`), "utf8").split("\n");
  const start = lines.indexOf(`> [!REPLY] ${name}`) + 1;
  const end = lines.findIndex((line, index) => start <= index && !line.startsWith(">"));
  return lines.slice(start, end < 0 ? undefined : end).map((line) => line.replace(/^> ?/, "")).join("\n").trim();
}
