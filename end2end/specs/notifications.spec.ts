import { expect, test, visit } from "../fixtures.ts";
import { helene } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { newVendor } from "../support/critical.ts";
import { Portal, unique } from "../support/portal.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

test("what one was told, and which letters one wants", async ({ open, portal }) => {
  // Referents are told of the drafts of other journeys.
  const page = await open(await portal.addPerson("manager"));
  await visit(page, "/");
  await page.locator(".user-menu__button").click();
  await page.getByRole("link", { name: t("notifications") }).click();
  await expect(title(page)).toHaveText(t("notifications"));
  await expect(page.getByText(t("notifications_none"))).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await visit(page, "/profile");
  await page.getByLabel(t("mail_digest"), { exact: true }).check();
  await page.getByLabel(t("mail_hour")).selectOption("7");
  const form = page.locator("form").filter({ has: page.getByLabel(t("mail_hour")) });
  await form.getByRole("button", { name: t("save") }).click();
  await expect(page.getByText(t("mail_setting_saved"))).toBeVisible();
  await visit(page, "/profile");
  await expect(page.getByLabel(t("mail_digest"), { exact: true })).toBeChecked();
  await expect(page.getByLabel(t("mail_hour"))).toHaveValue("7");
  await expectAccessible(page);
});

/** Tells the people of a vendor of something that they have to acknowledge; its heading. */
async function tell(portal: Portal, vendor: string) {
  const desk = await Portal.as(portal.url, helene);
  const heading = unique("Tri ralenti");
  await desk.call("send_broadcast", {
    severity: "standard",
    "fr[title]": heading,
    "fr[summary]": "Le centre de tri est fermé mardi.",
    "audience[vendors][]": vendor,
  });
  await desk.close();
  return heading;
}

test("the bell of an open page follows what the reader is told and has read", async ({ open, portal }) => {
  const { vendor, agents } = await newVendor(portal, 1);
  const agent = await open(agents[0]);
  await visit(agent, "/knowledge");
  const bell = agent.getByRole("banner").getByRole("link", { name: t("notifications_waiting", { n: 1 }) });
  await expect(agent.getByRole("banner")).toBeVisible();
  await expect(bell).toHaveCount(0);
  const heading = await tell(portal, vendor);
  await expect(bell).toBeVisible({ timeout: 60_000 });
  // The list of broadcasts leads there without a page of the server, which would count anew.
  await agent.getByRole("navigation").getByRole("link", { name: t("broadcasts") }).first().click();
  await agent.getByRole("region", { name: t("broadcasts") }).getByRole("link", { name: heading }).click();
  await expect(title(agent)).toHaveText(heading);
  expect(await agent.evaluate(() => performance.getEntriesByType("navigation")[0]?.name)).toContain("/knowledge");
  await expect(bell).toHaveCount(0);
});

test("what somebody follows is read, without scripts as well", async ({ open, portal }) => {
  const { vendor, agents } = await newVendor(portal, 1);
  const heading = await tell(portal, vendor);
  const agent = await open(agents[0], { javaScriptEnabled: false });
  const told = agent.locator(".link-list__item").filter({ hasText: heading });
  await expect(async () => {
    await agent.goto("/notifications");
    await expect(told).toContainText(t("notification_unread"), { timeout: 1_000 });
  }).toPass();
  const waiting = agent.getByText(t("notifications_waiting", { n: 1 }));
  await agent.goto("/knowledge");
  await expect(waiting).toHaveCount(1);
  await agent.goto("/notifications");
  await told.getByRole("link", { name: heading }).click();
  await expect(title(agent)).toHaveText(heading);
  await agent.goto("/knowledge");
  await expect(waiting).toHaveCount(0);
  await agent.goto("/notifications");
  await expect(told).not.toContainText(t("notification_unread"));
});

test("a joiner reads what has to be known before the first contact", async ({ open, portal }) => {
  // The space of the demo programme is open to this vendor; what it was imported with has to be known.
  const { vendor } = await portal.place("Atlantique Contact", "Nantes", "Équipe Loire");
  const team = await portal.addTeam(await portal.addSite(vendor, unique("Site")), "Loire");
  const agent = await open(await portal.addPerson("agent", { vendor, team }));
  await visit(agent, "/");
  await agent.getByRole("link", { name: t("onboarding_open") }).click();
  await expect(title(agent)).toHaveText(t("onboarding"));
  await expectAccessible(agent);
  const items = agent.locator(".link-list__item");
  await expect(items.first()).toBeVisible();
  const before = await items.count();
  await items.first().getByRole("button").click();
  await expect(agent.getByText(t("onboarding_acknowledged"))).toBeVisible();
  await expect(items).toHaveCount(before - 1);
});
