import type { Page } from "@playwright/test";
import { expect, test, visit } from "../fixtures.ts";
import { camille, helene } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { unique } from "../support/portal.ts";
import { title } from "../support/steps.ts";
import { wordsOf } from "../support/words.ts";

const t = wordsOf("fr");
/** One pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const png = (name: string) => ({ name, mimeType: "image/png", buffer: PIXEL });
const text = (name: string) => ({ name, mimeType: "image/png", buffer: Buffer.from("Ceci est un texte, pas une image.") });

/** A space of one's own and a draft in it; its address. */
async function begin(referent: Page, author: Page): Promise<string> {
  const name = unique("Espace");
  await visit(referent, "/spaces/new");
  for (const field of ["space_name_fr", "space_name_en", "space_about_fr", "space_about_en"]) {
    await referent.getByLabel(t(field)).fill(name);
  }
  await referent.getByRole("button", { name: t("space_new") }).click();
  await expect(referent.getByText(t("space_added"))).toBeVisible();
  const space = new URL(referent.url()).pathname.split("/").at(-1) ?? "";
  const article = unique("Bon de retour");
  await visit(author, "/drafts/new");
  await author.getByLabel(t("draft_title"), { exact: true }).fill(article);
  await author.getByLabel(t("import_space"), { exact: true }).selectOption(space);
  await author.getByRole("button", { name: t("draft_begin") }).click();
  await expect(title(author)).toHaveText(article);
  return new URL(author.url()).pathname;
}

/** Gives the text a file as the clipboard or the pointer does. */
async function bring(page: Page, kind: "paste" | "drop", name: string) {
  await page.getByLabel(t("draft_source"), { exact: true }).evaluate(
    (area, { kind, name, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
      const options = { bubbles: true, cancelable: true };
      const event =
        kind === "paste"
          ? new ClipboardEvent("paste", { ...options, clipboardData: data })
          : new DragEvent("drop", { ...options, dataTransfer: data });
      area.dispatchEvent(event);
    },
    { kind, name, bytes: [...PIXEL] },
  );
}

test("an image is chosen, pasted and dropped into a text, and seen in the preview", async ({ open }) => {
  const [author, referent] = [await open(camille), await open(helene)];
  await begin(referent, author);
  const source = author.getByLabel(t("draft_source"), { exact: true });
  await source.fill("# Bon de retour\n\n");
  await author.getByLabel(t("draft_image_add")).setInputFiles(png("bon-de-retour.png"));
  await expect(author.getByText(t("draft_image_put"))).toBeVisible();
  await expect(source).toHaveValue(/^# Bon de retour\n\n!\[bon de retour\]\(\.\.\/images\/[0-9a-f]{32}\.png\)$/);
  // Its description is selected: what is typed now takes its place.
  await author.keyboard.type("Le bon, plié en deux");
  const image = author.locator(".editor__preview").getByRole("img", { name: "Le bon, plié en deux" });
  await expect(image).toBeVisible();
  expect(await image.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await expectAccessible(author);
  await author.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(author);
  await author.setViewportSize({ width: 1280, height: 800 });

  for (const kind of ["paste", "drop"] as const) {
    await author.keyboard.press("ControlOrMeta+End");
    await bring(author, kind, `${kind}.png`);
    await expect(source).toHaveValue(new RegExp(String.raw`!\[${kind}\]\(`));
  }
  await expect(author.locator(".save-state")).toHaveText(t("draft_saved"));
  await author.reload();
  await expect(author.locator(".editor__preview img")).toHaveCount(3);
});

test("what is no image is refused in words, and the text stays as it is", async ({ open, watch }) => {
  const [author, referent] = [await open(camille), await open(helene)];
  await begin(referent, author);
  const source = author.getByLabel(t("draft_source"), { exact: true });
  await source.fill("# Bon de retour\n\nTexte en cours.\n");
  watch.expectRefusal(422, /\/images$/);
  await author.getByLabel(t("draft_image_add")).setInputFiles(text("photo.png"));
  await expect(author.getByText(t("image_not_an_image"))).toBeVisible();
  await expect(source).toHaveValue("# Bon de retour\n\nTexte en cours.\n");
  await expectAccessible(author);
  // One that is too large is not even sent.
  const large = { name: "grande.png", mimeType: "image/png", buffer: Buffer.alloc(5_000_001) };
  await author.getByLabel(t("draft_image_add")).setInputFiles(large);
  await expect(author.getByText(t("image_too_large", { mb: 5 }))).toBeVisible();
});

test("without scripts a form puts the image at the end of the draft", async ({ open }) => {
  const [author, referent] = [await open(camille), await open(helene)];
  const draft = await begin(referent, author);
  const plain = await open(camille, { javaScriptEnabled: false });
  await plain.goto(draft);
  await plain.getByLabel(t("draft_image_file")).setInputFiles(text("photo.png"));
  await plain.getByRole("button", { name: t("draft_image_send") }).click();
  await expect(plain.getByText(t("image_not_an_image"))).toBeVisible();
  await plain.getByLabel(t("draft_image_file")).setInputFiles(png("bon.png"));
  await plain.getByLabel(t("draft_image_description")).fill("Le bon de retour");
  await plain.getByRole("button", { name: t("draft_image_send") }).click();
  await expect(plain.getByText(t("draft_image_added"))).toBeVisible();
  await expect(plain.getByLabel(t("draft_source"), { exact: true })).toHaveValue(/!\[Le bon de retour\]\(/);
  await expect(plain.getByRole("img", { name: "Le bon de retour" })).toBeVisible();
});
