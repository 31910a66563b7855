import { expect, test, visit } from "../fixtures.ts";
import { lea, olivier } from "../support/accounts.ts";
import { expectAccessible } from "../support/axe.ts";
import { unique } from "../support/portal.ts";
import { expectRefused, title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");

test("an address that is not text is answered in words", async ({ page, watch }) => {
  watch.expectRefusal(400, /^\/people/);
  await page.goto("/people/%FF%FE");
  await expect(title(page)).toHaveText(t("http_title_unreadable"));
  await expect(page.getByText(t("http_text_unreadable"))).toBeVisible();
  await expectAccessible(page);
});

test("odd addresses and filters break nothing", async ({ open, watch }) => {
  const page = await open(olivier);
  for (const path of [
    "/people?after=nonsense&before=%00x&role=king&sort=backwards",
    "/people?text=%25%27%22%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/audit?after=99999999999999999999&area=nothing",
  ]) {
    if (path.includes("%00")) watch.expectRefusal(400, /^\/people/);
    if (path.startsWith("/audit")) watch.expectRefusal(422, /^\/audit/);
    await page.goto(path);
    await expect(title(page), path).toHaveCount(1);
  }
});

test("what is typed is shown as text, never run", async ({ open }) => {
  const page = await open(olivier);
  const name = unique("<img src=x onerror=alert(1)> & « “co” »");
  await visit(page, "/vendors/new");
  await page.getByLabel(t("name")).fill(name);
  await page.getByRole("button", { name: t("vendor_add") }).click();
  await expect(title(page)).toHaveText(name);
  await page.reload();
  await expect(title(page)).toHaveText(name);
});

test("a form that is too large is refused in words, and what was typed stays", async ({ open, watch }) => {
  const page = await open(olivier);
  await visit(page, "/vendors/new");
  const name = page.getByLabel(t("name"));
  await name.evaluate((input: HTMLInputElement) => {
    input.removeAttribute("maxlength");
    input.value = "x".repeat(4_000_000);
  });
  watch.expectRefusal(413, /^\/api\/create_vendor/);
  await page.getByRole("button", { name: t("vendor_add") }).click();
  await expectRefused(page, t("problem_too_large"));
  await expect(name).toHaveValue(/^x{4000000}$/);
});

test("a name that is too long is refused at the field", async ({ open, watch }) => {
  const page = await open(olivier);
  await visit(page, "/vendors/new");
  await page.getByLabel(t("name")).evaluate((input: HTMLInputElement) => {
    input.removeAttribute("maxlength");
    input.value = "x".repeat(200);
  });
  watch.expectRefusal(422, /^\/api\/create_vendor/);
  await page.getByRole("button", { name: t("vendor_add") }).click();
  await expectRefused(page, t("reason_too_long", { n: 120 }));
});

test("a server that does not answer is told, and what was typed can be sent again", async ({ open, watch }) => {
  const page = await open(olivier);
  await visit(page, "/vendors/new");
  const name = unique("Coupure");
  await page.getByLabel(t("name")).fill(name);
  // Answered by nobody: as when the network is gone.
  await page.route("**/api/create_vendor*", (route) => route.abort("aborted"));
  await page.getByRole("button", { name: t("vendor_add") }).click();
  await expectRefused(page, t("problem_network"));
  await page.unroute("**/api/create_vendor*");
  await page.getByRole("button", { name: t("vendor_add") }).click();
  await expect(title(page)).toHaveText(name);
  watch.verify();
});

test("a form sent from a page of somebody else does nothing", async ({ session, playwright, baseURL }) => {
  const api = await playwright.request.newContext({ baseURL, storageState: await session(olivier) });
  const answer = await api.post("/api/create_vendor", {
    form: { name: "Venu d’ailleurs" },
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site", accept: "text/html" },
  });
  expect(answer.status()).toBe(403);
  expect(await answer.text()).toContain(t("http_title_foreign_origin"));
  await api.dispose();
});

test("programs are told what is wrong in their own format", async ({ session, playwright, baseURL }) => {
  const api = await playwright.request.newContext({ baseURL, storageState: await session(lea) });
  const answer = await api.get("/nothing/here", { headers: { accept: "application/json" } });
  expect(answer.status()).toBe(404);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
  expect(await answer.json()).toMatchObject({ status: 404 });
  await api.dispose();
});
