import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WakeQueues } from "~/adapters/queue/bull/wake-queues.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { newId } from "~/adapters/db/new-id.server";
import { cartSeries, openEngineWorld, T0, tagNode, type EngineWorld } from "../../factories/engine-world";
import { RedisServer } from "../../setup/redis-server";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const ENVIRONMENT = {
  SHOPIFY_API_KEY: "key", SHOPIFY_API_SECRET: "secret", SHOPIFY_APP_URL: "https://app.example", SCOPES: "read_customers",
  RESEND_API_KEY: "re_test", RESEND_WEBHOOK_SECRET: "whsec_test", SECRET_KEY: "0123456789abcdef0123456789abcdef",
};
const WITHIN = { timeout: 40_000, interval: 50 };

let world: EngineWorld;
let url: string;
let redis: RedisServer;
let web: WakeQueues;
const workers: ChildProcess[] = [];

beforeEach(async () => {
  redis = await RedisServer.start();
  world = await openEngineWorld();
  url = world.url;
});
afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL");
  await web?.close();
  await world.close();
  await redis.stop();
});

/** Resolves once it works, with where it tells its health. */
async function startWorker(prefix: string, change: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", "app/entry.worker.ts"], {
    cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], env: { NODE_ENV: "production", PATH: process.env["PATH"] ?? "", ...ENVIRONMENT, DATABASE_URL: url, REDIS_URL: redis.url, REDIS_PREFIX: prefix, ...change },
  });
  workers.push(child);
  const said: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", (line) => void said.push(line));
  const health = async () => {
    const port = said.map((line) => /"port":(\d+),"msg":"working"/.exec(line)?.[1]).find((found) => found !== undefined);
    if (!port) throw new Error(said.join("\n"));
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    return { status: answer.status, ...((await answer.json()) as { queue: string }) };
  };
  return { child, ended, said, health };
}

async function dueRun(customerId: string): Promise<void> {
  const { id: scenarioId, versionId } = await world.activate({ ...cartSeries(), firstStepId: "tag", steps: [tagNode("add-tag", "tag", null)] });
  await world.addCustomer(customerId);
  const id = newId();
  await world.db.write(({ acrossShops }) => insertRows(acrossShops, "Run", [{
    shopId: world.shop.id, id, scenarioId, versionId, customerId, activeKey: id, factKey: customerId, entryPointId: "cart", status: "active", stepId: "tag", dueAt: T0,
    enteredAt: T0, enteredStepAt: T0, heldMs: 0, seq: 1, recovered: 0, context: JSON.stringify({ at: T0 }),
  }]));
}

const statuses = async () => (await world.runs()).map(({ status }) => status);

describe("a worker process", () => {
  it("does what a web process wakes it for, beside a second one, and ends with 0 when it is asked to", async () => {
    const prefix = randomUUID();
    web = new WakeQueues({ url: redis.url, prefix, log: pino({ level: "silent" }) });
    const [one, two] = await Promise.all([startWorker(prefix), startWorker(prefix)]);
    for (const worker of [one, two]) await vi.waitFor(async () => expect(await worker.health()).toMatchObject({ status: 200, queue: "answers" }), WITHIN);
    await dueRun("ola");
    web.wake("runs");
    await vi.waitFor(async () => expect(await statuses()).toEqual(["completed"]), WITHIN);

    await redis.kill();
    await dueRun("petr");
    await vi.waitFor(async () => expect(await statuses()).toEqual(["completed", "completed"]), WITHIN);
    expect(await one.health()).toMatchObject({ status: 200, queue: "away" });

    one.child.kill("SIGTERM");
    two.child.kill("SIGINT");
    expect([await one.ended, await two.ended], [...one.said, ...two.said].join("\n")).toEqual([0, 0]);
  }, 150_000);

  it("refuses to start without a Redis, with a sentence that says what to do", async () => {
    const { ended, said } = await startWorker("none", { REDIS_URL: "" });
    expect(await ended).toBe(1);
    expect(said.join("\n")).toContain("REDIS_URL is not set, so the web process does all the work by itself");
  }, 60_000);
});
