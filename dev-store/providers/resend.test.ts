import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Resend as Sdk } from "resend";
import { afterEach, describe, expect, it } from "vitest";
import { Faults } from "../faults/faults.ts";
import { Inbox } from "../inbox/inbox.ts";
import { createResend, RESEND_PATH } from "./resend.ts";

const SECRET = `whsec_${Buffer.from("a secret of the local store").toString("base64")}`;
const HOUR = 3_600_000;
const stops: (() => void)[] = [];
afterEach(() => { for (const stop of stops.splice(0)) stop(); });

async function listening(onRequest: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function account(options: { callsPerSecond?: number } = {}) {
  let now = Date.UTC(2026, 4, 1);
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  let appAnswers = 200;
  const app = await listening((req, res) => {
    let body = "";
    req.on("data", (chunk) => (body += String(chunk))).on("end", () => {
      received.push({ headers: req.headers, body });
      res.writeHead(appAnswers).end();
    });
  });
  const inbox = new Inbox();
  const clock = { now: () => now };
  const faults = new Faults(["resend"], () => now);
  const resend = createResend({ clock, realNow: () => Date.now(), inbox, faults, apiKey: "re_local", webhookUrl: `${app}/webhooks/resend`, webhookSecret: SECRET, senderDomain: "juniper.example", callsPerSecond: options.callsPerSecond ?? 1_000 });
  const url = await listening((req, res) => void resend.handle(req, res));
  const types = () => received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  return {
    sdk: new Sdk("re_local", { baseUrl: `${url}${RESEND_PATH}` }), url: `${url}${RESEND_PATH}`, inbox, faults, resend, received, types,
    appAnswers: (status: number) => { appAnswers = status; },
    pass: async (ms: number) => { now += ms; await resend.callbacks.runDue(now); },
    settle: async () => { await resend.callbacks.runDue(now); await resend.callbacks.idle(); },
  };
}

const mail = { from: "Juniper <hello@juniper.example>", to: "ola@example.com", subject: "Your basket", html: "<p>Still here? <a href=\"https://x.example/\">Yes</a></p>" };

describe("the stand-in of Resend, spoken to by its SDK", () => {
  it("delivers an accepted mail once, with its headers and a text part, and tells its state", async () => {
    const { sdk, inbox } = await account();
    const { data, error } = await sdk.emails.send({ ...mail, headers: { "List-Unsubscribe": "<https://x.example/u>" }, replyTo: "care@juniper.example", tags: [{ name: "run", value: "r1" }] });
    expect(error).toBeNull();
    expect(inbox.list({ to: "OLA@example.com" })).toMatchObject([{ id: data?.id, to: "ola@example.com", subject: "Your basket", text: expect.stringContaining("Still here?") as string, headers: { "List-Unsubscribe": "<https://x.example/u>", "Reply-To": "care@juniper.example" } }]);
    expect((await sdk.emails.get(data?.id ?? "")).data).toMatchObject({ object: "email", last_event: "delivered", to: ["ola@example.com"] });
  });

  it("answers the same key and body with the first answer, another body with 409", async () => {
    const { sdk, inbox } = await account();
    const first = await sdk.emails.send(mail, { idempotencyKey: "run-1:4:0" });
    const again = await sdk.emails.send(mail, { idempotencyKey: "run-1:4:0" });
    expect(again.data).toEqual(first.data);
    const other = await sdk.emails.send({ ...mail, subject: "Other" }, { idempotencyKey: "run-1:4:0" });
    expect(other.error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
    expect(inbox.list()).toHaveLength(1);
  });

  it("remembers a key for 24 hours of the store's clock", async () => {
    const { sdk, inbox, pass } = await account();
    await sdk.emails.send(mail, { idempotencyKey: "k" });
    await pass(23 * HOUR);
    await sdk.emails.send(mail, { idempotencyKey: "k" });
    expect(inbox.list()).toHaveLength(1);
    await pass(2 * HOUR);
    await sdk.emails.send(mail, { idempotencyKey: "k" });
    expect(inbox.list()).toHaveLength(2);
  });

  it("says 409 while the first request under a key is not answered, and the first answer once its client is gone", async () => {
    const { sdk, inbox, faults } = await account();
    faults.arm("resend", "hold", 1);
    const killed = new AbortController();
    const parked = sdk.emails.send(mail, { idempotencyKey: "k", signal: killed.signal } as { idempotencyKey: string });
    while (faults.parked === 0 || inbox.list().length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await sdk.emails.send(mail, { idempotencyKey: "k" })).error).toMatchObject({ statusCode: 409, name: "concurrent_idempotent_requests" });
    killed.abort();
    expect((await parked).error?.name).toBe("application_error");
    while (faults.parked > 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await sdk.emails.send(mail, { idempotencyKey: "k" })).data).toEqual({ id: inbox.list()[0]?.id });
    expect(inbox.list()).toHaveLength(1);
  });

  it("does not spend a key on a refused mail", async () => {
    const { sdk } = await account();
    expect((await sdk.emails.send({ ...mail, to: "nobody" }, { idempotencyKey: "k" })).error).toMatchObject({ statusCode: 422, name: "validation_error" });
    expect((await sdk.emails.send(mail, { idempotencyKey: "k" })).error).toBeNull();
  });

  it.each([
    [{ ...mail, to: [] }, 422, "missing_required_field"],
    [{ ...mail, to: Array.from({ length: 51 }, (_, n) => `a${n}@example.com`) }, 422, "validation_error"],
    [{ ...mail, from: "hello" }, 422, "invalid_from_address"],
    [{ ...mail, subject: "" }, 422, "missing_required_field"],
    [{ ...mail, subject: "a\r\nBcc: all@example.com" }, 422, "validation_error"],
    [{ ...mail, headers: { "X-A": "b\r\nBcc: all@example.com" } }, 422, "validation_error"],
    [{ ...mail, html: "" }, 422, "validation_error"],
    [{ ...mail, tags: [{ name: "run", value: "sp ace" }] }, 422, "validation_error"],
    [{ ...mail, from: "hello@elsewhere.example" }, 403, "validation_error"],
  ])("refuses %o", async (input, statusCode, name) => {
    const { sdk, inbox } = await account();
    expect((await sdk.emails.send(input)).error).toMatchObject({ statusCode, name });
    expect(inbox.list()).toHaveLength(0);
  });

  it("refuses a missing and a wrong key, broken JSON and unknown paths", async () => {
    const { url } = await account();
    const post = (headers: Record<string, string>, body = "{}", path = "/emails") => fetch(`${url}${path}`, { method: "POST", headers, body }).then((answer) => answer.json());
    const known = { authorization: "Bearer re_local" };
    expect(await post({})).toMatchObject({ statusCode: 401, name: "missing_api_key" });
    expect(await post({ authorization: "Bearer re_other" })).toMatchObject({ statusCode: 403, name: "invalid_api_key" });
    expect(await post(known, "{")).toMatchObject({ statusCode: 400, name: "validation_error" });
    expect(await post(known, "{}", "/broadcasts")).toMatchObject({ statusCode: 404, name: "not_found" });
    expect(await post({ ...known, "idempotency-key": "k".repeat(257) }, JSON.stringify(mail))).toMatchObject({ statusCode: 400, name: "invalid_idempotency_key" });
  });

  it("sends a strict batch whole or not at all, a permissive one in part", async () => {
    const { sdk, inbox } = await account();
    const batch = [mail, { ...mail, to: "nobody" }, { ...mail, to: "ewa@example.com" }];
    expect((await sdk.batch.send(batch)).error).toMatchObject({ statusCode: 422 });
    expect(inbox.list()).toHaveLength(0);
    const { data } = await sdk.batch.send(batch, { batchValidation: "permissive", idempotencyKey: "b" });
    expect(data).toMatchObject({ data: [{}, {}], errors: [{ index: 1, message: expect.stringContaining("`to`") as string }] });
    await sdk.batch.send(batch, { batchValidation: "permissive", idempotencyKey: "b" });
    expect(inbox.list()).toHaveLength(2);
    expect((await sdk.batch.send(Array.from({ length: 101 }, () => mail))).error).toMatchObject({ statusCode: 422 });
  });

  it("limits calls per second and says so", async () => {
    const { sdk } = await account({ callsPerSecond: 1 });
    const answers = await Promise.all([1, 2, 3, 4].map(() => sdk.emails.send(mail)));
    const limited = answers.find(({ error }) => error?.name === "rate_limit_exceeded");
    expect(limited?.headers).toMatchObject({ "ratelimit-limit": "1", "ratelimit-remaining": "0", "retry-after": "1" });
  });

  it("lists the merchant's domain as verified and lets another be added and verified", async () => {
    const { sdk, inbox } = await account();
    expect((await sdk.domains.list()).data?.data).toMatchObject([{ name: "juniper.example", status: "verified" }]);
    const created = await sdk.domains.create({ name: "second.example" });
    expect(created.data).toMatchObject({ status: "not_started" });
    await sdk.domains.verify(created.data?.id ?? "");
    expect((await sdk.emails.send({ ...mail, from: "a@second.example" })).error).toBeNull();
    expect(inbox.list()).toHaveLength(1);
  });

  it("signs its callbacks so that the SDK accepts them", async () => {
    const { sdk, received, types, settle } = await account();
    await sdk.emails.send({ ...mail, tags: [{ name: "run", value: "r1" }] });
    await settle();
    expect(types().sort()).toEqual(["email.delivered", "email.sent"]);
    const { headers, body } = received[0] ?? { headers: {}, body: "" };
    const verified = sdk.webhooks.verify({ payload: body, headers: { id: String(headers["svix-id"]), timestamp: String(headers["svix-timestamp"]), signature: String(headers["svix-signature"]) }, webhookSecret: SECRET });
    expect(verified).toMatchObject({ data: { to: ["ola@example.com"], tags: { run: "r1" } } });
  });

  it("bounces at bounce.example.com without an inbox, and complains half a minute after delivery", async () => {
    const { sdk, types, inbox, settle, pass } = await account();
    await sdk.emails.send({ ...mail, to: "gone@bounce.example.com" });
    await settle();
    expect(types().sort()).toEqual(["email.bounced", "email.sent"]);
    expect(inbox.list()).toHaveLength(0);
    await sdk.emails.send({ ...mail, to: "complain@example.com" });
    await settle();
    expect(types()).not.toContain("email.complained");
    await pass(30_000);
    expect(types()).toContain("email.complained");
  });

  it("repeats a callback that the app did not take by Resend's schedule, under the same id", async () => {
    const { sdk, received, appAnswers, settle, pass, resend } = await account();
    appAnswers(500);
    await sdk.emails.send({ ...mail, to: "gone@bounce.example.com" });
    await settle();
    await pass(5_000);
    expect(received).toHaveLength(4);
    appAnswers(200);
    await pass(300_000);
    expect(received).toHaveLength(6);
    expect(new Set(received.map(({ headers }) => headers["svix-id"])).size).toBe(2);
    expect(resend.callbacks.nextDueAt()).toBeNull();
  });
});
