import { defineConfig, devices } from "@playwright/test";

/** Debian's Chromium; it opens no connection of its own. */
const chromium = {
  executablePath: process.env.PALIER_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export default defineConfig({
  testDir: "specs",
  // Pictures are taken only when somebody wants to look at them.
  testIgnore: process.env.PALIER_SCREENSHOTS ? [] : ["screenshots.spec.ts"],
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  reporter: "list",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.PALIER_URL ?? "http://127.0.0.1:3000",
    headless: true,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    launchOptions: chromium,
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: "retain-on-failure",
  },
});
