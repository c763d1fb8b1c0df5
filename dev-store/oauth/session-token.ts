import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openToken, signToken } from "./signed-token.ts";

const LIFE_SECONDS = 60;
/** Shopify's library allows the same. */
const TOLERANCE_SECONDS = 10;

export interface SessionTokenIdentity {
  apiKey: string;
  secret: string;
  shopDomain: string;
}

const claims = z.object({ aud: z.string(), dest: z.string(), iss: z.string(), sub: z.string(), exp: z.number(), nbf: z.number(), sid: z.string() });

/** The token that App Bridge hands the app. `realNow` is real time in epoch ms: tokens do not follow the store's clock. */
export function signSessionToken(identity: SessionTokenIdentity, who: { userId: string; sessionId: string }, realNow: number): string {
  const issued = Math.floor(realNow / 1000);
  const dest = `https://${identity.shopDomain}`;
  return signToken(
    { iss: `${dest}/admin`, dest, aud: identity.apiKey, sub: who.userId, exp: issued + LIFE_SECONDS, nbf: issued, iat: issued, jti: randomUUID(), sid: who.sessionId, sig: randomUUID() },
    identity.secret,
  );
}

/** Who the token speaks for, or null when it is forged, expired, or another shop's or app's. */
export function verifySessionToken(identity: SessionTokenIdentity, token: string, realNow: number): { userId: string; sessionId: string } | null {
  const parsed = claims.safeParse(openToken(token, identity.secret));
  if (!parsed.success) return null;
  const { aud, dest, exp, nbf, sub, sid } = parsed.data;
  const seconds = realNow / 1000;
  if (aud !== identity.apiKey || dest !== `https://${identity.shopDomain}`) return null;
  if (seconds > exp + TOLERANCE_SECONDS || seconds < nbf - TOLERANCE_SECONDS) return null;
  return { userId: sub, sessionId: sid };
}
