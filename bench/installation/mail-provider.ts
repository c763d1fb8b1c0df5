import { createHash } from "node:crypto";
import { z } from "zod";
import { startFaultyServer, type FaultShares } from "./faulty-server.ts";

const batch = z.array(z.object({ to: z.union([z.string(), z.array(z.string()).min(1)]), subject: z.string(), tags: z.array(z.object({ name: z.string(), value: z.string() })).default([]) }));

/** An e-mail that the provider took and will deliver. */
export interface Delivered {
  providerId: string;
  to: string;
  subject: string;
  tags: { name: string; value: string }[];
}

const SHARES: FaultShares = { 429: 5, 500: 5, reset: 5, "accept-then-drop": 5, "accept-then-500": 4, "accept-then-silence": 1 };
const refused = (statusCode: number, name: string, message: string) => ({ name, message, statusCode });

/**
 * Resend's batch endpoint with Resend's idempotency keys, which fails as providers do. What it took is in `delivered`,
 * each e-mail once for each time it was taken.
 */
export async function startMailProvider(random: () => number, took: (mail: Delivered) => void) {
  const delivered: Delivered[] = [];
  const answers = new Map<string, { body: string; ids: string[] }>();

  const accept = (key: string, text: string): string[] => {
    const body = createHash("sha256").update(text).digest("hex");
    const known = answers.get(key);
    if (known) {
      if (known.body !== body) throw new Error(`the key ${key} came again with another body`);
      return known.ids;
    }
    const ids = batch.parse(JSON.parse(text)).map(({ to, subject, tags }) => {
      const mail = { providerId: `mail-${delivered.length + 1}`, to: typeof to === "string" ? to : to[0] ?? "", subject, tags };
      delivered.push(mail);
      took(mail);
      return mail.providerId;
    });
    answers.set(key, { body, ids });
    return ids;
  };

  const server = await startFaultyServer({
    random, shares: SHARES,
    refusals: { 429: refused(429, "rate_limit_exceeded", "Too many requests"), 500: refused(500, "application_error", "Something went wrong") },
    work: ({ headers, body }) => ({ status: 200, body: { data: accept(String(headers["idempotency-key"] ?? ""), body.toString()).map((id) => ({ id })) } }),
  });
  return { ...server, delivered };
}
