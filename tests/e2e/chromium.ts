import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from "playwright-core";
import { BROWSER_AGENT } from "../../scripts/demo/browser-agent.ts";

const FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: FLAGS });
}

/** A browser profile of its own. The shop's public address, which mails name, leads to the local store. */
export async function newProfile(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const profile = await browser.newContext({ userAgent: BROWSER_AGENT, viewport: { width: 1440, height: 900 }, locale: "en-GB", timezoneId: "Europe/Warsaw", ...options });
  profile.setDefaultTimeout(20_000);
  return profile;
}
