import { createHmac, timingSafeEqual } from "node:crypto";

/** A JSON Web Token, HS256 with the app's secret, as Shopify's session tokens are. */
export function signToken(claims: Record<string, unknown>, secret: string): string {
  const head = encode({ alg: "HS256", typ: "JWT" });
  const body = encode(claims);
  return `${head}.${body}.${signature(`${head}.${body}`, secret)}`;
}

/** The claims of a token whose signature holds, else null. Expiry is the caller's to judge. */
export function openToken(token: string, secret: string): Record<string, unknown> | null {
  const [head, body, given, ...rest] = token.split(".");
  if (!head || !body || !given || rest.length > 0) return null;
  const wanted = Buffer.from(signature(`${head}.${body}`, secret));
  const actual = Buffer.from(given);
  if (wanted.length !== actual.length || !timingSafeEqual(wanted, actual)) return null;
  const header = decode(head);
  return header?.alg === "HS256" ? decode(body) : null;
}

function signature(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
