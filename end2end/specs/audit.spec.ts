import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test, visit } from "../fixtures.ts";
import { olivier, rui, sandrine } from "../support/accounts.ts";
import { parseCsv } from "../support/csv.ts";
import { unique } from "../support/portal.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

type Event = { seq: number; kind: string; previous: string; hash: string; vendor: string | null };

test("the log is filtered, and its address reopens it", async ({ open, portal }) => {
  const name = unique("Au Journal");
  await portal.addVendor(name);
  const page = await open(olivier);
  await visit(page, "/audit");
  await page.getByLabel(t("audit_area")).selectOption({ label: t("subject_vendor") });
  await expect(page).toHaveURL(/area=vendor/);
  const what = page.locator(`td[data-label="${t("audit_what")}"]`);
  // What was there before it was filtered may begin with one of them.
  await expect(what.filter({ hasNotText: /^Prestataire / })).toHaveCount(0);
  await expect(what.first()).toContainText(/^Prestataire /);
  const added = page.getByRole("row").filter({ hasText: name });
  await expect(added).toContainText(t("event_vendor_created"));
  await expect(added).toContainText(olivier.name);
  await page.reload();
  await expect(page.getByLabel(t("audit_area"))).toHaveValue("vendor");
  await expect(added).toBeVisible();

  await visit(page, "/audit?until=2001-01-01");
  await expect(page.getByText(t("audit_empty"), { exact: true })).toBeVisible();
  await page.getByRole("link", { name: t("ui_clear_filters") }).click();
  await expect(page).toHaveURL("/audit");
  await expect(page.getByRole("table")).toBeVisible();
});

test("the log is read page by page", async ({ open }) => {
  const page = await open(olivier);
  await visit(page, "/audit");
  const numbers = page.getByRole("table").getByRole("rowheader");
  const seen = async () => (await numbers.allTextContents()).map(Number);
  const first = await seen();
  expect(first).toEqual([...first].sort((one, other) => other - one));
  await page.getByRole("link", { name: t("ui_next") }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(numbers.first()).toHaveText(String(Math.min(...first) - 1));
  await page.getByRole("link", { name: t("ui_previous") }).click();
  await expect(page).toHaveURL(/before=/);
  await expect(numbers.last()).toHaveText(String(Math.min(...first)));
});

test("the chain is intact, as far as anybody can check", async ({ open }) => {
  const page = await open(olivier);
  await visit(page, "/audit");
  await page.getByRole("link", { name: t("audit_verify") }).click();
  await expect(page.getByText(/Chaîne intacte\s:\s[\d\s]+événements\svérifiés\./)).toBeVisible();
  await expect(page.getByText(t("audit_verified_head"))).toBeVisible();
  await expect(page.locator("code.hash").first()).toHaveText(/^[0-9a-f]{64}$/);
});

test("the log is exported as CSV and as JSON, with the chain in it", async ({ open }) => {
  const page = await open(olivier);
  await visit(page, "/audit");
  const [header, ...rows] = parseCsv(await download(page, t("audit_export_csv"), /^palier-audit-[\d-]+\.csv$/));
  expect(header).toEqual(["seq", "at", "kind", "actor", "subject", "vendor", "details", "previous", "hash"]);
  expect(rows.every((row) => row.length === header.length)).toBe(true);

  const lines = (await download(page, t("audit_export_json"), /^palier-audit-[\d-]+\.jsonl$/)).trimEnd().split("\n");
  const events = lines.map((line) => JSON.parse(line) as Event);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  for (const [index, event] of events.slice(1).entries()) expect(event.previous).toBe(events[index].hash);
  // The export records itself, and other journeys go on meanwhile.
  expect(events.length).toBeGreaterThanOrEqual(rows.length);
  expect(rows.map((row) => row[8])).toEqual(events.slice(0, rows.length).map((event) => event.hash));
});

test("an export follows the filters", async ({ open }) => {
  const page = await open(olivier);
  await visit(page, "/audit?area=site");
  const [header, ...rows] = parseCsv(await download(page, t("audit_export_csv"), /\.csv$/));
  expect(rows.length).toBeGreaterThanOrEqual(5);
  for (const row of rows) expect(row[header.indexOf("kind")]).toMatch(/^site\./);
});

test("a vendor's referent reads and exports the events of their vendor alone", async ({ open, portal }) => {
  const mine = await portal.vendor("Douro Atendimento");
  const page = await open(rui);
  const en = wordsOf("en");
  await visit(page, "/audit");
  await expect(page.getByRole("table")).toBeVisible();
  await expect(page.getByRole("table")).not.toContainText(sandrine.name);
  const [header, ...rows] = parseCsv(await download(page, en("audit_export_csv"), /\.csv$/));
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map((row) => row[header.indexOf("vendor")]))).toEqual(new Set([mine]));
  // Not how many events there are.
  await page.getByRole("link", { name: en("audit_verify") }).click();
  await expect(page.getByText(en("audit_intact_text"))).toBeVisible();
});

test("a day that is none is refused in words", async ({ open, watch }) => {
  const page = await open(olivier);
  watch.expectRefusal(422, /^\/audit/);
  await visit(page, "/audit?from=hier");
  await expect(title(page)).toHaveText(t("audit"));
  await expect(page.getByRole("main")).toContainText(
    t("field_fault", { field: t("audit_from"), fault: t("reason_not_a_date") }),
  );
});

async function download(page: Page, label: string, name: RegExp): Promise<string> {
  const promised = page.waitForEvent("download");
  await page.getByRole("link", { name: label }).click();
  const file = await promised;
  expect(file.suggestedFilename()).toMatch(name);
  return readFile(await file.path(), "utf8");
}
