import type { Page } from "@playwright/test";
import { expect, test, visit } from "../fixtures.ts";
import { camille, helene } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { newInstruction, newSpace, newVendor } from "../support/critical.ts";
import { confirm, expectRefused, title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
const COMING = t("version_coming", { number: 2 });

test("what a scheduled version changes is read before it takes effect, and no draft is", async ({ open, portal }) => {
  test.slow();
  const { vendor, agents } = await newVendor(portal, 1);
  const [author, referent, agent] = [await open(camille), await open(helene), await open(agents[0])];
  const space = await newSpace(referent, vendor);
  const { name, article } = await newInstruction({ author, referents: [referent, referent] }, space);
  const comparison = `${article}/compare?language=fr&from=1&to=2`;

  const draft = await rewritten(author, article, "10");
  await approve(referent, draft);
  await visit(agent, comparison);
  await expect(agent.getByText(t("compare_unknown"))).toBeVisible();
  await visit(agent, article);
  await expect(agent.getByText(COMING)).toHaveCount(0);

  // The page that is open says by itself that another version is coming.
  await visit(referent, draft);
  await referent.getByLabel(t("draft_day")).fill(inThreeDays());
  await referent.getByRole("button", { name: t("draft_publish") }).click();
  await expect(referent.getByText(t("draft_published"))).toBeVisible();
  await expect(agent.getByText(COMING)).toBeVisible();
  await expect(agent.locator(".prose")).toContainText("14 jours");
  await expectAccessible(agent);
  await agent.getByRole("link", { name: t("draft_read_changes") }).click();
  await expect(title(agent)).toHaveText(t("compare_title", { title: name }));
  await expect(agent.locator(".rendered-diff ins")).toHaveText("10");
  await expect(agent.getByText(COMING)).toBeVisible();
  await expectAccessible(agent);
  await agent.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(agent);
  await visit(agent, `${article}/versions/2?language=fr`);
  await expect(agent.getByText(COMING)).toBeVisible();
  await expect(agent.getByText(t("version_not_in_effect_text"))).toBeVisible();

  // It does not come after all.
  await visit(agent, article);
  await visit(referent, draft);
  await confirm(referent, t("draft_unschedule"));
  await expect(referent.getByText(t("draft_unscheduled"))).toBeVisible();
  await expect(agent.getByText(COMING)).toHaveCount(0);
  await visit(agent, comparison);
  await expect(agent.getByText(t("compare_unknown"))).toBeVisible();
});

test("a version that waits is put away, and another is approved and published in its place", async ({ open, portal, watch }) => {
  test.slow();
  const { vendor, agents } = await newVendor(portal, 1);
  const [author, referent, agent] = [await open(camille), await open(helene), await open(agents[0])];
  const space = await newSpace(referent, vendor);
  const { article } = await newInstruction({ author, referents: [referent, referent] }, space);
  const first = await rewritten(author, article, "10");
  await approve(referent, first);

  // The other one has to wait, and why is said.
  const other = await rewritten(author, article, "8");
  await visit(referent, other);
  watch.expectRefusal(409, /^\/api\/approve_draft/);
  await referent.getByRole("button", { name: t("draft_approve") }).click();
  await expectRefused(referent, t("problem_life_coming"));

  // What is approved is put away by those who may publish.
  await visit(author, first);
  await expect(author.getByText(t("draft_state_approved"), { exact: true })).toBeVisible();
  await expect(author.locator("summary", { hasText: t("archive") })).toHaveCount(0);
  await visit(referent, first);
  await expectAccessible(referent);
  await putAway(referent);

  await approve(referent, other);
  await referent.getByRole("button", { name: t("draft_publish") }).click();
  await expect(referent.getByText(t("draft_published"))).toBeVisible();
  await visit(agent, article);
  await expect(agent.locator(".prose")).toContainText("8 jours");

  // What is in effect is put away as well, and nobody finds it any more.
  await visit(agent, "/broadcasts");
  await expect(referent.getByText(t("archive_lead"))).toBeVisible();
  await putAway(referent);
  watch.expectRefusal(404, new RegExp(`^${article}`));
  await visit(agent, article);
  await expect(agent.getByRole("main")).toContainText(t("problem_not_found"));
});

/** Approves a draft; its page stays open. */
async function approve(referent: Page, draft: string) {
  await visit(referent, draft);
  await referent.getByRole("button", { name: t("draft_approve") }).click();
  await expect(referent.getByText(t("draft_approved"))).toBeVisible();
}

/** Puts the version away whose page is open. */
async function putAway(referent: Page) {
  await confirm(referent, t("archive"));
  await expect(referent.getByText(t("draft_archived"))).toBeVisible();
  await expect(referent).toHaveURL(/\/drafts(\?|$)/);
}

/** Hands in another text of an instruction that nobody is told of; the address of the draft. */
async function rewritten(author: Page, article: string, days: string): Promise<string> {
  await visit(author, article);
  await author.getByRole("button", { name: t("draft_edit") }).click();
  await expect(author.locator(".editor")).toBeVisible();
  const source = author.getByLabel(t("draft_source"), { exact: true });
  await source.fill((await source.inputValue()).replace(/\d+ jours/, `${days} jours`));
  await author.getByLabel(t("significance_editorial")).check();
  await author.getByLabel(t("draft_reason")).fill("Le délai s’écrit autrement.");
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  await author.getByRole("button", { name: t("draft_submit") }).click();
  await expect(author.getByText(t("draft_submitted"))).toBeVisible();
  return new URL(author.url()).pathname;
}

/** A day to come, as a field takes it. */
function inThreeDays(): string {
  return new Date(Date.now() + 3 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
