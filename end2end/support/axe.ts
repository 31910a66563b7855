/** Accessibility, as far as a machine can judge it. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** WCAG 2.2 AA, and what the makers of axe hold to be good besides. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** Fails on any violation, each told with the elements at fault. */
export async function expectAccessible(page: Page) {
  // The pages hold no frames of others, so the results need not be put together in a page apart: twice as fast.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await builder.withTags(RULES).analyze();
  const told = violations.map(({ id, help, nodes }) => ({
    rule: `${id}: ${help}`,
    elements: nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`),
  }));
  expect(told, page.url()).toEqual([]);
}

/** Fails when the page must be scrolled sideways. */
export async function expectNoSidewaysScroll(page: Page) {
  const { wide, room } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { wide: scrollWidth, room: clientWidth };
  });
  expect(wide, `${page.url()} is wider than the window`).toBeLessThanOrEqual(room);
}
