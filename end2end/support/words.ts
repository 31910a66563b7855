/**
 * The words of the product, read from `app/i18n`: a journey looks for what the page promises to say, in both
 * languages, and a change of wording breaks no journey.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Language = "fr" | "en";
export const LANGUAGES: Language[] = ["fr", "en"];

/** One text, or its singular and plural. */
type Entry = Record<Language, string[]>;

const SOURCES = join(import.meta.dirname, "../../app/i18n/src");
const TEXT = String.raw`"((?:[^"\\]|\\.)*)"`;
const FORMS = `${TEXT}(?:\\s*\\|\\s*${TEXT})?`;
const ENTRY = new RegExp(String.raw`^\s*(\w+)(?:\([^)]*\)|\[n\])?\s*\{\s*fr:\s*${FORMS},\s*en:\s*${FORMS},?\s*\}`, "gm");

const entries = read();

function read(): Map<string, Entry> {
  const found = new Map<string, Entry>();
  for (const file of readdirSync(SOURCES)) {
    const source = readFileSync(join(SOURCES, file), "utf8");
    for (const [, key, fr, frMany, en, enMany] of source.matchAll(ENTRY)) {
      found.set(key, { fr: forms(fr, frMany), en: forms(en, enMany) });
    }
  }
  return found;
}

function forms(one: string, many?: string): string[] {
  return [one, many].filter((text) => text !== undefined).map(unescape);
}

function unescape(literal: string): string {
  const plain: Record<string, string> = { n: "\n", t: "\t", '"': '"', "\\": "\\" };
  return literal
    .replace(/\\u\{([0-9a-f]+)\}/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/\\(.)/g, (_, letter: string) => plain[letter] ?? letter);
}

/** The words in one language: `t("demo_sign_in_as", { name: "Léa Guillou" })`. */
export function wordsOf(language: Language) {
  return (key: string, values: Record<string, string | number> = {}): string => {
    const entry = entries.get(key);
    if (!entry) throw new Error(`app/i18n has no message ${key}`);
    const [one, many] = entry[language];
    const isMany = typeof values.n === "number" && (language === "fr" ? values.n >= 2 : values.n !== 1);
    const text = isMany ? (many ?? one) : one;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}

export type Words = ReturnType<typeof wordsOf>;
