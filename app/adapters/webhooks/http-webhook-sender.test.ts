import type { RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { listening } from "../../../tests/factories/message-world";
import { createHttpWebhookSender, type HttpWebhookOptions } from "./http-webhook-sender.server";

const URL_HERE = "https://receiver.example/hooks?a=1";
let close: (() => Promise<void>) | null = null;
afterEach(async () => {
  await close?.();
  close = null;
});

async function receiver(onRequest: RequestListener, options: Partial<HttpWebhookOptions> = {}) {
  const server = await listening(onRequest);
  close = server.close;
  return createHttpWebhookSender({ real: () => 60_000, loopback: { host: "receiver.example", port: Number(new URL(server.url).port) }, timeoutMs: 5_000, ...options });
}

describe("webhooks over HTTP", () => {
  it("R31 posts the body and the headers, and reads the beginning of the answer", async () => {
    const got: unknown[] = [];
    const sender = await receiver((req, res) => {
      let body = "";
      req.on("data", (chunk: Buffer) => { body += chunk.toString(); }).on("end", () => {
        got.push([req.method, req.url, req.headers.host, req.headers["x-key"], body]);
        res.writeHead(202, { "retry-after": "30" }).end(`${"ż".repeat(1_200)}`);
      });
    });
    expect(await sender.post(URL_HERE, { "X-Key": "abc" }, '{"ż":1}')).toMatchObject({ kind: "answered", status: 202, retryAfter: 30_000, body: "ż".repeat(1_000) });
    expect(got).toEqual([["POST", "/hooks?a=1", "receiver.example", "abc", '{"ż":1}']]);
  });

  it("R31 follows no redirect, and reads no answer without end", async () => {
    let calls = 0;
    const sender = await receiver((_, res) => {
      calls += 1;
      res.writeHead(302, { location: "http://127.0.0.1/" });
      const write = () => res.write("x".repeat(4_096), () => (res.destroyed ? undefined : write()));
      write();
    });
    expect(await sender.post(URL_HERE, {}, "{}")).toMatchObject({ kind: "answered", status: 302 });
    expect(calls).toBe(1);
  });

  it("R31 gives up after its time limit, also where the name is not found in it", async () => {
    const silent = await receiver(() => undefined, { timeoutMs: 60 });
    expect(await silent.post(URL_HERE, {}, "{}")).toEqual({ kind: "silent", reached: true, why: "no answer within 0.06 s" });
    const lost = createHttpWebhookSender({ real: () => 0, timeoutMs: 60, resolve: () => new Promise(() => undefined) });
    expect(await lost.post(URL_HERE, {}, "{}")).toMatchObject({ kind: "silent", reached: false });
    const unknown = createHttpWebhookSender({ real: () => 0, resolve: () => Promise.reject(new Error("ENOTFOUND")) });
    expect(await unknown.post(URL_HERE, {}, "{}")).toEqual({ kind: "silent", reached: false, why: "ENOTFOUND" });
  });

  it("R31 calls nobody where one of the name's addresses is private, and where the address says so itself", async () => {
    let calls = 0;
    const server = await listening((_, res) => { calls += 1; res.end(); });
    close = server.close;
    for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"]) {
      const sender = createHttpWebhookSender({ real: () => 0, resolve: async () => [{ address: "93.184.216.34", family: 4 }, { address, family: address.includes(":") ? 6 : 4 }] });
      expect(await sender.post(URL_HERE, {}, "{}"), address).toEqual({ kind: "private", address });
    }
    const plain = createHttpWebhookSender({ real: () => 0 });
    for (const url of [server.url, "https://127.0.0.1/", "https://[::1]/", "https://localhost/"]) expect((await plain.post(url, {}, "{}")).kind, url).toBe("private");
    expect(calls).toBe(0);
  });

  it("R31 asks for the addresses of a name once, so that it cannot change its mind", async () => {
    let asked = 0;
    const sender = createHttpWebhookSender({
      real: () => 0, timeoutMs: 80,
      resolve: async () => {
        asked += 1;
        // Public, and given to nobody.
        return asked === 1 ? [{ address: "2d00::1", family: 6 }] : [{ address: "127.0.0.1", family: 4 }];
      },
    });
    expect((await sender.post("https://rebinding.example/", {}, "{}")).kind).toBe("silent");
    expect(asked).toBe(1);
  });
});
