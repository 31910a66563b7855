import { expect, test, visit } from "../fixtures.ts";
import { ines, lea } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
const ARTICLE = "/knowledge/service-client/late-parcel";
const FLOW = `${ARTICLE}/flow/ou-est-le-colis?language=fr`;

test("an agent walks a guided flow to its reply with the keyboard and copies it", async ({ open }) => {
  const page = await open(lea, { permissions: ["clipboard-read", "clipboard-write"] });
  await visit(page, ARTICLE);
  await page.getByRole("navigation", { name: t("article_flows") }).getByRole("link", { name: "Où est le colis" }).click();
  await expect(title(page)).toContainText("Où est le colis");
  const question = page.getByRole("heading", { level: 2 });
  await expect(question).toHaveText(/dernier événement de suivi/);
  await page.keyboard.press("3");
  await expect(question).toHaveText(/date annoncée est-elle passée/);
  await expect(question).toBeFocused();
  await expect(page).toHaveURL(/steps=1\.3$/);
  for (const answer of ["Oui", "Oui", "Oui", "3 à 6"]) {
    await page.getByRole("link", { name: answer, exact: true }).click();
  }
  await expect(page.getByText(t("flow_end"))).toBeVisible();
  const reply = page.locator(".reply");
  await expect(reply).toContainText("Enquête ouverte");
  await reply.getByRole("button", { name: t("ui_copy_reply") }).click();
  await expect(reply.getByText(t("ui_copied"))).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("J’ai ouvert une enquête");
  await expectAccessible(page);
});

test("the way through a flow is in its address: it can be shared, gone back and begun anew", async ({ open }) => {
  const page = await open(lea);
  await visit(page, `${FLOW}&steps=1.3.5`);
  const question = page.getByRole("heading", { level: 2 });
  await expect(question).toHaveText(/adresse de la commande/);
  const way = page.getByRole("navigation", { name: t("flow_way") });
  await expect(way.getByRole("listitem")).toHaveCount(2);
  await page.getByRole("link", { name: t("flow_back") }).click();
  await expect(question).toHaveText(/date annoncée/);
  await page.goBack();
  await expect(question).toHaveText(/adresse de la commande/);
  await page.getByRole("link", { name: t("flow_restart") }).click();
  await expect(question).toHaveText(/dernier événement de suivi/);
  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test("an address with steps that do not follow each other begins where it still makes sense", async ({ open }) => {
  const page = await open(lea);
  await visit(page, `${FLOW}&steps=1.3.99.x`);
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(/date annoncée/);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a flow is walked link by link, in English too", async ({ open }) => {
    const page = await open(ines);
    await page.goto("/knowledge/service-client/late-parcel/flow/where-is-the-parcel?language=en");
    await page.locator(".flow-play__choice").nth(2).click();
    await page.getByRole("link", { name: "No", exact: true }).click();
    await expect(page.locator(".reply")).toBeVisible();
  });
});
