import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { OutgoingEmail } from "./email-channel";
import { createResendChannel } from "./resend-channel.server";

const email: OutgoingEmail = { from: "shop@example.com", to: "ola@example.com", subject: "Hello", html: "<p>Hello</p>", text: "Hello", headers: {}, tags: [] };
const closers: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closers.splice(0)) await close(); });

/** What becomes of two e-mails when the provider answers so. */
async function handedOver(status: number, answer: unknown) {
  const server = createServer((_request, response) => void response.writeHead(status, { "content-type": "application/json" }).end(typeof answer === "string" ? answer : JSON.stringify(answer)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }));
  const channel = createResendChannel({ apiKey: "re_local", baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  return channel.send("key", [email, email]);
}

describe("the provider's answers", () => {
  it("are taken in the order of the e-mails, those refused left out", async () => {
    expect(await handedOver(200, { data: [{ id: "a" }], errors: [{ index: 0, message: "no" }] })).toEqual({ outcome: "answered", results: [{ accepted: false, reason: "no" }, { accepted: true, providerId: "a" }] });
  });

  it.each([
    ["nothing", {}], ["too few", { data: [{ id: "a" }] }], ["too many", { data: [{ id: "a" }, { id: "b" }, { id: "c" }] }], ["no ids", { data: [{}, {}] }],
    ["an error of an e-mail that was not sent", { data: [{ id: "a" }], errors: [{ index: 7, message: "no" }] }], ["no JSON", "<html>"],
  ])("that say %s leave it open what was taken", async (_name, answer) => {
    expect(await handedOver(200, answer)).toMatchObject({ outcome: "later", certain: false });
  });

  it.each([
    [422, "validation_error", "refused"], [403, "validation_error", "refused"], [413, "content_too_large", "refused"],
    [404, "not_found", "later"], [405, "method_not_allowed", "later"], [408, "timeout", "later"], [401, "missing_api_key", "later"], [409, "concurrent_idempotent_requests", "later"], [502, "bad_gateway", "later"],
  ])("%i %s: %s", async (status, name, outcome) => {
    expect(await handedOver(status, { name, message: "sorry", statusCode: status })).toMatchObject({ outcome });
  });
});
