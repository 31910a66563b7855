/** What interrupts an agent who is reading about something else, and what their lead sees of it. */
import { expect, test, visit } from "../fixtures.ts";
import { helene } from "../support/accounts.ts";
import { expectAccessible } from "../support/axe.ts";
import { newVendor } from "../support/critical.ts";
import { Portal, unique } from "../support/portal.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

/** A question that a major or a critical change needs. */
const QUESTION = {
  "fr[items][0][prompt]": "Quel jour ?",
  "fr[items][0][right]": "mardi",
  "fr[items][0][wrong]": "lundi\njeudi",
  "fr[items][0][passage]": "fermé mardi",
};

test("a critical change covers the page of another change and leaves its own to be read", async ({ open, portal, baseURL }) => {
  test.slow();
  const { vendor, agents, lead } = await newVendor(portal, 1);
  const [agent, board] = [await open(agents[0]), await open(lead)];
  const desk = await Portal.as(baseURL ?? "", helene);
  const [calm, urgent] = [unique("Tri ralenti"), unique("Tri fermé")];
  const first = await told(desk, { severity: "standard", "fr[title]": calm, "audience[vendors][]": vendor });
  await visit(agent, first);
  await expect(title(agent)).toHaveText(calm);
  const cover = agent.getByRole("alertdialog");
  const banner = agent.getByRole("complementary", { name: t("broadcast_waiting") });
  await expect(banner).toHaveCount(0);

  const form = { severity: "critical", "fr[title]": urgent, "audience[vendors][]": vendor, ...QUESTION };
  const second = await told(desk, form);
  await expect(cover).toContainText(urgent);
  await expectAccessible(agent);
  // It has reached them, although they have not opened it.
  await visit(board, `${second}/board`);
  const row = board.getByRole("row").filter({ hasText: agents[0].name });
  await expect(row).toContainText(t("recipient_delivered"));

  await cover.getByRole("link", { name: t("broadcast_read_now") }).click();
  await expect(title(agent)).toHaveText(urgent);
  await expect(cover).toHaveCount(0);
  await expect(row).toContainText(t("recipient_opened"));
  await agent.getByLabel("mardi", { exact: true }).check();
  await agent.getByRole("button", { name: t("broadcast_acknowledge") }).click();
  await expect(agent.getByText(t("broadcast_acknowledged")).first()).toBeVisible();
  await expect(banner).toContainText(calm);
  await banner.getByRole("link").click();
  await expect(title(agent)).toHaveText(calm);
  await expect(banner).toHaveCount(0);
  await desk.close();
});

test("a major change interrupts once, waits in a banner, and is read from another browser", async ({ open, portal, baseURL }) => {
  test.slow();
  const { vendor, agents } = await newVendor(portal, 1);
  const agent = await open(agents[0]);
  await visit(agent, "/knowledge");
  const desk = await Portal.as(baseURL ?? "", helene);
  const heading = unique("Tri ralenti");
  const place = await told(desk, { severity: "major", "fr[title]": heading, "audience[vendors][]": vendor, ...QUESTION });

  // It comes by itself, with everything that is needed to decide, and takes the focus.
  const card = agent.getByRole("dialog", { name: heading });
  await expect(card).toContainText("Le centre de tri est fermé mardi.");
  await expect(card).toContainText(t("broadcast_due"));
  await expect(card.getByRole("link", { name: t("broadcast_read_at_once") })).toBeFocused();
  await expectAccessible(agent);
  await agent.keyboard.press("Tab");
  await expect(card.getByRole("button", { name: t("broadcast_later") })).toBeFocused();
  await agent.keyboard.press("Enter");
  await expect(card).toHaveCount(0);
  const banner = agent.getByRole("complementary", { name: t("broadcast_waiting") });
  await expect(banner).toContainText(heading);
  // Not again: elsewhere, in another tab, on the first page.
  await visit(agent, "/broadcasts");
  await expect(banner).toContainText(heading);
  const tab = await agent.context().newPage();
  await visit(tab, "/");
  await expect(tab.getByRole("main")).toContainText(heading);
  for (const page of [agent, tab]) await expect(page.getByRole("dialog", { name: heading })).toHaveCount(0);
  // From the first page to another, the banner comes along.
  await tab.locator("#frame-nav").getByRole("link", { name: t("nav_knowledge"), exact: true }).click();
  await expect(tab.getByRole("complementary", { name: t("broadcast_waiting") })).toContainText(heading);

  // Without scripts there is the banner alone.
  const plain = await open(agents[0], { javaScriptEnabled: false });
  await plain.goto("/knowledge");
  await expect(plain.getByRole("complementary", { name: t("broadcast_waiting") })).toContainText(heading);
  await expect(plain.getByRole("dialog", { name: heading })).toHaveCount(0);

  // In another browser it interrupts, on the first page too; Escape puts it off as well.
  const elsewhere = await open(agents[0]);
  const there = elsewhere.getByRole("dialog", { name: heading });
  await visit(elsewhere, "/");
  await expect(there).toBeVisible();
  await elsewhere.keyboard.press("Escape");
  await expect(there).toHaveCount(0);
  const another = await open(agents[0]);
  await visit(another, "/");
  await another.getByRole("dialog", { name: heading }).getByRole("link", { name: t("broadcast_read_at_once") }).click();
  await expect(title(another)).toHaveText(heading);
  await expect(another).toHaveURL(new RegExp(`${place}$`));
  await expect(another.getByRole("dialog", { name: heading })).toHaveCount(0);

  // What suspends at once stands in front of everything.
  const urgent = unique("Tri fermé");
  await told(desk, { severity: "critical", "fr[title]": urgent, "audience[vendors][]": vendor, ...QUESTION });
  await expect(agent.getByRole("alertdialog")).toContainText(urgent);
  await agent.keyboard.press("Escape");
  await expect(agent.getByRole("alertdialog")).toContainText(urgent);
  await desk.close();
});

/** Sends something of its own; where it is read. */
async function told(desk: Portal, form: Record<string, string>): Promise<string> {
  const answer = await desk.call("send_broadcast", { "fr[summary]": "Le centre de tri est fermé mardi.", ...form });
  const place = /\/broadcasts\/[0-9a-f-]{36}/.exec(answer.headers().location ?? "")?.[0];
  if (!place) throw new Error(`no address in the answer of ${answer.url()}`);
  return place;
}
