/** What people do on many pages. */
import { expect, type Locator, type Page } from "@playwright/test";
import { alive, visit } from "../fixtures.ts";
import type { Account } from "./accounts.ts";
import { wordsOf, type Language, type Words } from "./words.ts";

/** Fills the sign-in form and sends it. */
export async function typeCredentials(page: Page, t: Words, email: string, password: string) {
  await page.getByLabel(t("email")).fill(email);
  await page.getByLabel(t("password"), { exact: true }).fill(password);
  await page.getByRole("button", { name: t("sign_in"), exact: true }).click();
}

/** Signs in through the page, which is in French unless said otherwise. */
export async function signIn(page: Page, who: Account, language: Language = "fr") {
  await visit(page, "/sign-in");
  await typeCredentials(page, wordsOf(language), who.email, who.password);
  await expectHome(page, who);
}

/** The first page greets the person in their language. */
export async function expectHome(page: Page, who: Account) {
  const hello = wordsOf(who.language)("home_hello", { name: who.name });
  await expect(title(page)).toHaveText(hello);
  await alive(page);
}

/** Opens the account menu and signs out. */
export async function signOut(page: Page, who: Account) {
  const t = wordsOf(who.language);
  await page.locator("summary", { hasText: who.name }).click();
  await page.getByRole("button", { name: t("sign_out") }).click();
  await expect(title(page)).toHaveText(t("sign_in_title"));
  await alive(page);
}

/** The title of the page. */
export function title(page: Page): Locator {
  return page.getByRole("heading", { level: 1 });
}

/** The areas of the navigation. */
export function areas(page: Page): Locator {
  return page.locator("#frame-nav .nav-link__label");
}

/** What must be mended, above a form. */
export function summary(page: Page): Locator {
  return page.locator(".error-summary");
}

/** Expects a form to be refused: the summary says why and has the focus. */
export async function expectRefused(page: Page, why: string) {
  await expect(summary(page)).toContainText(why);
  await expect(summary(page)).toBeFocused();
}

/** Expects a field to be marked as wrong, and its message to be tied to it. */
export async function expectFieldError(field: Locator, message: string) {
  await expect(field).toHaveAttribute("aria-invalid", "true");
  // Whatever kind of space is meant, a description is read with ordinary ones.
  await expect(field).toHaveAccessibleDescription(new RegExp(escape(message).replace(/\s/g, "\\s")));
}

/** Presses a button that asks first, and confirms. */
export async function confirm(page: Page, label: string, confirmLabel = label, within: Locator = page.locator("body")) {
  await within.locator("summary", { hasText: label }).click();
  await page.getByRole("dialog").getByRole("button", { name: confirmLabel, exact: true }).click();
}

/** A row of the only table of the page. */
export function row(page: Page, text: string): Locator {
  return page.getByRole("row").filter({ hasText: text });
}

/** The text for use inside a regular expression. */
export function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
