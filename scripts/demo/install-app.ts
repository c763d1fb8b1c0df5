import { adminAddress } from "./admin-address.ts";
import { BROWSER_AGENT } from "./browser-agent.ts";

/**
 * Opens the app as the shop's admin does on the merchant's first click: the app exchanges the session token for its own access
 * and begins its import. Throws when the app does not answer with a page.
 */
export async function installApp(frameOrigin: string, shopDomain: string, realNow: () => number): Promise<void> {
  const answer = await fetch(adminAddress(frameOrigin, shopDomain, "/app", realNow), { headers: { "user-agent": BROWSER_AGENT, accept: "text/html" }, redirect: "manual" });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`The app could not be installed: it answered ${answer.status} ${answer.headers.get("location") ?? ""}\n${text.slice(0, 500)}`);
}
