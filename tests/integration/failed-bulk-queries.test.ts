import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { readBulkFile, type ReadBulkFile } from "~/adapters/shopify/bulk/read-bulk-file.server";
import { DAY, MINUTE } from "~/domain/instant";
import { importWork } from "~/runtime/shopify/import.server";
import { retryFailed } from "~/services/shopify/retry-failed.server";
import { seedState } from "../../dev-store/state/seed.ts";
import { importJobs, passThroughImport } from "../factories/pass-through-import";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

const NOW = Date.parse("2026-11-20T10:00:00Z");
let world: ShopifyWorld;
beforeEach(async () => {
  world = await openShopifyWorld(seedState(NOW), NOW);
});
afterEach(() => world.close());

const jobs = () => importJobs(world);
const customersKept = async () => (await world.db.acrossShops.selectFrom("Customer").select("id").execute()).length;

/** The rest of a bulk query's file at once. */
async function whole(url: string, from: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of readBulkFile(url, from)) parts.push(part);
  return Buffer.concat(parts);
}

describe("a bulk query that goes wrong", () => {
  const customersJob = async () => (await jobs())[0];
  /** Until the bulk query of the customers was started, and Shopify has it. */
  const started = async () => {
    await world.install();
    await world.works.import.runDue();
    const operation = world.bulk.all()[0];
    if (!operation) throw new Error("no bulk query was started");
    await expect.poll(() => operation.status).toBe("COMPLETED");
    world.clock.set(world.clock.now() + MINUTE, true);
    return operation;
  };

  it.each([
    ["failed", { status: "FAILED", errorCode: "INTERNAL_SERVER_ERROR" }, "the bulk query failed at Shopify (INTERNAL_SERVER_ERROR)"],
    ["timed out", { status: "FAILED", errorCode: "TIMEOUT" }, "the bulk query failed at Shopify (TIMEOUT)"],
    ["was cancelled", { status: "CANCELED" }, "the bulk query was cancelled"],
    ["expired", { status: "EXPIRED" }, "the file of the bulk query expired"],
    ["lost its file", { url: null }, "Shopify no longer holds the file of the bulk query"],
  ] as const)("R45 one that %s is started anew after a rest", async (_what, becomes, error) => {
    Object.assign(await started(), becomes);
    await world.works.import.runDue();
    expect(await customersJob()).toMatchObject({ status: "running", operationId: null, attempts: 1, error, nextTryAt: world.clock.now() + 10_000 });
    await world.exhaust(world.works.import);
    expect(await customersJob()).toMatchObject({ status: "done", error: null, attempts: 0, done: world.store.state.customers.size });
    expect(world.bulk.all()).toHaveLength(5);
  });

  it("R45 a file whose address died in the middle is gathered anew, and what was saved of it stays", async () => {
    const operation = await started();
    const inTurns = importWork(world.context, world.openAdminApi, readBulkFile, 0, 200);
    await inTurns.runDue();
    expect(await customersJob()).toMatchObject({ done: 200 });
    world.bulk.forgetFile(operation.tail);
    await inTurns.runDue();
    expect(await customersJob()).toMatchObject({ status: "running", operationId: null, readTo: 0, error: "Shopify no longer holds the file of a bulk query (404)" });
    expect(await customersKept()).toBe(200);
    await world.exhaust(world.works.import);
    expect(await customersJob()).toMatchObject({ status: "done", done: world.store.state.customers.size, mended: JSON.stringify({ customersAdded: world.store.state.customers.size }) });
  });

  it("R45 a file that breaks off is read on from its last whole piece", async () => {
    await started();
    let times = 0;
    const breaking: ReadBulkFile = async function* (url, from) {
      const bytes = await whole(url, from);
      yield times++ === 0 ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
    };
    const work = importWork(world.context, world.openAdminApi, breaking, 5_000, 200);
    await work.runDue();
    const held = await customersJob();
    expect(held).toMatchObject({ status: "running", attempts: 1 });
    expect(held?.readTo).toBeGreaterThan(0);
    await passThroughImport(world, work);
    expect(await customersJob()).toMatchObject({ status: "done", done: world.store.state.customers.size });
  });

  it("R45 while another one runs it waits, however long that takes, and that is no failure", async () => {
    await world.install();
    for (let other = 0; other < 5; other++) world.bulk.start("{ shop { name } }", () => NOW, () => new Promise(() => undefined));
    for (let asked = 0; asked < 12; asked++) {
      expect(await world.works.import.runDue()).toBe(1);
      expect(await customersJob()).toMatchObject({ status: "running", operationId: null, attempts: 0, error: null, nextTryAt: world.clock.now() + MINUTE });
      world.clock.set(world.clock.now() + MINUTE, true);
    }
    for (const other of world.bulk.all()) world.bulk.cancel(other.tail, NOW);
    await world.exhaust(world.works.import);
    expect((await jobs()).map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
  });

  it("R45 one for which the app lacks a permission fails at once, in sight, and the others go on", async () => {
    Object.assign(await started(), { status: "FAILED", errorCode: "ACCESS_DENIED" });
    await world.exhaust(world.works.import);
    expect(await customersJob()).toMatchObject({ status: "failed", error: "Shopify refused the bulk query: the app lacks a permission" });
    expect((await jobs()).map(({ status }) => status)).toEqual(["failed", "done", "done", "done"]);
    await retryFailed(world.context, await world.shop(), "imports");
    await world.exhaust(world.works.import);
    expect(await customersJob()).toMatchObject({ status: "done" });
  });

  it("R45 one that never succeeds is given up after a day, in sight", async () => {
    await world.install();
    for (;;) {
      await passThroughImport(world, world.works.import, 1);
      const [operation] = world.bulk.all().slice(-1);
      const job = await customersJob();
      if (job?.status === "failed") break;
      if (operation) Object.assign(operation, { status: "FAILED", errorCode: "TIMEOUT" });
    }
    expect(await customersJob()).toMatchObject({ attempts: 9, error: "the bulk query failed at Shopify (TIMEOUT)" });
    expect(world.clock.now() - NOW).toBeLessThan(2 * DAY);
  });

  it("R45 a row that cannot be read is passed over and counted, with the reason", async () => {
    await started();
    const spoiling: ReadBulkFile = async function* (url, from) {
      const text = (await whole(url, from)).toString().split("\n");
      text[0] = '{"id":"gid://shopify/Customer/1","firstName":7}';
      text[3] = '{"id": half';
      yield Buffer.from(text.join("\n").padEnd(Number(world.bulk.all()[0]?.fileSize ?? 0), "\n"));
    };
    await passThroughImport(world, importWork(world.context, world.openAdminApi, spoiling));
    const job = await customersJob();
    expect(job).toMatchObject({ status: "done", unreadable: 2, done: world.store.state.customers.size });
    expect(job?.problem).toContain("firstName");
    expect(await customersKept()).toBeGreaterThanOrEqual(world.store.state.customers.size - 2);
  });

  it("R45 rests when Shopify throttles", async () => {
    await world.install();
    world.faults.push(new AdminApiError("Throttled", { retryable: true, code: "THROTTLED", retryAfterMs: 90_000 }));
    await world.works.import.runDue();
    expect(await customersJob()).toMatchObject({ status: "running", attempts: 1, error: "Throttled", nextTryAt: NOW + 90_000 });
    expect(await world.works.import.runDue()).toBe(0);
    await world.exhaust(world.works.import);
    expect((await jobs()).map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
  });
});
