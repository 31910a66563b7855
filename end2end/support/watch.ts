/** Nothing may go wrong behind the back of a journey: no console message, no failed request, no foreign host. */
import { expect, type BrowserContext, type ConsoleMessage, type Page, type Request } from "@playwright/test";

/** A refusal that a journey provokes: Chromium reports every such answer on the console. */
type Refusal = { status: number; path: RegExp; seen: boolean };

export class Watch {
  #troubles: string[] = [];
  #refusals: Refusal[] = [];
  #dying: string | undefined;
  readonly #origins: Set<string>;

  constructor(baseURL: string) {
    this.#origins = new Set([new URL(baseURL).origin]);
  }

  /** Says where else the portal is. */
  alsoAt(url: string) {
    this.#origins.add(new URL(url).origin);
  }

  /** Says that a node is about to die: what pages listen to breaks off, and comes back; who asks that node gets no answer. */
  expectBreak(node: string) {
    this.#dying = node;
  }

  /** Watches every page of a context, also those that a page opens. */
  follow(context: BrowserContext, hasScripts = true) {
    context.on("page", (page) => this.#followPage(page, hasScripts));
    context.on("request", (request) => this.#checkHost(request));
    context.on("requestfailed", (request) => this.#noteFailure(request));
  }

  /** Says that the journey is about to be refused; it fails when it is not. */
  expectRefusal(status: number, path: RegExp) {
    this.#refusals.push({ status, path, seen: false });
  }

  /** Says that the journey may be refused: a page that follows what happens asks anew for what is not there. */
  allowRefusal(status: number, path: RegExp) {
    this.#refusals.push({ status, path, seen: true });
  }

  /** Fails when anything went wrong. */
  verify() {
    const missing = this.#refusals.filter((refusal) => !refusal.seen);
    const expected = missing.map(({ status, path }) => `expected a refusal ${status} of ${path}, saw none`);
    expect([...this.#troubles, ...expected]).toEqual([]);
  }

  #followPage(page: Page, hasScripts: boolean) {
    page.on("console", (message) => {
      // Whoever runs no scripts has no use for what a page loads ahead for them.
      const isIdle = !hasScripts && message.text().includes("was preloaded using link preload but not used");
      if (!isIdle) this.#noteMessage(message);
    });
    page.on("pageerror", (error) => this.#note(`page error: ${error.stack ?? error.message}`));
    page.on("crash", () => this.#note(`crashed: ${page.url()}`));
  }

  #noteMessage(message: ConsoleMessage) {
    const { url } = message.location();
    if (this.#isBroken(url)) return;
    const status = /responded with a status of (\d+)/.exec(message.text())?.[1];
    if (status && this.#isExpected(Number(status), url)) return;
    this.#note(`console ${message.type()}: ${message.text()} (${url})`);
  }

  #isExpected(status: number, url: string): boolean {
    const path = this.#pathOf(url);
    // Pages listen to what happens until they are left, also when their session ends before.
    if (status === 401 && path.startsWith("/live")) return true;
    const fitting = this.#refusals.filter((refusal) => refusal.status === status && refusal.path.test(path));
    for (const refusal of fitting) refusal.seen = true;
    return fitting.length > 0;
  }

  #pathOf(url: string): string {
    const origin = [...this.#origins].find((origin) => url.startsWith(origin));
    return origin ? url.slice(origin.length) : url;
  }

  #isBroken(url: string): boolean {
    if (!this.#dying) return false;
    return url.startsWith(this.#dying) || this.#pathOf(url).startsWith("/live");
  }

  #checkHost(request: Request) {
    const { protocol, origin } = new URL(request.url());
    const isOurs = this.#origins.has(origin) || ["data:", "blob:"].includes(protocol);
    if (!isOurs) this.#note(`foreign host: ${request.url()}`);
  }

  #noteFailure(request: Request) {
    const error = request.failure()?.errorText ?? "";
    // A page that is left, or a download, ends what was under way. Without scripts Chromium refuses to load them;
    // what our own policy refuses is told on the console.
    if (this.#isBroken(request.url())) return;
    if (!["net::ERR_ABORTED", "csp"].includes(error)) this.#note(`failed request: ${request.url()} ${error}`);
  }

  #note(trouble: string) {
    this.#troubles.push(trouble);
  }
}
