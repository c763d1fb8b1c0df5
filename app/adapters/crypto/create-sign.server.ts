import { createHmac } from "node:crypto";
import type { Sign } from "~/domain/message/link-token";

/** HMAC-SHA256 under a key derived from the app's secret for this purpose alone. */
export function createSign(secret: string): Sign {
  const key = createHmac("sha256", secret).update("links in messages").digest();
  return (bytes) => createHmac("sha256", key).update(bytes).digest();
}
