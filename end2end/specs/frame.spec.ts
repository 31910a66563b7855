import type { Locator, Page } from "@playwright/test";
import { alive, expect, test, visit } from "../fixtures.ts";
import { lea, olivier } from "../support/accounts.ts";
import { expectAccessible } from "../support/axe.ts";
import { areas, expectHome, title, typeCredentials } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
const en = wordsOf("en");

test("with the keyboard alone: sign in, skip to the content, read an instruction, sign out", async ({ page }) => {
  const key = (name: string) => page.keyboard.press(name);
  await visit(page, "/sign-in");
  await key("Tab");
  await expect(page.getByRole("link", { name: t("ui_skip_to_content") })).toBeFocused();
  await key("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await key("Tab");
  await expect(page.getByLabel(t("email"))).toBeFocused();
  await page.keyboard.type(lea.email);
  await key("Tab");
  await page.keyboard.type(lea.password);
  await key("Enter");
  await expectHome(page, lea);

  await key("Tab");
  await expect(page.getByRole("link", { name: t("ui_skip_to_content") })).toBeFocused();
  await tabTo(page, areas(page).getByText(t("nav_knowledge")).locator(".."));
  await key("Enter");
  await expect(title(page)).toHaveText(t("knowledge"));
  await expect(title(page)).toBeFocused();
  await tabTo(page, page.getByRole("link", { name: "Service client" }));
  await key("Enter");
  await expect(title(page)).toHaveText("Service client");
  await tabTo(page, page.getByRole("link", { name: "Accès au compte" }).first());
  await key("Enter");
  await expect(page).toHaveURL(/account-access/);
  await expect(title(page)).toBeFocused();

  await page.locator("body").press("Shift+Tab");
  await page.locator("summary", { hasText: lea.name }).focus();
  await key("Enter");
  await tabTo(page, page.getByRole("button", { name: t("sign_out") }));
  await key("Enter");
  await expect(title(page)).toHaveText(t("sign_in_title"));
});

test("with the keyboard alone on a narrow screen: the drawer opens, closes and leads on", async ({ open }) => {
  const page = await open(olivier, { viewport: { width: 375, height: 800 } });
  await visit(page, "/");
  const drawer = page.getByRole("navigation", { name: t("ui_main_navigation") });
  const opener = page.getByRole("button", { name: t("ui_open_navigation") });
  await expect(drawer).toBeHidden();
  await tabTo(page, opener);
  await page.keyboard.press("Enter");
  await expect(drawer).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(opener).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, drawer.getByRole("link", { name: t("people") }));
  await page.keyboard.press("Enter");
  await expect(title(page)).toHaveText(t("people"));
  await expect(drawer).toBeHidden();

  await tabTo(page, page.getByLabel(t("search_people")));
  await page.keyboard.type("Guillou");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/text=Guillou/);
  await expect(page.getByRole("table").getByRole("rowheader")).toHaveCount(1);
});

test("a dialog keeps the focus inside and gives it back", async ({ open, portal }) => {
  const vendor = await portal.addVendor(`Le Dialogue ${Date.now()}`);
  const page = await open(olivier);
  await visit(page, `/vendors/${vendor}`);
  const opener = page.locator("summary", { hasText: t("vendor_close") });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: t("vendor_close") });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  for (let step = 0; step < 5; step += 1) {
    await page.keyboard.press("Tab");
    const isInside = await page.evaluate(() => {
      const { activeElement, body } = document;
      return activeElement === body || activeElement?.closest("dialog") !== null;
    });
    expect(isInside).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("a page that was open while a backup was restored hears of what comes under numbers that it knew", async ({ open }) => {
  const page = await open(lea);
  const live = /\/live(\?|$)/;
  // What the stream says: something new, then that the log is shorter than this page knows it, then what happens in that one.
  await page.route(live, (route) => {
    const last = lastIn(route.request().url());
    const told = [said("change", last + 2), said("resync", last - 1), said("change", last), said("change", last + 2)];
    return route.fulfill({ contentType: "text/event-stream", body: `retry: 600000\n\n${told.join("")}` });
  });
  await page.addInitScript(() => {
    const heard: string[] = [];
    for (const name of ["change", "resync"]) {
      addEventListener(`palier:${name}`, (event) => heard.push(`${name} ${(event as CustomEvent<{ seq: number }>).detail.seq}`));
    }
    Object.assign(window, { heard });
  });
  const asked = page.waitForRequest(live);
  await visit(page, "/");
  const last = lastIn((await asked).url());
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await expect.poll(heard).toEqual([`change ${last + 2}`, `resync ${last - 1}`, `change ${last}`, `change ${last + 2}`]);
});

test("language and appearance are kept before and after signing in", async ({ open, portal }) => {
  const page = await open(undefined, { colorScheme: "light" });
  await visit(page, "/sign-in");
  await page.getByRole("button", { name: "English" }).click();
  await expect(title(page)).toHaveText(en("sign_in_title"));
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await alive(page);
  await page.getByRole("button", { name: en("ui_theme_dark") }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expectAccessible(page);
  await visit(page, "/password/forgot");
  await expect(title(page)).toHaveText(en("forgot_password"));
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  const person = await portal.addPerson("author");
  await visit(page, "/sign-in");
  await typeCredentials(page, en, person.email, person.password);
  await expectHome(page, person);
  await page.getByRole("button", { name: "English" }).click();
  await expectHome(page, { ...person, language: "en" });
  await page.getByRole("button", { name: en("ui_theme_dark") }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("button", { name: en("ui_theme_dark") })).toHaveAttribute("aria-pressed", "true");

  const elsewhere = await open(undefined);
  await visit(elsewhere, "/sign-in");
  await typeCredentials(elsewhere, t, person.email, person.password);
  await expectHome(elsewhere, { ...person, language: "en" });
  await expect(elsewhere.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("a switch keeps the place: path and query", async ({ open, portal }) => {
  const person = await portal.addPerson("manager");
  const page = await open(person);
  await visit(page, "/people");
  await page.getByLabel(t("person_role")).selectOption({ label: t("role_admin") });
  await expect(page).toHaveURL("/people?role=admin");
  await page.getByRole("button", { name: "English" }).click();
  await expect(title(page)).toHaveText(en("people"));
  await expect(page).toHaveURL("/people?role=admin");
});

test("preferences are saved, and the page follows at once", async ({ open, portal }) => {
  const person = await portal.addPerson("referent");
  const page = await open(person);
  await visit(page, "/profile");
  const choices = page.locator("form").filter({ has: page.getByRole("radio", { name: t("theme_dark") }) });
  await choices.getByRole("radio", { name: t("language_name_en") }).check();
  await choices.getByLabel(t("time_zone")).selectOption("Indian/Antananarivo");
  await choices.getByRole("radio", { name: t("theme_dark") }).check();
  await choices.getByRole("button", { name: t("save") }).click();
  await expect(page.getByText(en("preferences_saved"))).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByLabel(en("time_zone"))).toHaveValue("Indian/Antananarivo");
});

test("a narrowed navigation stays narrow", async ({ open }) => {
  const page = await open(olivier, { viewport: { width: 1280, height: 900 } });
  await visit(page, "/");
  const label = areas(page).first();
  await expect(label).toBeVisible();
  await page.getByRole("checkbox", { name: t("ui_narrow_navigation") }).setChecked(true, { force: true });
  await page.reload();
  await alive(page);
  await expect(page.getByRole("checkbox", { name: t("ui_narrow_navigation") })).toBeChecked();
  await expectAccessible(page);
});

test("an address that leads nowhere says so inside the frame", async ({ open, page, watch }) => {
  watch.expectRefusal(404, /^\/nulle-part/);
  const mine = await open(lea);
  await visit(mine, "/nulle-part/ailleurs");
  await expect(title(mine)).toHaveText(t("not_found_title"));
  await expect(mine.getByRole("navigation", { name: t("ui_main_navigation") })).toBeVisible();
  await expectAccessible(mine);
  await mine.getByRole("link", { name: t("ui_go_home") }).click();
  await expectHome(mine, lea);

  await visit(page, "/nulle-part");
  await expect(title(page)).toHaveText(t("not_found_title"));
  await expectAccessible(page);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("signing in, changing the language and signing out work", async ({ page }) => {
    await page.goto("/sign-in");
    await typeCredentials(page, t, "personne@nulle-part.example", "au hasard, au hasard");
    await expect(page.locator(".error-summary")).toContainText(t("problem_bad_credentials"));
    await page.getByRole("button", { name: "English" }).click();
    await expect(title(page)).toHaveText(en("sign_in_title"));
    await typeCredentials(page, en, lea.email, lea.password);
    await expect(title(page)).toHaveText(t("home_hello", { name: lea.name }));
    await page.getByRole("link", { name: t("nav_knowledge"), exact: true }).click();
    await expect(title(page)).toHaveText(t("knowledge"));
    await page.locator("summary", { hasText: lea.name }).click();
    await page.getByRole("button", { name: t("sign_out") }).click();
    await expect(title(page)).toHaveText(en("sign_in_title"));
  });

  test("a form that is refused says why at the field, and the next attempt goes through", async ({ open }) => {
    const page = await open(olivier, { javaScriptEnabled: false });
    await page.goto("/vendors/new");
    await page.getByRole("button", { name: t("vendor_add") }).click();
    await expect(page.locator(".error-summary")).toContainText(t("reason_missing"));
    const name = page.getByLabel(t("name"));
    await expect(name).toHaveAttribute("aria-invalid", "true");
    await expect(name).toHaveAccessibleDescription(/Remplissez ce champ/);
    const vendor = `Sans Script ${Date.now()}`;
    await name.fill(vendor);
    await page.getByRole("button", { name: t("vendor_add") }).click();
    await expect(title(page)).toHaveText(vendor);

    await page.locator("summary", { hasText: t("vendor_close") }).click();
    await page.locator(".confirm__inline").getByRole("button", { name: t("vendor_close") }).click();
    await expect(page.getByText(t("standing_closed"), { exact: true })).toBeVisible();
  });

  test("filters, paging and the navigation drawer work", async ({ open }) => {
    const page = await open(olivier, { javaScriptEnabled: false, viewport: { width: 375, height: 800 } });
    await page.goto("/people");
    await page.getByLabel(t("search_people")).fill("guillou");
    await page.getByRole("button", { name: t("ui_apply_filters") }).click();
    await expect(page.getByRole("rowheader")).toHaveCount(1);
    await page.getByRole("button", { name: t("ui_open_navigation") }).click();
    await page.getByRole("link", { name: t("vendors") }).click();
    await expect(title(page)).toHaveText(t("vendors"));
  });
});

/** Up to where a page that asks for the stream knows everything. */
function lastIn(address: string): number {
  return Number(new URL(address).searchParams.get("last"));
}

/** An event of the stream. */
function said(name: string, seq: number): string {
  return `event: ${name}\nid: ${seq}\ndata: {"kind":"journey","ref":""}\n\n`;
}

/** Presses Tab until an element has the focus; fails when that takes too long. */
async function tabTo(page: Page, target: Locator) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`80 presses of Tab did not lead to ${target}`);
}
