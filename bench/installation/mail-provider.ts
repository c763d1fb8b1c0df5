import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const batch = z.array(z.object({ to: z.union([z.string(), z.array(z.string()).min(1)]), subject: z.string(), tags: z.array(z.object({ name: z.string(), value: z.string() })).default([]) }));

/** An e-mail that the provider took and will deliver. */
export interface Delivered {
  providerId: string;
  to: string;
  subject: string;
  tags: { name: string; value: string }[];
}

type Fault = "none" | "429" | "500" | "reset" | "accept-then-drop" | "accept-then-500" | "silence";

/** Out of a hundred calls. The rest go well. */
const FAULTS: readonly [fault: Fault, share: number][] = [["429", 5], ["500", 5], ["reset", 5], ["accept-then-drop", 5], ["accept-then-500", 4], ["silence", 1]];

/**
 * Resend's batch endpoint with Resend's idempotency keys, which fails as providers do. What it took is in `delivered`,
 * each e-mail once for each time it was taken.
 */
export async function startMailProvider(random: () => number, took: (mail: Delivered) => void) {
  const delivered: Delivered[] = [];
  const answers = new Map<string, { body: string; ids: string[] }>();
  const faults: Record<string, number> = {};
  let calls = 0;
  let calm = false;

  const pickFault = (): Fault => {
    if (calm) return "none";
    let lot = random() * 100;
    for (const [fault, share] of FAULTS) if ((lot -= share) < 0) return fault;
    return "none";
  };

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

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const key = String(request.headers["idempotency-key"] ?? "");
    calls += 1;
    const fault = pickFault();
    if (fault !== "none") faults[fault] = (faults[fault] ?? 0) + 1;
    const say = (status: number, body: unknown, headers: Record<string, string> = {}) => void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    switch (fault) {
      case "429": return say(429, { name: "rate_limit_exceeded", message: "Too many requests", statusCode: 429 }, { "retry-after": "1" });
      case "500": return say(500, { name: "application_error", message: "Something went wrong", statusCode: 500 });
      case "reset": return void request.socket.resetAndDestroy();
      case "silence": return void accept(key, text);
      case "accept-then-drop":
        accept(key, text);
        return void request.socket.resetAndDestroy();
      case "accept-then-500":
        accept(key, text);
        return say(500, { name: "application_error", message: "Something went wrong", statusCode: 500 });
      case "none": return say(200, { data: accept(key, text).map((id) => ({ id })) });
      default: return fault satisfies never;
    }
  }

  const broken: unknown[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A caller that was killed in the middle of its request.
      if (request.destroyed && !request.complete) return;
      broken.push(error);
      response.writeHead(409).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delivered,
    /** Requests that break the provider's rules, such as a key used for two bodies. */
    broken,
    /** From now on nothing fails. */
    calmDown: () => void (calm = true),
    tell: () => `${calls} calls to the provider, failed: ${Object.entries(faults).map(([fault, count]) => `${count} ${fault}`).join(", ") || "none"}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
