import { launchUrl } from "../../dev-store/admin/launch-url.ts";
import { localCredentials } from "../../dev-store/control/local-credentials.ts";
import { signSessionToken } from "../../dev-store/oauth/session-token.ts";
import { owner } from "../../dev-store/oauth/staff.ts";

const SESSION = "demo-installation";

/** Where the shop's admin opens a page of the app (`path` in the app, with its query): signed, with a session token of about a minute. */
export function adminAddress(frameOrigin: string, shopDomain: string, path: string, realNow: () => number): string {
  const { apiKey, apiSecret: secret } = localCredentials;
  const idToken = signSessionToken({ apiKey, secret, shopDomain }, { userId: owner.id, sessionId: SESSION }, realNow());
  return launchUrl({ frameOrigin, path, shopDomain, idToken, sessionId: SESSION, secret, realNow });
}
