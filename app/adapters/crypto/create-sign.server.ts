import { createHmac, createSecretKey } from "node:crypto";
import type { Sign } from "~/domain/message/link-token";

/** HMAC-SHA256 under a key derived from the app's secret for this purpose alone. */
export function createSign(secret: string): Sign {
  // As an object made once: from bytes it would be made anew for each signature, which takes six times as long as signing.
  const key = createSecretKey(createHmac("sha256", secret).update("links in messages").digest());
  return (bytes) => createHmac("sha256", key).update(bytes).digest();
}
