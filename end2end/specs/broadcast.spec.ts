import { expect, test, visit } from "../fixtures.ts";
import { camille, helene } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { unique } from "../support/portal.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

test("a critical change: from the author's first key to the last acknowledgement", async ({ open, portal }) => {
  test.slow();
  // A space, a vendor and people of this journey's own: what it sends reaches nobody else.
  const second = await portal.addPerson("referent");
  const vendor = await portal.addVendor(unique("Prestataire"));
  const team = await portal.addTeam(await portal.addSite(vendor, "Tours"), "Loire");
  const place = { vendor, team };
  const agentAccount = await portal.addPerson("agent", place);
  const leadAccount = await portal.addPerson("team_lead", place);
  const referent = await open(helene);
  const spaceName = unique("Espace");
  await visit(referent, "/spaces/new");
  await referent.getByLabel(t("space_name_fr")).fill(spaceName);
  await referent.getByLabel(t("space_name_en")).fill(spaceName);
  await referent.getByLabel(t("space_about_fr")).fill("Essai");
  await referent.getByLabel(t("space_about_en")).fill("Trial");
  await referent.getByRole("button", { name: t("space_new") }).click();
  await expect(referent.getByText(t("space_added"))).toBeVisible();
  await referent.getByLabel(t("vendor"), { exact: true }).selectOption(vendor);
  await referent.getByRole("button", { name: t("space_open"), exact: true }).click();
  await expect(referent.getByText(t("space_opened"))).toBeVisible();
  const slug = new URL(referent.url()).pathname.split("/").at(-1) ?? "";
  const space = `/knowledge/${slug}`;
  // An instruction of this journey's own, in effect.
  const author = await open(camille);
  const name = unique("Colis abîmé");
  await visit(author, "/drafts/new");
  await author.getByLabel(t("draft_title"), { exact: true }).fill(name);
  await author.getByLabel(t("import_space"), { exact: true }).selectOption(slug);
  await author.getByRole("button", { name: t("draft_begin") }).click();
  await expect(title(author)).toHaveText(name);
  const source = author.getByLabel(t("draft_source"), { exact: true });
  await source.press("Control+End");
  await source.pressSequentially("\nRemboursement sous 14 jours.\n\n/ir");
  await expect(author.getByRole("listbox")).toContainText(t("block_must"));
  await source.press("Escape");
  await source.press("Backspace");
  await source.press("Backspace");
  await source.press("Backspace");
  await expect(author.locator(".editor__preview")).toContainText("Remboursement sous 14 jours.");
  await author.getByLabel(t("significance_editorial")).check();
  await author.getByLabel(t("draft_reason")).fill("Première version de la consigne.");
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  // Whom it concerns follows what is saved.
  await expect(author.getByText(t("draft_no_consequence"))).toBeVisible();
  await author.reload();
  await expect(source).toHaveValue(/Remboursement sous 14 jours\./);
  await expectAccessible(author);
  await author.getByRole("button", { name: t("draft_submit") }).click();
  await expect(author.getByText(t("draft_submitted"))).toBeVisible();
  const draft = new URL(author.url()).pathname;

  await visit(referent, draft);
  await referent.getByRole("button", { name: t("draft_approve") }).click();
  await expect(referent.getByText(t("draft_approved"))).toBeVisible();
  await referent.getByRole("button", { name: t("draft_publish") }).click();
  await expect(referent.getByText(t("draft_published"))).toBeVisible();
  await referent.getByRole("link", { name: t("draft_open_live") }).click();
  await expect(title(referent)).toHaveText(name);
  const article = new URL(referent.url()).pathname;
  expect(article.startsWith(space)).toBe(true);

  // An agent has it open, and a team lead follows.
  const agent = await open(agentAccount);
  await visit(agent, article);
  await expect(agent.locator(".prose")).toContainText("14 jours");

  // The author changes it; two referents approve.
  await visit(author, article);
  await author.getByRole("button", { name: t("draft_edit") }).click();
  await expect(author.locator(".editor")).toBeVisible();
  const text = await source.inputValue();
  await source.fill(text.replace("14 jours", "10 jours"));
  await author.getByLabel(t("significance_critical")).check();
  await author.getByLabel(t("draft_reason")).fill("Le délai légal est passé à dix jours.");
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  await author.getByRole("button", { name: t("draft_submit") }).click();
  await expect(author.getByText(t("draft_submitted"))).toBeVisible();
  const change = new URL(author.url()).pathname;
  for (const who of [helene, second]) {
    const page = who === helene ? referent : await open(who);
    await visit(page, change);
    await page.getByRole("link", { name: t("draft_read_changes") }).click();
    await expect(page.getByText("10 jours").first()).toBeVisible();
    await page.goBack();
    await page.getByRole("button", { name: t("draft_approve") }).click();
    await expect(page.getByText(t("draft_approved"))).toBeVisible();
  }
  await visit(referent, change);
  const publish = referent.locator("#main");
  await publish.getByLabel(t("broadcast_prompt")).first().fill("Sous combien de jours ?");
  await publish.getByLabel(t("broadcast_right")).first().fill("10");
  await publish.getByLabel(t("broadcast_wrong")).first().fill("14\n30");
  await publish.getByLabel(t("broadcast_passage")).first().fill("Remboursement sous 10 jours");
  await expectAccessible(referent);
  await publish.getByRole("button", { name: t("draft_publish") }).click();
  await expect(referent.getByText(t("draft_published"))).toBeVisible();

  // The agent's page changes by itself, and the change covers the screen.
  const cover = agent.getByRole("alertdialog");
  await expect(cover).toContainText(name);
  await expect(agent.locator(".prose")).toContainText("10 jours");
  await expectAccessible(agent);
  await cover.getByRole("link", { name: t("broadcast_read_now") }).click();
  await expect(title(agent)).toHaveText(name);
  await expect(agent.getByText("10 jours").first()).toBeVisible();
  await expectAccessible(agent);
  const card = new URL(agent.url()).pathname;

  // Not cleared, and why.
  await visit(agent, "/clearance");
  await expect(agent.getByRole("main")).toContainText(t("clearance_suspended"));
  await expect(agent.getByRole("link", { name: t("clearance_acknowledge", { title: name }) }).first()).toBeVisible();
  // A critical change stands in front of every page until it is acknowledged.
  await cover.getByRole("link", { name: t("broadcast_read_now") }).click();
  await expect(title(agent)).toHaveText(name);

  // A wrong answer leads back to the passage, the right one opens the door.
  await agent.getByLabel("14", { exact: true }).check();
  await agent.getByRole("button", { name: t("broadcast_acknowledge") }).click();
  await expect(agent.getByText(t("broadcast_wrong_answers", { n: 1 }))).toBeVisible();
  await expect(agent.getByText("Remboursement sous 10 jours").last()).toBeVisible();

  const lead = await open(leadAccount);
  await visit(lead, `${card}/board`);
  await expect(lead.getByRole("row").filter({ hasText: agentAccount.name })).toBeVisible();

  await agent.getByLabel("10", { exact: true }).check();
  await agent.getByRole("button", { name: t("broadcast_acknowledge") }).click();
  await expect(agent.getByText(t("broadcast_acknowledged")).first()).toBeVisible();
  await visit(agent, "/clearance");
  await expect(agent.getByRole("main")).not.toContainText(t("clearance_acknowledge", { title: name }));

  // The board moves by itself.
  await expect(lead.getByRole("row").filter({ hasText: agentAccount.name })).toHaveCount(0);
  await expectAccessible(lead);
  await lead.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(lead);
  await visit(referent, `${card}/board`);
  await expect(referent.getByRole("main")).toContainText(t("board_ow90"));
  await expectAccessible(referent);
});

test("what two authors write at once is kept", async ({ open }) => {
  const one = await open(camille);
  const name = unique("Deux plumes");
  await visit(one, "/drafts/new");
  await one.getByLabel(t("draft_title"), { exact: true }).fill(name);
  await one.getByRole("button", { name: t("draft_begin") }).click();
  const mine = one.getByLabel(t("draft_source"), { exact: true });
  await mine.fill(`# ${name}\n\nUn.\n\nDeux.\n\nTrois.\n`);
  await expect(one.locator(".save-state")).toHaveText(t("draft_saved"));
  const other = await open(helene);
  await visit(other, new URL(one.url()).pathname);
  const theirs = other.getByLabel(t("draft_source"), { exact: true });
  await theirs.fill(`# ${name}\n\nUn.\n\nDeux.\n\nTrois, et plus.\n`);
  await expect(other.locator(".save-state")).toHaveText(t("draft_saved"));
  await mine.fill(`# ${name}\n\nUn, et plus.\n\nDeux.\n\nTrois.\n`);
  await expect(mine).toHaveValue(/Un, et plus\.[\s\S]*Trois, et plus\./);
  // The same line: both texts are shown.
  await theirs.fill(`# ${name}\n\nUn à elle.\n\nDeux.\n\nTrois, et plus.\n`);
  await expect(other.getByText(t("draft_clash"))).toBeVisible();
  await expect(other.locator(".draft-theirs")).toContainText("Un, et plus.");
  await expect(theirs).toHaveValue(/Un à elle/);
});
