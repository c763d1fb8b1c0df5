import { createHmac, timingSafeEqual } from "node:crypto";

/** Whether Shopify signed this body: base64 HMAC-SHA256 of its raw bytes by the app's secret, compared in constant time. */
export function isSignedByShopify(body: Buffer, signature: string | undefined, secret: string): boolean {
  if (!signature) return false;
  const expected = createHmac("sha256", secret).update(body).digest();
  const given = Buffer.from(signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
