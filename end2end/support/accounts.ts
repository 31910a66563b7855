/** The demo accounts that the sign-in page offers, one for each role; from `content/demo/programme.toml`. */
import type { Language } from "./words.ts";

export type Role = "agent" | "team_lead" | "vendor_referent" | "author" | "referent" | "manager" | "admin";

export type Account = {
  name: string;
  email: string;
  password: string;
  role: Role;
  language: Language;
};

/** The default of `demo.password`. */
export const DEMO_PASSWORD = "escalier-en-demo";

const account = (name: string, email: string, role: Role, language: Language = "fr"): Account => ({
  name,
  email,
  role,
  language,
  password: DEMO_PASSWORD,
});

export const lea = account("Léa Guillou", "lea.guillou@atlantique-contact.example", "agent");
export const mickael = account("Mickaël Tanguy", "mickael.tanguy@atlantique-contact.example", "team_lead");
export const sandrine = account("Sandrine Le Floch", "sandrine.lefloch@atlantique-contact.example", "vendor_referent");
export const ines = account("Inês Carvalho", "ines.carvalho@douro-atendimento.example", "agent", "en");
export const rui = account("Rui Tavares", "rui.tavares@douro-atendimento.example", "vendor_referent", "en");
export const hery = account("Hery Rakotomalala", "hery.rakotomalala@hazavana-relation.example", "agent");
export const voahangy = account(
  "Voahangy Rasoanaivo",
  "voahangy.rasoanaivo@hazavana-relation.example",
  "vendor_referent",
);
export const camille = account("Camille Verdier", "camille.verdier@ormevent.example", "author");
export const fiona = account("Fiona Whitcombe", "fiona.whitcombe@ormevent.example", "author", "en");
export const helene = account("Hélène Vasseur", "helene.vasseur@ormevent.example", "referent");
export const nathalie = account("Nathalie Courtois", "nathalie.courtois@ormevent.example", "manager");
export const olivier = account("Olivier Marchetti", "olivier.marchetti@ormevent.example", "admin");

/** One account of every role, from the floor upwards. */
export const ONE_OF_EACH = [lea, mickael, sandrine, camille, helene, nathalie, olivier];

/** The links of the navigation that a role sees, as messages, in order. In demo mode everybody sees the gallery. */
export const AREAS: Record<Role, string[]> = {
  agent: ["home", "nav_knowledge", "contact_types", "broadcasts", "clearance", "nav_gallery"],
  team_lead: ["home", "nav_knowledge", "contact_types", "broadcasts", "obsolescence", "people", "nav_gallery"],
  vendor_referent: ["home", "nav_knowledge", "contact_types", "broadcasts", "vendors", "obsolescence", "people", "audit", "nav_gallery"],
  author: ["home", "nav_knowledge", "contact_types", "broadcasts", "drafts", "flags", "import", "search_misses", "nav_gallery"],
  referent: ["home", "nav_knowledge", "contact_types", "broadcasts", "drafts", "flags", "import", "search_misses", "vendors", "obsolescence", "nav_gallery"],
  manager: ["home", "nav_knowledge", "contact_types", "broadcasts", "vendors", "obsolescence", "people", "nav_gallery"],
  admin: ["home", "vendors", "people", "audit", "nav_gallery"],
};
