/** Every page that somebody can get to. */
import type { Role } from "./accounts.ts";
import type { Portal } from "./portal.ts";

export type Stop = { name: string; path: string };

/** The pages before signing in. */
export const PUBLIC: Stop[] = [
  { name: "sign-in", path: "/sign-in" },
  { name: "password-forgot", path: "/password/forgot" },
  { name: "password-reset", path: "/password/reset/aucun" },
];

/** The pages that a role can get to, from its navigation on. */
export async function pagesOf(role: Role, portal: Portal): Promise<Stop[]> {
  const { vendor, site, team } = await portal.place("Atlantique Contact", "Nantes", "Équipe Loire");
  const person = await portal.person("lea.guillou@atlantique-contact.example");
  const own: Stop[] = [
    { name: "home", path: "/" },
    { name: "profile", path: "/profile" },
    { name: "password", path: "/profile/password" },
    { name: "sessions", path: "/profile/sessions" },
    { name: "notifications", path: "/notifications" },
  ];
  const knowledge: Stop[] = [
    { name: "knowledge", path: "/knowledge" },
    { name: "space", path: "/knowledge/service-client" },
    { name: "article", path: "/knowledge/service-client/late-parcel" },
    { name: "flow", path: "/knowledge/service-client/late-parcel/flow/ou-est-le-colis?language=fr" },
    // The widest of its kind: it has several versions, and a column that compares them.
    { name: "history", path: "/knowledge/service-client/bulky-delivery/versions?language=fr" },
    { name: "version", path: "/knowledge/service-client/late-parcel/versions/1?language=fr" },
    { name: "compare", path: "/knowledge/service-client/late-parcel/compare?language=fr&from=1&to=1" },
    { name: "contact-types", path: "/contact-types" },
    { name: "contact-type", path: "/contact-types/late-parcel" },
    { name: "search", path: "/search?q=colis" },
    { name: "flag", path: "/knowledge/service-client/late-parcel/flag?language=fr" },
    { name: "my-flags", path: "/flags/mine" },
    { name: "onboarding", path: "/onboarding" },
  ];
  const vendors: Stop[] = [
    { name: "vendors", path: "/vendors" },
    { name: "vendor", path: `/vendors/${vendor}` },
    { name: "site", path: `/sites/${site}` },
    { name: "team", path: `/teams/${team}` },
  ];
  const people: Stop[] = [
    { name: "people", path: "/people" },
    { name: "person", path: `/people/${person}` },
  ];
  const teamForms: Stop[] = [
    { name: "team-new", path: `/sites/${site}/teams/new` },
    { name: "team-edit", path: `/teams/${team}/edit` },
  ];
  const vendorForms: Stop[] = [
    { name: "vendor-new", path: "/vendors/new" },
    { name: "vendor-edit", path: `/vendors/${vendor}/edit` },
    { name: "site-new", path: `/vendors/${vendor}/sites/new` },
    { name: "site-edit", path: `/sites/${site}/edit` },
  ];
  const peopleForms: Stop[] = [
    { name: "person-new", path: "/people/new" },
    { name: "person-edit", path: `/people/${person}/edit` },
  ];
  const imports: Stop[] = [
    { name: "import", path: "/import" },
    { name: "search-misses", path: "/search/misses" },
    { name: "flags", path: "/flags" },
    { name: "translations", path: "/translations" },
    { name: "verification", path: "/verification" },
    { name: "verified", path: "/verification?show=verified" },
  ];
  const writing: Stop[] = [
    { name: "drafts", path: "/drafts" },
    { name: "draft-new", path: "/drafts/new" },
  ];
  const spaces: Stop[] = [
    { name: "space-new", path: "/spaces/new" },
    { name: "space-doors", path: "/spaces/service-client" },
  ];
  const broadcasts: Stop[] = [{ name: "broadcasts", path: "/broadcasts" }];
  const composing: Stop[] = [{ name: "broadcast-new", path: "/broadcasts/new" }];
  const obsolescence: Stop[] = [{ name: "obsolescence", path: "/obsolescence" }];
  const clearance: Stop[] = [{ name: "clearance", path: "/clearance" }];
  const audit: Stop[] = [{ name: "audit", path: "/audit" }];
  // What several roles share is walked in full by the one who sees most of it.
  const [home, articles, lists] = [own[0], knowledge[0], [vendors[0], people[0]]];
  switch (role) {
    case "agent":
      return [...own, ...knowledge, ...broadcasts, ...clearance];
    case "author":
      return [home, ...knowledge.slice(0, 2), ...imports, ...writing];
    case "team_lead":
      return [home, articles, vendors[3], ...people];
    case "referent":
      return [home, articles, vendors[0], vendors[1], ...spaces, ...broadcasts, ...composing];
    case "vendor_referent":
      return [home, articles, ...lists, ...audit, ...teamForms];
    case "manager":
      return [home, articles, ...lists, people[1], ...obsolescence];
    case "admin":
      return [home, ...vendors, ...people, ...vendorForms, ...teamForms, ...peopleForms, ...audit];
  }
}
