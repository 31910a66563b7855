import { expect, test, visit } from "../fixtures.ts";
import { helene } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { unique } from "../support/portal.ts";
import { confirm, expectRefused, title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

test("a broadcast composed for one site arrives there while somebody reads, and nowhere else", async ({
  open,
  portal,
  watch,
}) => {
  test.slow();
  const vendorName = unique("Prestataire");
  const vendor = await portal.addVendor(vendorName);
  const [here, there] = [unique("Tours"), unique("Brest")];
  const [hereId, thereId] = [await portal.addSite(vendor, here), await portal.addSite(vendor, there)];
  const mine = { vendor, team: await portal.addTeam(hereId, "Loire") };
  const theirs = { vendor, team: await portal.addTeam(thereId, "Rade") };
  const agent = await open(await portal.addPerson("agent", mine));
  const other = await open(await portal.addPerson("agent", theirs));
  await visit(agent, "/knowledge");
  await visit(other, "/knowledge");

  const referent = await open(helene);
  await visit(referent, "/broadcasts");
  await referent.getByRole("link", { name: t("compose") }).click();
  await expect(title(referent)).toHaveText(t("compose"));
  await expectAccessible(referent);
  // Refused: nothing is said in either language, and nothing is chosen.
  watch.expectRefusal(422, /^\/api\/send_broadcast/);
  await confirm(referent, t("compose_send"));
  await expectRefused(referent, t("reason_missing"));
  const reached = referent.locator(".reached");
  const form = referent.locator("#main form");
  await form.getByLabel(t("severity_critical"), { exact: true }).check();
  const french = form.getByRole("group", { name: t("language_name_fr"), exact: true });
  const heading = unique("Tri fermé");
  await french.getByLabel(t("broadcast_title")).fill(heading);
  await french.getByLabel(t("compose_summary")).fill("Le centre de tri est fermé mardi.");
  await french.locator("summary", { hasText: t("compose_items") }).click();
  await french.getByLabel(t("broadcast_prompt")).first().fill("Quel jour ?");
  await french.getByLabel(t("broadcast_right")).first().fill("mardi");
  await french.getByLabel(t("broadcast_wrong")).first().fill("lundi\njeudi");
  await french.getByLabel(t("broadcast_passage")).first().fill("fermé mardi");
  // The count follows the choice.
  const audience = form.locator(".disclosure", { hasText: t("broadcast_for") });
  await expect(audience.locator("summary")).toContainText(t("audience_all"));
  await audience.locator("summary").click();
  await audience.getByLabel(`${vendorName} · ${here}`).check();
  await expect(reached).toContainText(t("reach_agents", { n: 1 }));
  await expect(audience.locator("summary")).toContainText(here);
  await audience.getByLabel("Atlantique Contact", { exact: true }).check();
  await expect(reached).toContainText(t("reason_does_not_belong"));
  await audience.getByLabel("Atlantique Contact", { exact: true }).uncheck();
  await expect(reached).toContainText(t("reach_agents", { n: 1 }));
  await expectAccessible(referent);
  await referent.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(referent);
  await referent.setViewportSize({ width: 1280, height: 800 });
  await confirm(referent, t("compose_send"));
  await expect(referent.getByText(t("board_sent"))).toBeVisible();
  await expect(title(referent)).toHaveText(heading);

  // It covers the screen of the one site, without a reload.
  const cover = agent.getByRole("alertdialog");
  await expect(cover).toContainText(heading);
  await cover.getByRole("link", { name: t("broadcast_read_now") }).click();
  await expect(agent.getByText("Le centre de tri est fermé mardi.")).toBeVisible();
  await agent.getByLabel("mardi", { exact: true }).check();
  await agent.getByRole("button", { name: t("broadcast_acknowledge") }).click();
  await expect(agent.getByText(t("broadcast_acknowledged")).first()).toBeVisible();
  await expect(other.getByRole("alertdialog")).toHaveCount(0);
  await visit(other, "/broadcasts");
  await expect(other.getByRole("main")).not.toContainText(heading);
});
