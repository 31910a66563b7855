/** What every journey gets: watched browsers, somebody to be, and the server to prepare things on. */
import { test as base, type BrowserContextOptions, type Page } from "@playwright/test";
import type { Account } from "./support/accounts.ts";
import { Portal } from "./support/portal.ts";
import { Watch } from "./support/watch.ts";

export { expect } from "@playwright/test";

/** The cookies of a session. */
type State = Awaited<ReturnType<Portal["state"]>>;

/** Opens a browser of one's own, signed in as somebody or as nobody. */
export type Open = (who?: Account, options?: BrowserContextOptions) => Promise<Page>;

type Fixtures = {
  /** Fails the journey when anything goes wrong that it did not announce. */
  watch: Watch;
  open: Open;
};

type WorkerFixtures = {
  /** The server, as the administrator of the demo programme. */
  portal: Portal;
  /** The session of an account, begun once: the server limits how often a password may be tried. */
  session: (who: Account) => Promise<State>;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  portal: [
    async ({}, use, worker) => {
      const portal = await Portal.admin(baseURL(worker.project.use.baseURL));
      await use(portal);
      await portal.close();
    },
    { scope: "worker" },
  ],

  session: [
    async ({}, use, worker) => {
      const known = new Map<string, Promise<State>>();
      const begin = async (who: Account) => {
        const portal = await Portal.as(baseURL(worker.project.use.baseURL), who);
        const state = await portal.state();
        await portal.close();
        return state;
      };
      await use((who) => {
        const state = known.get(who.email) ?? begin(who);
        known.set(who.email, state);
        return state;
      });
    },
    { scope: "worker" },
  ],

  watch: async ({ baseURL: address }, use) => {
    const watch = new Watch(baseURL(address));
    await use(watch);
    watch.verify();
  },

  context: async ({ context, watch }, use) => {
    watch.follow(context);
    await use(context);
  },

  open: async ({ browser, session, watch }, use) => {
    const contexts: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(async (who, options = {}) => {
      const storageState = who ? await session(who) : undefined;
      const context = await browser.newContext({ storageState, ...options });
      contexts.push(context);
      watch.follow(context, options.javaScriptEnabled !== false);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

/** Goes to a page and waits until it is alive: until its scripts have taken over what the server wrote. */
export async function visit(page: Page, path: string) {
  await page.goto(path);
  await alive(page);
}

/** Waits until the page is alive. */
export async function alive(page: Page) {
  await page.locator("html[data-alive]").waitFor();
}

function baseURL(address: string | undefined): string {
  if (!address) throw new Error("PALIER_URL does not say where the server is");
  return address;
}
