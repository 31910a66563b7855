/** Letters, as the server writes them into its folder instead of sending them. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";

export type Letter = { subject: string; body: string; link: string };

/** Waits for the first letter to an address and reads it. */
export async function letterTo(email: string): Promise<Letter> {
  let letters: string[] = [];
  await expect(async () => {
    letters = await lettersTo(email);
    expect(letters.length, `letters to ${email}`).toBeGreaterThan(0);
  }).toPass({ timeout: 60_000 });
  return parse(letters[0]);
}

/** Waits for a letter to an address with a subject; of letters of one second none is the later one. */
export async function letterAbout(email: string, subject: string): Promise<Letter> {
  let letter: Letter | undefined;
  await expect(async () => {
    letter = (await lettersTo(email)).map(parse).find((one) => one.subject === subject);
    expect(letter, `a letter to ${email} about ${subject}`).toBeDefined();
  }).toPass({ timeout: 60_000 });
  return letter as Letter;
}

/** How many letters went to an address. */
export async function lettersTo(email: string): Promise<string[]> {
  const folder = process.env.PALIER_MAIL_DIR;
  if (!folder) throw new Error("PALIER_MAIL_DIR does not say where the server writes letters");
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith(".eml"));
  const letters = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  const isTheirs = (letter: string) => new RegExp(`^To: .*${escape(email)}`, "mi").test(letter);
  return letters.filter(isTheirs).sort((one, other) => dateOf(one) - dateOf(other));
}

function parse(letter: string): Letter {
  const [head, ...rest] = letter.split(/\r?\n\r?\n/);
  const body = decode(rest.join("\n\n"), /^Content-Transfer-Encoding: (\S+)/im.exec(head)?.[1] ?? "7bit");
  const link = /https?:\/\/\S+/.exec(body)?.[0] ?? "";
  return { subject: subjectOf(head), body, link };
}

function decode(body: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable": {
      const joined = body.replace(/=\r?\n/g, "");
      const bytes = joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      return Buffer.from(bytes, "latin1").toString("utf8");
    }
    default:
      return body;
  }
}

function subjectOf(head: string): string {
  const folded = /^Subject: (.*(?:\r?\n[ \t].*)*)/im.exec(head)?.[1] ?? "";
  const words = folded.replace(/\?=\s+=\?/g, "?==?").replace(/\r?\n[ \t]/g, " ");
  return words.replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, text: string) => Buffer.from(text, "base64").toString("utf8"));
}

function dateOf(letter: string): number {
  return Date.parse(/^Date: (.*)$/im.exec(letter)?.[1] ?? "");
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
