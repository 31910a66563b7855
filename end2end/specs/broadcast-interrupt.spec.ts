/** What interrupts an agent who is reading about something else, and what their lead sees of it. */
import { expect, test, visit } from "../fixtures.ts";
import { helene } from "../support/accounts.ts";
import { expectAccessible } from "../support/axe.ts";
import { newVendor } from "../support/critical.ts";
import { Portal, unique } from "../support/portal.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

/** A question that only a critical change needs. */
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

/** Sends something of its own; where it is read. */
async function told(desk: Portal, form: Record<string, string>): Promise<string> {
  const answer = await desk.call("send_broadcast", { "fr[summary]": "Le centre de tri est fermé mardi.", ...form });
  const place = /\/broadcasts\/[0-9a-f-]{36}/.exec(answer.headers().location ?? "")?.[0];
  if (!place) throw new Error(`no address in the answer of ${answer.url()}`);
  return place;
}
