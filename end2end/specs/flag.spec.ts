import type { Page } from "@playwright/test";
import { expect, test, visit } from "../fixtures.ts";
import { camille, helene } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { unique } from "../support/portal.ts";
import { expectFieldError, expectRefused, title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

test("a passage is flagged, judged and mended, and whoever flagged it hears so", async ({ open, portal, watch }) => {
  test.slow();
  // A space, a vendor and an agent of this journey's own.
  const vendor = await portal.addVendor(unique("Prestataire"));
  const team = await portal.addTeam(await portal.addSite(vendor, "Tours"), "Loire");
  const agentAccount = await portal.addPerson("agent", { vendor, team });
  const [author, referent] = [await open(camille), await open(helene)];
  const space = await openSpace(referent, vendor);
  const name = unique("Colis abîmé");
  await visit(author, "/drafts/new");
  await author.getByLabel(t("draft_title"), { exact: true }).fill(name);
  await author.getByLabel(t("import_space"), { exact: true }).selectOption(space);
  await author.getByRole("button", { name: t("draft_begin") }).click();
  await expect(title(author)).toHaveText(name);
  await publish(author, referent, `# ${name}\n\nRemboursement sous 14 jours.\n`);
  await referent.getByRole("link", { name: t("draft_open_live") }).click();
  await expect(title(referent)).toHaveText(name);
  const article = new URL(referent.url()).pathname;

  // The agent selects a passage; the link takes it along.
  const agent = await open(agentAccount);
  await visit(agent, article);
  await agent.locator(".prose p").first().selectText();
  const link = agent.getByRole("link", { name: t("flag_raise") });
  await expect(link).toHaveAttribute("href", /passage=Remboursement/);
  await link.click();
  await expect(title(agent)).toHaveText(t("flag_raise"));
  const passage = agent.getByLabel(t("flag_passage"), { exact: true });
  await expect(passage).toHaveValue("Remboursement sous 14 jours.");
  await expectAccessible(agent);

  // What the text does not contain is refused, and nothing that was typed is lost.
  await agent.getByLabel(t("flag_wrong"), { exact: true }).check();
  await passage.fill("Remboursement sous 15 jours.");
  watch.expectRefusal(422, /^\/api\/raise_flag/);
  await agent.getByLabel(t("flag_note")).fill("C’est 10 jours depuis lundi.");
  await agent.getByRole("button", { name: t("flag_send"), exact: true }).click();
  await expectRefused(agent, t("reason_not_in_text"));
  await expectFieldError(passage, t("reason_not_in_text"));
  await passage.fill("Remboursement sous 14 jours.");
  await agent.getByRole("button", { name: t("flag_send"), exact: true }).click();
  await expect(agent.getByText(t("flag_sent_text"))).toBeVisible();
  await agent.getByRole("link", { name: t("flags_mine") }).click();
  await expect(agent.getByText("C’est 10 jours depuis lundi.")).toBeVisible();
  await expect(agent.getByText(t("flag_state_open"), { exact: true })).toBeVisible();

  // The client's side sees a pseudonym, and accepts.
  await visit(author, "/flags");
  const card = author.locator(".card").filter({ hasText: name });
  await expect(card).toContainText("C’est 10 jours depuis lundi.");
  await expect(card).not.toContainText(agentAccount.name);
  await expectAccessible(author);
  await author.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(author);
  await author.setViewportSize({ width: 1280, height: 800 });
  await card.getByRole("button", { name: t("flag_accept") }).click();
  await expect(author.getByText(t("flag_done_accepted"))).toBeVisible();
  await author.getByRole("link", { name: t("flags_accepted") }).click();
  await expect(card).toBeVisible();

  // Readers are told that the text is doubted.
  await visit(agent, article);
  await expect(agent.getByText(t("article_disputed"))).toBeVisible();

  // The draft shows it with a box. Whoever writes ticks it, and whoever approves takes that back, without scripts as well.
  await visit(author, article);
  await author.getByRole("button", { name: t("draft_edit") }).click();
  await expect(author.getByText(t("fix_passage_stands"))).toBeVisible();
  await expect(box(author)).not.toBeChecked();
  await box(author).check();
  await author.getByRole("button", { name: t("fixes_save") }).click();
  await expect(author.getByText(t("fixes_saved"))).toBeVisible();
  await expectAccessible(author);
  await publish(author, referent, `# ${name}\n\nRemboursement sous 14 jours.\n\nPas après.\n`, async (draft) => {
    await expect(box(referent)).toBeChecked();
    const plain = await open(helene, { javaScriptEnabled: false });
    await plain.goto(draft);
    await box(plain).uncheck();
    const saved = plain.waitForResponse((response) => response.url().includes("/api/choose_fixes"));
    await plain.getByRole("button", { name: t("fixes_save") }).click();
    await saved;
    await visit(referent, draft);
    await expect(box(referent)).not.toBeChecked();
  });
  await visit(author, "/flags?show=accepted");
  await expect(card).toContainText(t("flag_state_accepted"));

  // It waits beside the next draft. The version in which the passage no longer stands closes it, and the agent hears so.
  await visit(author, article);
  await author.getByRole("button", { name: t("draft_edit") }).click();
  await expect(box(author)).not.toBeChecked();
  await publish(author, referent, `# ${name}\n\nRemboursement sous 10 jours.\n`, async () => {
    await expect(referent.getByText(t("fix_passage_gone"))).toBeVisible();
    await expect(box(referent)).toBeChecked();
  });
  await visit(agent, "/");
  const unread = agent.getByRole("banner").getByRole("link", { name: t("notifications_waiting", { n: 1 }) });
  await expect(unread).toBeVisible();
  await expect(agent.getByText(t("flag_fixed_in", { number: 3 }))).toBeVisible();
  await expectAccessible(agent);
  await visit(agent, "/notifications");
  await expect(agent.getByText(t("notice_flag_fixed", { number: 3 }))).toBeVisible();
  await expectAccessible(agent);
  await agent.getByRole("main").getByRole("link", { name }).click();
  await expect(agent).toHaveURL(new RegExp(`${article}/versions/3`));
  await expect(agent.locator(".prose")).toContainText("10 jours");
  await visit(author, "/flags?show=closed");
  await expect(card).toContainText(t("flag_state_fixed"));

  // A referent verifies the text anew.
  await visit(referent, article);
  await referent.getByLabel(t("article_rhythm_label")).selectOption("180");
  await referent.getByRole("button", { name: t("article_verify_so") }).click();
  await expect(referent.getByText(t("article_verified_last"))).toBeVisible();
  await expect(referent.getByLabel(t("article_rhythm_label"))).toHaveValue("180");
  await expectAccessible(referent);

  // Somebody else answers for it from now on, or nobody.
  const owner = referent.getByLabel(t("verification_owner"), { exact: true });
  await expect(owner.locator("option:checked")).toHaveText(camille.name);
  await owner.selectOption({ label: helene.name });
  await referent.getByRole("button", { name: t("article_owner_choose") }).click();
  await expect(referent.getByText(t("flag_owner", { who: helene.name }))).toBeVisible();
  await expect(owner.locator("option:checked")).toHaveText(helene.name);
  await owner.selectOption("");
  await referent.getByRole("button", { name: t("article_owner_choose") }).click();
  await expect(referent.getByText(t("flag_owner", { who: helene.name }))).toHaveCount(0);
  await expect(owner.locator("option:checked")).toHaveText(t("verification_nobody"));
});

/** The box of the only accepted flag beside a draft. */
function box(page: Page) {
  return page.getByLabel(t("fix_mends"));
}

/** Makes a space that a vendor reads; its place in addresses. */
async function openSpace(page: Page, vendor: string): Promise<string> {
  const name = unique("Espace");
  await visit(page, "/spaces/new");
  for (const key of ["space_name_fr", "space_name_en", "space_about_fr", "space_about_en"]) {
    await page.getByLabel(t(key)).fill(name);
  }
  await page.getByRole("button", { name: t("space_new") }).click();
  await expect(page.getByText(t("space_added"))).toBeVisible();
  await page.getByLabel(t("vendor"), { exact: true }).selectOption(vendor);
  await page.getByRole("button", { name: t("space_open"), exact: true }).click();
  await expect(page.getByText(t("space_opened"))).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/**
 * Writes the draft that the author has before them, and puts it into effect; the referent sees it then, and looks at its page
 * before they approve.
 */
async function publish(author: Page, referent: Page, text: string, look?: (draft: string) => Promise<void>) {
  await author.getByLabel(t("draft_source"), { exact: true }).fill(text);
  await author.getByLabel(t("significance_editorial")).check();
  await author.getByLabel(t("draft_reason")).fill("Une phrase qui dit pourquoi.");
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  await author.getByRole("button", { name: t("draft_submit") }).click();
  await expect(author.getByText(t("draft_submitted"))).toBeVisible();
  const draft = new URL(author.url()).pathname;
  await visit(referent, draft);
  await look?.(draft);
  await referent.getByRole("button", { name: t("draft_approve") }).click();
  await expect(referent.getByText(t("draft_approved"))).toBeVisible();
  await referent.getByRole("button", { name: t("draft_publish") }).click();
  await expect(referent.getByText(t("draft_published"))).toBeVisible();
}
