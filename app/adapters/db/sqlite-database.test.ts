import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../../tests/setup/test-database";
import { TEMPLATE_DATABASE } from "../../../tests/setup/migrated-database";
import { openCheckpoints } from "./checkpoints.server";
import { insertRows } from "./insert-rows.server";
import { openSqliteDatabase } from "./sqlite-database.server";

let test: TestDatabase;
beforeEach(async () => {
  test = await openTestDatabase();
});
afterEach(() => test.close());

describe("a write transaction", () => {
  it("keeps another process from writing between its reading and its writing", async () => {
    const other = new SQLite(test.url.replace(/^file:/, ""), { timeout: 0 });
    const insert = (key: string) => other.prepare(`insert into "EventSeen" ("shopId", "key", "seenAt") values (1, ?, 1)`).run(key);
    await test.db.write(async (tx) => {
      await tx.acrossShops.selectFrom("EventSeen").selectAll().execute();
      expect(() => insert("within")).toThrow(/locked/);
      await tx.acrossShops.insertInto("EventSeen").values({ shopId: 1, key: "own", seenAt: 1 }).execute();
    });
    insert("after");
    expect((await test.db.acrossShops.selectFrom("EventSeen").select("key").orderBy("key").execute()).map(({ key }) => key)).toEqual(["after", "own"]);
    other.close();
  });

  it("that throws leaves nothing, and the next one begins", async () => {
    await expect(test.db.write(async (tx) => {
      await tx.acrossShops.insertInto("EventSeen").values({ shopId: 1, key: "lost", seenAt: 1 }).execute();
      throw new Error("taken back");
    })).rejects.toThrow("taken back");
    await test.db.write((tx) => tx.acrossShops.insertInto("EventSeen").values({ shopId: 1, key: "kept", seenAt: 1 }).execute());
    expect(await test.db.acrossShops.selectFrom("EventSeen").select("key").execute()).toEqual([{ key: "kept" }]);
  });
});

it("brings a large log into the file beside those who write, and it begins anew", async () => {
  const file = test.url.replace(/^file:/, "");
  const pages = (): number => {
    const other = new SQLite(file);
    const [{ log }] = other.pragma("wal_checkpoint(PASSIVE)") as [{ log: number }];
    other.close();
    return log;
  };
  const write = (from: number) => test.db.write(({ acrossShops }) => insertRows(acrossShops, "EventSeen", Array.from({ length: 1_000 }, (_, index) => ({ shopId: 1, key: `${from + index}-${"x".repeat(4_000)}`, seenAt: 1 }))));
  const checkpoints = openCheckpoints(file);
  await write(0);
  await checkpoints.look();
  expect(pages()).toBeGreaterThan(1_000);
  for (let from = 1_000; from < 6_000; from += 1_000) await write(from);
  await Promise.all([checkpoints.look(), write(6_000)]);
  await checkpoints.look();
  await write(7_000);
  expect(pages()).toBeLessThan(8_192);
  await checkpoints.close();
  expect((await test.db.acrossShops.selectFrom("EventSeen").select((of) => of.fn.countAll<number>().as("count")).executeTakeFirstOrThrow()).count).toBe(8_000);
});

it("brings in at its start what a process that was killed has left", async () => {
  const file = test.url.replace(/^file:/, "");
  const killed = new SQLite(file);
  killed.pragma("wal_autocheckpoint = 0");
  const insert = killed.prepare(`insert into "EventSeen" ("shopId", "key", "seenAt") values (1, ?, 1)`);
  killed.transaction(() => {
    for (let row = 0; row < 6_000; row += 1) insert.run(`${row}-${"x".repeat(4_000)}`);
  })();
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(32 * 2 ** 20);
  const next = openSqliteDatabase(test.url);
  expect(statSync(`${file}-wal`).size).toBe(0);
  expect((await next.acrossShops.selectFrom("EventSeen").select((of) => of.fn.countAll<number>().as("count")).executeTakeFirstOrThrow()).count).toBe(6_000);
  await next.close();
  killed.close();
});

it("leaves one file when it is closed, though it was never read from", async () => {
  const folder = mkdtempSync(join(tmpdir(), "scenarios-closed-"));
  copyFileSync(TEMPLATE_DATABASE, join(folder, "closed.db"));
  const db = openSqliteDatabase(`file:${join(folder, "closed.db")}`);
  await db.write((tx) => tx.acrossShops.insertInto("EventSeen").values({ shopId: 1, key: "kept", seenAt: 1 }).execute());
  await db.close();
  expect(readdirSync(folder)).toEqual(["closed.db"]);
  rmSync(folder, { recursive: true });
});
