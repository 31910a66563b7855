import type { Page } from "@playwright/test";
import { expect, test, visit } from "../fixtures.ts";
import { camille, helene, ines, lea } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { newInstruction, newSpace, newVendor } from "../support/critical.ts";
import { unique } from "../support/portal.ts";
import { confirm, expectRefused, title } from "../support/steps.ts";
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

test("a flow that is being played follows its article and keeps its step", async ({ open, portal }) => {
  test.slow();
  const { vendor, agents } = await newVendor(portal, 1);
  const [author, referent, agent] = [await open(camille), await open(helene), await open(agents[0])];
  const space = await newSpace(referent, vendor);
  const { article } = await newInstruction({ author, referents: [referent, referent] }, space, writeFlow);
  const permalink = await agent.context().newPage();
  await visit(permalink, `${article}/versions/1?language=fr`);
  await visit(agent, article);
  await agent.getByRole("navigation", { name: t("article_flows") }).getByRole("link", { name: "Que dire" }).click();
  await agent.getByRole("link", { name: "Oui", exact: true }).click();
  const question = agent.getByRole("heading", { level: 2 });
  await expect(question).toHaveText("Le produit est-il abîmé ?");
  await expect(agent).toHaveURL(/steps=1\.2$/);
  await expect(permalink.getByText(t("version_not_in_effect_text"))).toHaveCount(0);

  await change(author, referent, article);
  await expect(question).toHaveText("Le produit est-il cassé ?");
  await expect(agent).toHaveURL(/steps=1\.2$/);
  await expect(agent.getByRole("navigation", { name: t("flow_way") }).getByRole("listitem")).toHaveCount(1);
  await expect(permalink.getByText(t("version_not_in_effect_text"))).toBeVisible();
});

test("a flow is handed in as the menu puts it in, and refused at the step that leads nowhere", async ({ open, watch }) => {
  const name = unique("Pas à pas");
  const author = await open(camille);
  await visit(author, "/drafts/new");
  await author.getByLabel(t("draft_title"), { exact: true }).fill(name);
  await author.getByRole("button", { name: t("draft_begin") }).click();
  await author.getByLabel(t("draft_reason")).fill("Première version de la consigne.");
  const source = author.getByLabel(t("draft_source"), { exact: true });
  await source.press("Control+End");
  await source.pressSequentially("\n/flow");
  await source.press("Enter");
  await expect(author.locator(".editor__preview .flow")).toBeVisible();
  const whole = await source.inputValue();
  await source.fill(whole.replace("#reply-", "#rien-"));
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  watch.expectRefusal(422, /^\/api\/submit_draft/);
  await author.getByRole("button", { name: t("draft_submit") }).click();
  await expectRefused(author, t("flow_fault_no_ending", { flow: "Titre", step: 2 }));
  await author.locator(".error-summary a").click();
  await expect(source).toBeFocused();
  await source.fill(whole);
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  await author.getByRole("button", { name: t("draft_submit") }).click();
  await expect(author.getByText(t("draft_submitted"))).toBeVisible();
  await confirm(author, t("draft_archive"));
  await expect(author.getByText(t("draft_archived"))).toBeVisible();
});

/** Writes the first version of an instruction with a flow. */
async function writeFlow(author: Page, name: string) {
  const text = [
    `# ${name}`,
    "",
    "> [!FLOW] Que dire ?",
    ">",
    "> 1. Le colis est-il arrivé ?",
    ">    - Oui → 2",
    ">    - Non → 3",
    "> 2. Le produit est-il abîmé ?",
    ">    - Oui → 3",
    ">    - Non → 4",
    "> 3. Envoyez [Remboursé](#reply-rembourse).",
    "> 4. Envoyez [Rien à faire](#reply-rien-a-faire).",
    "",
    "> [!REPLY] Remboursé",
    "> Vous serez remboursé sous 14 jours.",
    "",
    "> [!REPLY] Rien à faire",
    "> Gardez votre colis.",
    "",
  ];
  await author.getByLabel(t("draft_source"), { exact: true }).fill(text.join("\n"));
  await author.getByLabel(t("significance_editorial")).check();
  await author.getByLabel(t("draft_reason")).fill("Première version de la consigne.");
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
}

/** Puts another question into effect; nobody is told of it. */
async function change(author: Page, referent: Page, article: string) {
  await visit(author, article);
  await author.getByRole("button", { name: t("draft_edit") }).click();
  await expect(author.locator(".editor")).toBeVisible();
  const source = author.getByLabel(t("draft_source"), { exact: true });
  await source.fill((await source.inputValue()).replace("abîmé ?", "cassé ?"));
  await author.getByLabel(t("significance_editorial")).check();
  await author.getByLabel(t("draft_reason")).fill("La question est plus claire.");
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  await author.getByRole("button", { name: t("draft_submit") }).click();
  await expect(author.getByText(t("draft_submitted"))).toBeVisible();
  await visit(referent, new URL(author.url()).pathname);
  await referent.getByRole("button", { name: t("draft_approve") }).click();
  await expect(referent.getByText(t("draft_approved"))).toBeVisible();
  await referent.getByRole("button", { name: t("draft_publish") }).click();
  await expect(referent.getByText(t("draft_published"))).toBeVisible();
}

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
