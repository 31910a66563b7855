import { expect, test, visit } from "../fixtures.ts";
import { camille, helene } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import {
  acknowledgeAt,
  acknowledged,
  approvedChange,
  expectProved,
  newInstruction,
  newSpace,
  newVendor,
  opened,
  publish,
  readByAll,
  type Desk,
} from "../support/critical.ts";
import { Portal, unique } from "../support/portal.ts";
import { row, title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

test("a critical change: from the author's first key to the last acknowledgement", async ({ open, portal }) => {
  test.slow();
  const { vendor, agents, lead } = await newVendor(portal, 5);
  const second = await portal.addPerson("referent");
  const referent = await open(helene);
  const space = await newSpace(referent, vendor);
  const author = await open(camille);
  const desk: Desk = { author, referents: [referent, await open(second)] };
  const instruction = await newInstruction(desk, space, async (author) => {
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
  });

  // An agent has it open while it changes, and a team lead follows.
  const team = { agent: await open(agents[0]), lead: await open(lead), agents, at: portal.url };
  await visit(team.agent, instruction.article);
  await expect(team.agent.locator(".prose")).toContainText("14 jours");
  const days = { before: "14", after: "10" };
  await publish(referent, await approvedChange(desk, instruction, days), days, expectAccessible);
  const card = await readByAll(team, instruction, days, expectAccessible);

  await expect(team.lead.getByText(t("board_all_done"))).toBeVisible();
  await expect(team.lead.getByText(t("board_all_done_text"))).toHaveCount(0);
  await expectAccessible(team.lead);
  await team.lead.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(team.lead);
  await visit(referent, `${card}/board`);
  await expect(referent.getByRole("main")).toContainText(t("board_ow90"));
  await expectAccessible(referent);
  await expectProved(referent, instruction, card);
});

test("what some still owe of an article makes its next change weigh more for them alone", async ({ open, portal }) => {
  test.slow();
  const { vendor, agents } = await newVendor(portal, 2);
  const referent = await open(helene);
  const desk: Desk = { author: await open(camille), referents: [referent, await open(await portal.addPerson("referent"))] };
  const instruction = await newInstruction(desk, await newSpace(referent, vendor));
  const first = { before: "14", after: "10" };
  await publish(referent, await approvedChange(desk, instruction, first), first);
  const [prompt, late] = [await open(agents[0]), await open(agents[1])];
  await visit(late, instruction.article);
  const card = await opened(late, instruction, first);
  await acknowledgeAt(portal.url, agents[0], card, first);
  await visit(prompt, instruction.article);

  const days = { before: "10", after: "7" };
  const change = await approvedChange(desk, instruction, days, "significance_moderate");
  await publish(referent, change, days, async (page) => {
    await expect(page.getByText(t("publish_owed"))).toBeVisible();
    await expectAccessible(page);
  });
  // The page of both changes, and covers itself for one of them.
  await expect(prompt.locator(".prose")).toContainText("7 jours");
  await expect(prompt.getByRole("alertdialog")).toHaveCount(0);
  await visit(prompt, "/clearance");
  await expect(prompt.getByRole("main")).not.toContainText(t("clearance_suspended"));
  await visit(late, instruction.article);
  const heavier = await opened(late, instruction, days);
  expect(heavier).not.toBe(card);

  // Each board leads to the other.
  await visit(referent, `${heavier}/board`);
  await referent.getByRole("link", { name: t("board_beside_all", { severity: t("severity_info") }) }).click();
  const back = referent.getByRole("link", { name: t("board_beside_owing", { severity: t("severity_critical") }) });
  await expect(back).toHaveAttribute("href", `${heavier}/board`);
  await expectAccessible(referent);
  // Wrong twice in the same way: the second time brings help.
  const words = t("broadcast_coaching");
  for (const times of [0, 1]) {
    await late.getByLabel(days.before, { exact: true }).check();
    await late.getByRole("button", { name: t("broadcast_acknowledge") }).click();
    await expect(late.getByText(t("broadcast_wrong_answers", { n: 1 }))).toBeVisible();
    await expect(late.getByText(words)).toHaveCount(times);
  }
  await acknowledged(late, days);
  await visit(late, "/clearance");
  await expect(late.getByRole("main")).not.toContainText(t("clearance_suspended"));
});

test("without scripts an agent finds a broadcast, answers its check and acknowledges it", async ({ open, portal }) => {
  const { vendor, agents } = await newVendor(portal, 1);
  const heading = unique("Tri fermé");
  await tell(portal.url, vendor, heading);

  const agent = await open(agents[0], { javaScriptEnabled: false });
  await agent.goto("/broadcasts");
  await expect(row(agent, heading)).toContainText(t("broadcast_to_acknowledge"));
  await row(agent, heading).getByRole("link", { name: heading }).click();
  await expect(title(agent)).toHaveText(heading);
  await expect(agent.getByText("Le centre de tri est fermé mardi.")).toBeVisible();

  // A wrong answer leads back to the passage.
  await agent.getByLabel("lundi", { exact: true }).check();
  await agent.getByRole("button", { name: t("broadcast_acknowledge") }).click();
  await expect(agent.getByText(t("broadcast_wrong_answers", { n: 1 }))).toBeVisible();
  await expect(agent.getByText(t("broadcast_passage_again"))).toContainText("fermé mardi");
  await agent.getByLabel("mardi", { exact: true }).check();
  await agent.getByRole("button", { name: t("broadcast_acknowledge") }).click();
  await expect(agent.getByText(t("broadcast_acknowledged_at"))).toBeVisible();

  await agent.goto("/broadcasts");
  await expect(row(agent, heading)).toContainText(t("broadcast_acknowledged"));
});

test("a version that is withdrawn asks everybody whether they have applied it", async ({ open, portal, watch }) => {
  test.slow();
  const { vendor, agents } = await newVendor(portal, 5);
  const referent = await open(helene);
  const desk: Desk = { author: await open(camille), referents: [referent, referent] };
  const { name, article } = await newInstruction(desk, await newSpace(referent, vendor));
  await visit(referent, `${article}/versions/1`);
  const place = (await referent.getByRole("link", { name: t("recall") }).getAttribute("href")) ?? "";
  const caller = await Portal.as(portal.url, helene);
  await caller.call("recall_version", { id: place.split("/").at(-1) ?? "", reason: "Le délai annoncé est faux." });
  await caller.close();

  // Those who write go on from it.
  await visit(referent, article);
  await expect(referent.getByRole("button", { name: t("draft_go_on") })).toBeVisible();
  await expectAccessible(referent);

  // With the keyboard alone.
  const agent = await open(agents[0]);
  await visit(agent, "/broadcasts");
  const cover = agent.getByRole("alertdialog");
  await expect(cover).toContainText(name);
  await cover.getByRole("link", { name: t("broadcast_read_now") }).click();
  await expect(title(agent)).toHaveText(name);
  const card = new URL(agent.url()).pathname;
  const question = agent.getByRole("group", { name: t("recall_question", { since: "" }).split(" le ")[0] });
  await expect(question.getByRole("radio")).toHaveCount(2);
  await expectAccessible(agent);
  const done = agent.getByRole("button", { name: t("broadcast_acknowledge_recall") });
  watch.expectRefusal(422, /^\/api\/acknowledge/);
  await done.press("Enter");
  await expect(agent.getByRole("alert").getByRole("link", { name: t("reason_yes_or_no") })).toBeVisible();
  await question.getByLabel(t("recall_answer_no"), { exact: true }).press("Space");
  await done.press("Enter");
  await expect(agent.getByText(t("broadcast_acknowledged")).first()).toBeVisible();

  const plain = await open(agents[1], { javaScriptEnabled: false });
  await plain.goto(card);
  await plain.getByRole("button", { name: t("broadcast_acknowledge_recall") }).click();
  await expect(plain.getByText(t("reason_yes_or_no"))).toBeVisible();
  await plain.getByLabel(t("recall_answer_yes"), { exact: true }).check();
  await plain.getByRole("button", { name: t("broadcast_acknowledge_recall") }).click();
  await expect(plain.getByText(t("broadcast_acknowledged_at"))).toBeVisible();

  for (const who of agents.slice(2)) {
    const other = await Portal.as(portal.url, who);
    const yes = await other.answer(card, t("recall_answer_yes"));
    await other.call("acknowledge", { id: card.split("/").at(-1) ?? "", ...yes });
    await other.close();
  }
  await visit(referent, `${card}/board`);
  await expect(referent.getByText(t("board_applied"), { exact: true })).toBeVisible();
  await expect(referent.getByRole("main")).toContainText(t("board_applied_of", { n: 4 }));
  await expectAccessible(referent);
});

/** Sends a major broadcast with a question to the agents of a vendor. */
async function tell(baseURL: string, vendor: string, heading: string) {
  const referent = await Portal.as(baseURL, helene);
  await referent.call("send_broadcast", {
    severity: "major",
    "fr[title]": heading,
    "fr[summary]": "Le centre de tri est fermé mardi.",
    "fr[items][0][prompt]": "Quel jour ?",
    "fr[items][0][right]": "mardi",
    "fr[items][0][wrong]": "lundi\njeudi",
    "fr[items][0][passage]": "fermé mardi",
    "audience[vendors][]": vendor,
  });
  await referent.close();
}

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
