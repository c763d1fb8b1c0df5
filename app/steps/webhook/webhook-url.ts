import { isPublicAddress, literalAddress } from "~/domain/webhook/public-address";

export const LONGEST_URL = 2_000;
/** HTTPS, and the ports that stand for it where 443 is taken. */
const PORTS = ["", "443", "8443"];
/** Names that mean this machine or its own network (RFC 6761, RFC 6762, RFC 8375), or what people call theirs. */
const LOCAL_NAME = /^(?:[^.]+|.*\.(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa|onion|invalid|test))\.?$/;

/** Why a webhook may not go to this address; null where it may. A name still has to be looked up: see `isPublicAddress`. */
export type UrlProblem = "url-missing" | "url-unreadable" | "url-not-https" | "url-credentials" | "url-port" | "url-private" | "url-long";

export function urlProblem(text: string): UrlProblem | null {
  if (text.trim() === "") return "url-missing";
  if (text.length > LONGEST_URL) return "url-long";
  if (!URL.canParse(text)) return "url-unreadable";
  const { protocol, username, password, port, hostname } = new URL(text);
  if (protocol !== "https:") return "url-not-https";
  if (username !== "" || password !== "") return "url-credentials";
  if (!PORTS.includes(port)) return "url-port";
  const address = literalAddress(hostname);
  if (address === null ? LOCAL_NAME.test(hostname.toLowerCase()) : !isPublicAddress(address)) return "url-private";
  return null;
}
