import { defineConfig, devices } from "@playwright/test";

/** Debian's Chromium; it opens no connection of its own. */
const chromium = {
  executablePath: process.env.PALIER_CHROMIUM ?? "/usr/bin/chromium-headless-shell",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A page is read once: what is compiled quickly is not compiled again to run faster.
    "--js-flags=--liftoff-only",
  ],
};

// Pictures are taken only when somebody wants to look at them.
const pictures = process.env.PALIER_SCREENSHOTS ? [] : ["screenshots.spec.ts"];
const nodes = "two-nodes.spec.ts";
const portal = process.env.PALIER_URL ?? "http://127.0.0.1:3000";

export default defineConfig({
  testDir: "specs",
  projects: [
    // Beside the server there may be two nodes of another portal. First, because it takes the longest.
    { name: "nodes", testMatch: nodes, use: { baseURL: process.env.PALIER_NODE_B ?? portal } },
    { name: "portal", testIgnore: [...pictures, nodes] },
  ],
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  reporter: "list",
  // A machine that is busy with something else is slow and not wrong.
  timeout: 300_000,
  expect: { timeout: 20_000 },
  use: {
    ...devices["Desktop Chrome"],
    baseURL: portal,
    headless: true,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    launchOptions: chromium,
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    // A third of the time of all journeys: for whoever looks into one that fails.
    trace: process.env.PALIER_TRACE ? "retain-on-failure" : "off",
  },
});
