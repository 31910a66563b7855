/**
 * What a journey needs before it begins, asked of the server directly: people of its own, places of its own, a
 * session. Journeys that change something use their own, so that they never disturb each other.
 */
import { randomBytes } from "node:crypto";
import { expect, request, type APIRequestContext, type APIResponse } from "@playwright/test";
import { olivier, type Account, type Role } from "./accounts.ts";
import { letterTo } from "./letters.ts";
import type { Language } from "./words.ts";

/** A person made for one journey. */
export type Person = Account & { id: string };

/** Where somebody works; nothing for the client's side. */
export type Place = { vendor?: string; team?: string };

/** A link to something: its id, its words, and the remark behind it. */
type Link = { id: string; name: string; beside: string };

/** A text that no other journey uses. */
export function unique(text: string): string {
  return `${text} ${randomBytes(3).toString("hex")}`;
}

/** The server, spoken to as one person. */
export class Portal {
  readonly #api: APIRequestContext;
  /** Where the server is. */
  readonly url: string;

  private constructor(api: APIRequestContext, url: string) {
    this.#api = api;
    this.url = url;
  }

  /** A server that knows nobody yet. */
  static async open(baseURL: string): Promise<Portal> {
    const extraHTTPHeaders = { accept: "application/json", origin: new URL(baseURL).origin };
    return new Portal(await request.newContext({ baseURL, extraHTTPHeaders }), baseURL);
  }

  /** Signs in; the session is in `state`. */
  static async as(baseURL: string, who: Account): Promise<Portal> {
    const portal = await Portal.open(baseURL);
    await portal.call("sign_in", { email: who.email, password: who.password, next: "/" });
    return portal;
  }

  /** The administrator of the demo programme. */
  static admin(baseURL: string): Promise<Portal> {
    return Portal.as(baseURL, olivier);
  }

  /** Cookies, for the context of a browser. */
  state() {
    return this.#api.storageState();
  }

  async close() {
    await this.#api.dispose();
  }

  /** Calls a server function that changes something; fails when it is refused. */
  async call(name: string, form: Record<string, string> = {}): Promise<APIResponse> {
    const answer = await this.#api.post(`/api/${name}`, { form });
    expect(answer.status(), `${name}: ${await answer.text()}`).toBe(200);
    return answer;
  }

  /** What the server writes of a page. */
  async #html(page: string): Promise<string> {
    const answer = await this.#api.get(page, { headers: { accept: "text/html" } });
    const html = (await answer.text()).replaceAll(/<!--.*?-->|<!>/g, "");
    expect(answer.status(), page).toBe(200);
    return html;
  }

  /** The field and the value of the answer that says so, on the page of a change. */
  async answer(page: string, words: string): Promise<Record<string, string>> {
    const answers = (await this.#html(page)).matchAll(/<label [^>]*for="answer-(\d+)-(\d+)"[^>]*>([^<]*)<\/label>/g);
    const found = [...answers].find(([, , , label]) => label === words);
    if (!found) throw new Error(`no answer says ${words}`);
    const [, question = "", option = ""] = found;
    return { [`answers[${question}][]`]: option };
  }

  /** The links of a page whose addresses begin so and end with an id: text and id. */
  async links(page: string, prefix: string): Promise<Link[]> {
    const html = await this.#html(page);
    const links = html.matchAll(new RegExp(`<a [^>]*href="${prefix}([0-9a-f-]{36})"[^>]*>([^<]*)</a>\\s*([^<]*<span[^>]*>[^<]*)?`, "g"));
    return [...links].map(([, id = "", name = "", beside = ""]) => ({ id, name, beside }));
  }

  /** The id of a vendor. */
  async vendor(name: string): Promise<string> {
    return found(await this.links("/vendors", "/vendors/"), name).id;
  }

  /** The ids of a vendor, one of its sites and one of its teams. */
  async place(vendorName: string, siteName: string, teamName: string) {
    const vendor = await this.vendor(vendorName);
    const page = `/vendors/${vendor}`;
    const site = found(await this.links(page, "/sites/"), siteName).id;
    return { vendor, site, team: found(await this.links(page, "/teams/"), teamName).id };
  }

  /** The id of a person. */
  async person(email: string): Promise<string> {
    const people = await this.links(`/people?text=${encodeURIComponent(email)}`, "/people/");
    const person = people.find(({ beside }) => beside.endsWith(`>${email}`));
    if (!person) throw new Error(`there is no ${email}`);
    return person.id;
  }

  /** Adds a vendor; its id. */
  async addVendor(name: string): Promise<string> {
    return idIn(await this.call("create_vendor", { name }));
  }

  /** Adds a site in France; its id. */
  async addSite(vendor: string, name: string): Promise<string> {
    const site = { vendor, name, country: "FR", time_zone: "Europe/Paris", transfer_regime: "eu" };
    const days = ["mon", "tue", "wed", "thu", "fri", "sat"];
    const shifts = days.flatMap((day) => [
      [`shifts[${day}][0][from]`, "08:00"],
      [`shifts[${day}][0][until]`, "20:00"],
    ]);
    return idIn(await this.call("create_site", { ...site, ...Object.fromEntries(shifts) }));
  }

  /** Adds a team; its id. */
  async addTeam(site: string, name: string): Promise<string> {
    return idIn(await this.call("create_team", { site, name }));
  }

  /** Adds a person, who chooses a password through the link in the letter. */
  async addPerson(role: Role, place: Place = {}, language: Language = "fr"): Promise<Person> {
    const mark = randomBytes(4).toString("hex");
    const name = `Essai ${mark}`;
    const email = `essai.${mark}@portail.example`;
    const input = { name, email, role, locale: language, time_zone: "Europe/Paris", ...place };
    const id = idIn(await this.call("create_person", { vendor: "", team: "", ...input }));
    const password = `marche apres marche ${randomBytes(4).toString("hex")}`;
    const { link } = await letterTo(email);
    const secret = link.split("/").at(-1) ?? "";
    await this.call("reset_password", { secret, new: password, again: password });
    return { id, name, email, password, role, language };
  }
}

function found(links: Link[], name: string): Link {
  const link = links.find((link) => link.name === name);
  if (!link) throw new Error(`there is no ${name}`);
  return link;
}

/** The id in the address to which a server function sends the page. */
function idIn(answer: APIResponse): string {
  const id = /\/([0-9a-f-]{36})\?/.exec(answer.headers().location ?? "")?.[1];
  if (!id) throw new Error(`no id in the answer of ${answer.url()}`);
  return id;
}
