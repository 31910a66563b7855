import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { test, visit } from "../fixtures.ts";
import { olivier, sandrine, lea, nathalie } from "../support/accounts.ts";
import { PUBLIC, pagesOf, type Stop } from "../support/walk.ts";
import { LANGUAGES } from "../support/words.ts";

const FOLDER = process.env.PALIER_SCREENSHOTS ?? "";
const WIDTHS = [375, 1280, 1920];
const SCHEMES = ["light", "dark"] as const;

test.describe.configure({ timeout: 300_000 });

for (const who of [undefined, lea, sandrine, nathalie, olivier]) {
  for (const language of LANGUAGES) {
    test(`pictures of every page: ${who?.role ?? "nobody"}, ${language}`, async ({ open, portal, watch }) => {
      const locale = language === "fr" ? "fr-FR" : "en-GB";
      const place = await portal.place("Atlantique Contact", "Nantes", "Équipe Loire");
      const team = who === lea ? place.team : undefined;
      const vendor = who === lea || who === sandrine ? place.vendor : undefined;
      const person = who && (await portal.addPerson(who.role, { vendor: vendor ?? "", team: team ?? "" }, language));
      const gallery: Stop[] = who === olivier ? [{ name: "ui", path: "/ui" }] : [];
      const stops = who ? [...(await pagesOf(who.role, portal)), ...gallery] : PUBLIC;
      if (!who) watch.expectRefusal(422, /^\/password\/reset/);
      const page = await open(person, { locale });
      for (const { name, path } of stops) {
        await visit(page, path);
        for (const scheme of SCHEMES) {
          await page.emulateMedia({ colorScheme: scheme });
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            const folder = join(FOLDER, who?.role ?? "nobody", name);
            await mkdir(folder, { recursive: true });
            await page.screenshot({ path: join(folder, `${language}-${scheme}-${width}.png`), fullPage: true });
          }
        }
      }
    });
  }
}
