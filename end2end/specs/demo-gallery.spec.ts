import { expect, test, visit } from "../fixtures.ts";
import { ines, lea } from "../support/accounts.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { title } from "../support/steps.ts";

for (const who of [lea, ines]) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [375, 1280]) {
      test(`every component is accessible (${who.language}, ${colorScheme}, ${width})`, async ({ open }) => {
        const page = await open(who, { colorScheme, viewport: { width, height: 900 } });
        await visit(page, "/ui");
        await expect(title(page)).toHaveCount(1);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      });
    }
  }
}
