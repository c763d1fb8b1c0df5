import { launchUrl } from "../../dev-store/admin/launch-url.ts";
import { localCredentials } from "../../dev-store/control/local-credentials.ts";
import { signSessionToken } from "../../dev-store/oauth/session-token.ts";
import { owner } from "../../dev-store/oauth/staff.ts";

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const SESSION = "demo-installation";

/**
 * Opens the app as the shop's admin does on the merchant's first click: the app exchanges the session token for its own access
 * and begins its import. Throws when the app does not answer with a page.
 */
export async function installApp(frameOrigin: string, shopDomain: string, realNow: () => number): Promise<void> {
  const { apiKey, apiSecret: secret } = localCredentials;
  const idToken = signSessionToken({ apiKey, secret, shopDomain }, { userId: owner.id, sessionId: SESSION }, realNow());
  const address = launchUrl({ frameOrigin, path: "/app", shopDomain, idToken, sessionId: SESSION, secret, realNow });
  const answer = await fetch(address, { headers: { "user-agent": BROWSER, accept: "text/html" }, redirect: "manual" });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`The app could not be installed: it answered ${answer.status} ${answer.headers.get("location") ?? ""}\n${text.slice(0, 500)}`);
}
