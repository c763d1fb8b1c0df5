import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { Faults } from "./faults.ts";

const stops: (() => void)[] = [];
afterEach(() => { for (const stop of stops.splice(0)) stop(); });

async function provider() {
  let accepted = 0;
  const faults = new Faults(["resend"], () => 5);
  const handler = async (_req: IncomingMessage, res: ServerResponse) => {
    accepted += 1;
    res.writeHead(200, { "content-type": "application/json" });
    res.end(JSON.stringify({ id: accepted }));
    return true;
  };
  const server = createServer((req, res) => void faults.around("resend", req, res, { 429: { name: "rate" }, 500: { name: "down" } }, handler));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => { server.closeAllConnections(); server.close(); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/emails`;
  return { faults, call: (signal?: AbortSignal) => fetch(url, { method: "POST", ...(signal ? { signal } : {}) }), accepted: () => accepted };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe("faults", () => {
  it("fails the next n calls in the provider's own words and then lets calls through", async () => {
    const { faults, call, accepted } = await provider();
    faults.arm("resend", "429", 1);
    faults.arm("resend", "500", 1);
    const limited = await call();
    expect([limited.status, limited.headers.get("retry-after"), await limited.json()]).toEqual([429, "1", { name: "rate" }]);
    expect((await call()).status).toBe(500);
    expect(accepted()).toBe(0);
    expect((await call()).status).toBe(200);
  });

  it("reset hangs up without doing the work, accept-then-drop after doing it", async () => {
    const { faults, call, accepted } = await provider();
    faults.arm("resend", "reset", 1);
    await expect(call()).rejects.toThrow();
    expect(accepted()).toBe(0);
    faults.arm("resend", "accept-then-drop", 1);
    await expect(call()).rejects.toThrow();
    expect(accepted()).toBe(1);
  });

  it("timeout stays silent until the faults are cleared", async () => {
    const { faults, call, accepted } = await provider();
    faults.arm("resend", "timeout", 1);
    const silent = call().catch(() => "hung up");
    await until(() => faults.list().faults.length === 0);
    faults.clear();
    expect(await silent).toBe("hung up");
    expect(accepted()).toBe(0);
  });

  it("hold does the work and parks the answer until the faults are cleared", async () => {
    const { faults, call, accepted } = await provider();
    faults.arm("resend", "hold", 2);
    const first = call();
    await until(() => faults.parked === 1 && accepted() === 1);
    expect(faults.list()).toEqual({ faults: [{ target: "resend", mode: "hold", left: 1 }], parked: [{ target: "resend", path: "/emails", since: 5 }] });
    expect(faults.clear()).toBe(1);
    expect(await (await first).json()).toEqual({ id: 1 });
    expect(faults.list()).toEqual({ faults: [], parked: [] });
  });

  it("a parked call whose client died is no longer parked", async () => {
    const { faults, call } = await provider();
    faults.arm("resend", "hold", 1);
    const killed = new AbortController();
    const parked = call(killed.signal).catch(() => "aborted");
    await until(() => faults.parked === 1);
    killed.abort();
    expect(await parked).toBe("aborted");
    await until(() => faults.parked === 0);
  });
});
