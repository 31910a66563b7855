/**
 * A critical change as several people see it at once, each in a browser of their own. The same on one server and on two
 * nodes.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, type Page } from "@playwright/test";
import { visit } from "../fixtures.ts";
import type { Account } from "./accounts.ts";
import { Portal, unique, type Person } from "./portal.ts";
import { title } from "./steps.ts";
import { wordsOf } from "./words.ts";

const t = wordsOf("fr");

/** Those who write, and those who approve; the first of them publishes. */
export type Desk = { author: Page; referents: [Page, Page] };

/**
 * Those who read, and the lead who follows them: the first of the agents in a browser, the others without one through the
 * server at an address.
 */
export type Team = { agent: Page; lead: Page; agents: Person[]; at: string };

/** An instruction, and where it is read. */
export type Instruction = { name: string; article: string };

/** Looks closer at a page, such as for accessibility. */
export type Look = (page: Page) => Promise<void>;

/** How long it takes before and after. */
export type Days = { before: string; after: string };

/** A vendor of one journey's own: what is sent there reaches nobody else. */
export async function newVendor(portal: Portal, agents: number) {
  const vendor = await portal.addVendor(unique("Prestataire"));
  const team = await portal.addTeam(await portal.addSite(vendor, "Tours"), "Loire");
  const place = { vendor, team };
  const people: Person[] = [];
  for (let count = 0; count < agents; count += 1) people.push(await portal.addPerson("agent", place));
  return { vendor, agents: people, lead: await portal.addPerson("team_lead", place) };
}

/** Makes a space that nobody else reads yet, and stays on the page of its doors; its place in addresses. */
export async function newClosedSpace(referent: Page): Promise<string> {
  const name = unique("Espace");
  await visit(referent, "/spaces/new");
  await referent.getByLabel(t("space_name_fr")).fill(name);
  await referent.getByLabel(t("space_name_en")).fill(name);
  await referent.getByLabel(t("space_about_fr")).fill("Essai");
  await referent.getByLabel(t("space_about_en")).fill("Trial");
  await referent.getByRole("button", { name: t("space_new") }).click();
  await expect(referent.getByText(t("space_added"))).toBeVisible();
  return new URL(referent.url()).pathname.split("/").at(-1) ?? "";
}

/** Makes a space and opens it to a vendor; its place in addresses. */
export async function newSpace(referent: Page, vendor: string): Promise<string> {
  const space = await newClosedSpace(referent);
  await referent.getByLabel(t("vendor"), { exact: true }).selectOption(vendor);
  await referent.getByRole("button", { name: t("space_open"), exact: true }).click();
  await expect(referent.getByText(t("space_opened"))).toBeVisible();
  return space;
}

/** Puts the first version of an instruction into effect. `write` says in the editor that it takes 14 days. */
export async function newInstruction(
  { author, referents: [referent] }: Desk,
  space: string,
  write: (author: Page, name: string) => Promise<void> = writePlainly,
): Promise<Instruction> {
  const name = unique("Colis abîmé");
  await visit(author, "/drafts/new");
  await author.getByLabel(t("draft_title"), { exact: true }).fill(name);
  await author.getByLabel(t("import_space"), { exact: true }).selectOption(space);
  await author.getByRole("button", { name: t("draft_begin") }).click();
  await expect(title(author)).toHaveText(name);
  await write(author, name);
  const draft = await submitted(author);
  await visit(referent, draft);
  await referent.getByRole("button", { name: t("draft_approve") }).click();
  await expect(referent.getByText(t("draft_approved"))).toBeVisible();
  await referent.getByRole("button", { name: t("draft_publish") }).click();
  await expect(referent.getByText(t("draft_published"))).toBeVisible();
  await referent.getByRole("link", { name: t("draft_open_live") }).click();
  await expect(title(referent)).toHaveText(name);
  const article = new URL(referent.url()).pathname;
  expect(article.startsWith(`/knowledge/${space}`)).toBe(true);
  return { name, article };
}

async function writePlainly(author: Page, name: string) {
  await author.getByLabel(t("draft_source"), { exact: true }).fill(`# ${name}\n\nRemboursement sous 14 jours.\n`);
  await author.getByLabel(t("significance_editorial")).check();
  await author.getByLabel(t("draft_reason")).fill("Première version de la consigne.");
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
}

/** Hands the draft in that is open; its address. */
async function submitted(author: Page): Promise<string> {
  await author.getByRole("button", { name: t("draft_submit") }).click();
  await expect(author.getByText(t("draft_submitted"))).toBeVisible();
  return new URL(author.url()).pathname;
}

/** The author changes it, and as many referents approve as that needs; the address of the change. */
export async function approvedChange(
  { author, referents }: Desk,
  { article }: Instruction,
  days: Days,
  significance: "significance_critical" | "significance_moderate" = "significance_critical",
): Promise<string> {
  await visit(author, article);
  await author.getByRole("button", { name: t("draft_edit") }).click();
  await expect(author.locator(".editor")).toBeVisible();
  const source = author.getByLabel(t("draft_source"), { exact: true });
  const text = await source.inputValue();
  await source.fill(text.replace(`${days.before} jours`, `${days.after} jours`));
  await author.getByLabel(t(significance)).check();
  await author.getByLabel(t("draft_reason")).fill("Le délai légal a changé.");
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  const change = await submitted(author);
  for (const page of significance === "significance_critical" ? referents : referents.slice(0, 1)) {
    await visit(page, change);
    await page.getByRole("link", { name: t("draft_read_changes") }).click();
    // The draft says so as well.
    await expect(page).toHaveURL(new RegExp(`${change}/changes`));
    await expect(page.getByText(`${days.after} jours`).first()).toBeVisible();
    await page.goBack();
    await page.getByRole("button", { name: t("draft_approve") }).click();
    await expect(page.getByText(t("draft_approved"))).toBeVisible();
  }
  return change;
}

/** Publishes the change with a question about it. */
export async function publish(referent: Page, change: string, days: Days, look: Look = glance) {
  await visit(referent, change);
  const form = referent.locator("#main");
  await form.getByLabel(t("broadcast_prompt")).first().fill("Sous combien de jours ?");
  await form.getByLabel(t("broadcast_right")).first().fill(days.after);
  await form.getByLabel(t("broadcast_wrong")).first().fill(`${days.before}\n30`);
  await form.getByLabel(t("broadcast_passage")).first().fill(`Remboursement sous ${days.after} jours`);
  await look(referent);
  await form.getByRole("button", { name: t("draft_publish") }).click();
  await expect(referent.getByText(t("draft_published"))).toBeVisible();
}

/** The open page of an agent changes by itself, and the change covers the screen. */
export async function covered(agent: Page, { name }: Instruction, days: Days) {
  await expect(cover(agent)).toContainText(name);
  await expect(agent.locator(".prose")).toContainText(`${days.after} jours`);
}

/** The agent opens the change from there and reads what differs; its address. */
export async function opened(agent: Page, { name }: Instruction, days: Days): Promise<string> {
  await cover(agent).getByRole("link", { name: t("broadcast_read_now") }).click();
  // The instruction has the same title, and stays in sight until the change has come.
  await expect(agent).toHaveURL(/\/broadcasts\//);
  await expect(title(agent)).toHaveText(name);
  await expect(agent.getByText(`${days.after} jours`).first()).toBeVisible();
  return new URL(agent.url()).pathname;
}

/** The answer that is right, given to the page of a change that is open. */
export async function acknowledged(agent: Page, days: Days) {
  await agent.getByLabel(days.after, { exact: true }).check();
  await agent.getByRole("button", { name: t("broadcast_acknowledge") }).click();
  await expect(agent.getByText(t("broadcast_acknowledged")).first()).toBeVisible();
}

/**
 * What an agent and their lead see of a change that was just published: the page covers itself, the clearance goes, a wrong
 * answer leads back to the passage, the right one brings the clearance again, and the board moves by itself, to the last of
 * the agents. The address of the change.
 */
export async function readByAll(team: Team, instruction: Instruction, days: Days, look: Look = glance): Promise<string> {
  const { agent, lead, at } = team;
  const [first, ...others] = team.agents;
  const { name } = instruction;
  await covered(agent, instruction, days);
  await look(agent);
  const card = await opened(agent, instruction, days);
  await look(agent);

  // Not cleared, and why.
  await visit(agent, "/clearance");
  await expect(agent.getByRole("main")).toContainText(t("clearance_suspended"));
  await expect(agent.getByRole("link", { name: t("clearance_acknowledge", { title: name }) }).first()).toBeVisible();
  // A critical change stands in front of every page until it is acknowledged.
  await opened(agent, instruction, days);
  await agent.getByLabel(days.before, { exact: true }).check();
  await agent.getByRole("button", { name: t("broadcast_acknowledge") }).click();
  await expect(agent.getByText(t("broadcast_wrong_answers", { n: 1 }))).toBeVisible();
  await expect(agent.getByText(`Remboursement sous ${days.after} jours`).last()).toBeVisible();

  await visit(lead, `${card}/board`);
  const row = lead.getByRole("row").filter({ hasText: first.name });
  await expect(row).toBeVisible();
  await acknowledged(agent, days);
  await visit(agent, "/clearance");
  await expect(agent.getByRole("main")).not.toContainText(t("clearance_acknowledge", { title: name }));
  await expect(row).toHaveCount(0);
  for (const who of others) await acknowledgeAt(at, who, card, days);
  await expectCoverage(lead, team.agents.length, team.agents.length);
  return card;
}

/** Somebody answers right and acknowledges without a browser, through a server of the portal. */
export async function acknowledgeAt(baseURL: string, who: Account, card: string, days: Days) {
  const portal = await Portal.as(baseURL, who);
  await portal.call("acknowledge", { id: card.split("/").at(-1) ?? "", ...(await portal.answer(card, days.after)) });
  await portal.close();
}

/** The open board says that so many have acknowledged, of so many, and its bar is as full as that. */
export async function expectCoverage(board: Page, acknowledged: number, population: number) {
  const figures = board.locator(`[data-acknowledged="${acknowledged}"][data-population="${population}"]`);
  await expect(figures).toBeVisible({ timeout: 60_000 });
  await expect(figures).toContainText(t("ui_out_of", { shown: acknowledged, total: population }));
  await expect(figures.getByRole("progressbar")).toHaveJSProperty("position", acknowledged / population);
}

/**
 * The window of a change that everybody has acknowledged is on the dashboard, and the pack that proves the broadcast is found
 * right without the portal.
 */
export async function expectProved(referent: Page, { name }: Instruction, card: string) {
  await visit(referent, "/obsolescence");
  const row = referent.getByRole("row").filter({ has: referent.locator(`a[href="${card}/board"]`) });
  await expect(row.getByRole("rowheader")).toContainText(name);
  // Not reached is a dash, and fewer than five people have no figures.
  for (const figure of ["board_ow90", "board_ow_max"]) {
    await expect(row.locator(`td[data-label="${t(figure)}"]`)).toHaveText(/^\d/);
  }
  const answer = await referent.request.get(`${card}/proof`);
  expect(answer.status()).toBe(200);
  const binary = process.env.PALIER_BINARY;
  if (!binary) return;
  const folder = await mkdtemp(join(tmpdir(), "palier-proof-"));
  try {
    const file = join(folder, "proof.zip");
    await writeFile(file, await answer.body());
    await promisify(execFile)(binary, ["proof", "verify", file], { cwd: folder, env: {} });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function cover(page: Page) {
  return page.getByRole("alertdialog");
}

async function glance(_page: Page) {}
