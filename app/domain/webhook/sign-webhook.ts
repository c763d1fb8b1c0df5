/** HMAC-SHA256 of a text under a secret, in hexadecimal. */
export type Hmac = (secret: string, text: string) => string;

/**
 * `t=SECONDS,v1=HEX`: the receiver computes HMAC-SHA256(secret, `${t}.${body}`) over the body's bytes and compares. For a
 * day after the secret was changed there is a second v1 by the one before. `at` is real time, epoch milliseconds.
 */
export function signWebhook(hmac: Hmac, secrets: readonly string[], body: string, at: number): string {
  const t = Math.floor(at / 1_000);
  return [`t=${t}`, ...secrets.map((secret) => `v1=${hmac(secret, `${t}.${body}`)}`)].join(",");
}
