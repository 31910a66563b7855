import type { Page } from "@playwright/test";
import { expect, test, visit } from "../fixtures.ts";
import { camille } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { unique } from "../support/portal.ts";
import { confirm, expectRefused, title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

/** What is told in French. */
function french(page: Page) {
  return page.getByRole("group", { name: t("language_name_fr"), exact: true });
}

async function keep(page: Page) {
  await page.getByRole("button", { name: t("compose_save"), exact: true }).click();
}

/** Waits until the form goes on from the version that was just saved. */
async function expectKept(page: Page, version: number) {
  await expect(page.getByText(t("compose_saved"))).toBeVisible();
  await expect(page.locator('input[name="draft[version]"]').first()).toHaveValue(String(version));
}

/** The draft in the list of broadcasts. */
function inList(page: Page, heading: string) {
  return page.locator(".link-list").getByRole("link", { name: heading, exact: true });
}

test("a broadcast is kept as a draft, gone on with by another referent, and sent", async ({ open, portal, watch }) => {
  test.slow();
  const vendorName = unique("Prestataire");
  const vendor = await portal.addVendor(vendorName);
  const site = unique("Tours");
  const team = await portal.addTeam(await portal.addSite(vendor, site), "Loire");
  const agent = await open(await portal.addPerson("agent", { vendor, team }));
  const first = await open(await portal.addPerson("referent"));
  const second = await open(await portal.addPerson("referent"));
  const heading = unique("Tri fermé");

  // A draft needs a title, and nothing else has to be right.
  await visit(first, "/broadcasts/new");
  watch.expectRefusal(422, /^\/api\/send_broadcast/);
  await keep(first);
  await expectRefused(first, t("reason_missing"));
  await first.getByLabel(t("severity_standard"), { exact: true }).check();
  await french(first).getByLabel(t("broadcast_title")).fill(heading);
  await french(first).locator("summary", { hasText: t("compose_items") }).click();
  await french(first).getByLabel(t("broadcast_prompt")).first().fill("Quel jour ?");
  const audience = first.locator(".disclosure", { hasText: t("broadcast_for") });
  await audience.locator("summary").click();
  await audience.getByLabel(`${vendorName} · ${site}`).check();
  await keep(first);
  await expectKept(first, 1);
  await expect(first).toHaveURL(/\/broadcasts\/[0-9a-f-]{36}\/edit(\?|$)/);
  const draft = new URL(first.url()).pathname;

  // All of it is there again, also when the page is loaded anew.
  await visit(first, draft);
  await expect(title(first)).toHaveText(t("compose"));
  await expect(first.getByLabel(t("severity_standard"), { exact: true })).toBeChecked();
  await expect(french(first).getByLabel(t("broadcast_title"))).toHaveValue(heading);
  await expect(french(first).getByLabel(t("broadcast_prompt")).first()).toHaveValue("Quel jour ?");
  await expect(audience.locator("summary")).toContainText(site);
  await expect(first.locator(".reached")).toContainText(t("reach_agents", { n: 1 }));
  await expectAccessible(first);
  await first.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(first);
  await first.setViewportSize({ width: 1280, height: 800 });

  // Only those who may send it see it.
  const author = await open(camille);
  for (const page of [author, agent]) {
    await visit(page, "/broadcasts");
    await expect(page.getByRole("main")).not.toContainText(heading);
  }
  await visit(second, "/broadcasts");
  await expectAccessible(second);
  await inList(second, heading).click();
  await expect(french(second).getByLabel(t("broadcast_title"))).toHaveValue(heading);
  await french(second).getByLabel(t("compose_summary")).fill("Le centre de tri est fermé mardi.");
  await keep(second);
  await expectKept(second, 2);
  // Saved twice from one page, it is still the same draft.
  await french(second).getByLabel(t("compose_summary")).fill("Le centre de tri est fermé mardi et jeudi.");
  await keep(second);
  await expectKept(second, 3);

  // Whoever read it before that is told, and what they typed stays.
  await french(first).getByLabel(t("broadcast_title")).fill(`${heading}, bis`);
  watch.expectRefusal(409, /^\/api\/send_broadcast/);
  await keep(first);
  await expectRefused(first, t("problem_stale"));
  await expect(french(first).getByLabel(t("broadcast_title"))).toHaveValue(`${heading}, bis`);

  // It is sent by the rules of sending: a question has answers.
  await confirm(second, t("compose_send"));
  await expectRefused(second, t("item_options", { number: 1 }));
  await french(second).getByLabel(t("broadcast_prompt")).first().fill("");
  await confirm(second, t("compose_send"));
  await expect(second.getByText(t("board_sent"))).toBeVisible();
  await expect(title(second)).toHaveText(heading);
  await visit(second, "/broadcasts");
  await expect(second.getByRole("main")).toContainText(heading);
  await expect(inList(second, heading)).toHaveCount(0);
  await visit(agent, "/broadcasts");
  await expect(agent.getByRole("main")).toContainText(heading);
});

test("a draft of a broadcast is thrown away once that is confirmed", async ({ open, portal }) => {
  const referent = await open(await portal.addPerson("referent"));
  const heading = unique("Tri rouvert");
  await visit(referent, "/broadcasts/new");
  await french(referent).getByLabel(t("broadcast_title")).fill(heading);
  await keep(referent);
  await expectKept(referent, 1);
  await confirm(referent, t("compose_discard"));
  await expect(referent.getByText(t("compose_discarded"))).toBeVisible();
  await expect(title(referent)).toHaveText(t("broadcasts"));
  await expect(inList(referent, heading)).toHaveCount(0);
});
