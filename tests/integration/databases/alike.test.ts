import fc from "fast-check";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { valueRows } from "~/adapters/db/value-rows";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { listCustomers } from "~/queries/customer-list.server";
import { openEngineWorld, type EngineWorld } from "../../factories/engine-world";

/** What databases are known to say differently, said alike by both. */
describe("the databases", () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
  });
  afterEach(() => world.close());

  const name = (id: string, lastName: string) => world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ lastName }).where("id", "=", id).execute());
  const one = async <T>(expression: ReturnType<typeof sql<T>>) => (await sql<{ is: T }>`select ${expression} as "is"`.execute(world.db.acrossShops)).rows[0]?.is;

  it("find people whatever the case of the letters, and take % and _ for what they are", async () => {
    for (const [id, lastName] of [["a", "Nowak"], ["b", "NOWAK"], ["c", "No_k"], ["d", "100%"]] as const) {
      await world.addCustomer(id);
      await name(id, lastName);
    }
    const found = async (search: string) => (await listCustomers(world.db, world.shop.id, { search, after: null })).customers.map(({ id }) => id).sort();
    expect(await found("nOwAk")).toEqual(["a", "b"]);
    expect(await found("no_")).toEqual(["c"]);
    expect(await found("100%")).toEqual(["d"]);
  });

  it("put texts in the order of their bytes", async () => {
    const names = ["adam", "Zoe", "Ąga", "ola-1", "ola", "Ola", "ola_2", ""];
    for (const [index, lastName] of names.entries()) {
      await world.addCustomer(`c${index}`);
      await name(`c${index}`, lastName);
    }
    const rows = await world.db.forShop(world.shop.id).selectFrom("Customer").select("lastName").orderBy("lastName").execute();
    expect(rows.map(({ lastName }) => lastName)).toEqual(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });

  it("divide integers without a rest, and say NULLs first or last as asked", async () => {
    expect(await one(sql<number>`7 / 2`)).toBe(3);
    expect(await one(sql<number>`-7 / 2`)).toBe(-3);
    for (const id of ["a", "b", "c"]) await world.addCustomer(id);
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ lastOrderAt: 5 }).where("id", "=", "b").execute());
    const by = async (order: "asc" | "desc", nulls: "nullsFirst" | "nullsLast") =>
      (await world.db.forShop(world.shop.id).selectFrom("Customer").select("id").orderBy("lastOrderAt", (of) => of[order]()[nulls]()).orderBy("id").execute()).map(({ id }) => id);
    expect(await by("asc", "nullsLast")).toEqual(["b", "a", "c"]);
    expect(await by("desc", "nullsFirst")).toEqual(["a", "c", "b"]);
  });

  it("give counts, sums and instants as numbers, to the last unit", async () => {
    await world.addCustomer("ola");
    const most = Number.MAX_SAFE_INTEGER - 1;
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ totalSpentMinor: most, lastOrderAt: Date.UTC(9999, 11, 31) }).execute());
    const row = await world.db.forShop(world.shop.id).selectFrom("Customer")
      .select(({ fn }) => ["lastOrderAt", "totalSpentMinor", fn.countAll<number>().over().as("count"), fn.sum<number>("totalSpentMinor").over().as("sum")]).executeTakeFirst();
    expect(row).toEqual({ lastOrderAt: Date.UTC(9999, 11, 31), totalSpentMinor: most, count: 1, sum: most });
  });

  it("keep what is true or false as 1 or 0", async () => {
    await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Scenario").values({ shopId: world.shop.id, id: "s", name: "", status: "draft", definition: "{}", revision: 1, clocksRunOn: 1, createdAt: 1, updatedAt: 1 }).execute());
    const row = await world.db.forShop(world.shop.id).selectFrom("Scenario").select("clocksRunOn").where("clocksRunOn", "=", 1).executeTakeFirst();
    expect(row).toEqual({ clocksRunOn: 1 });
  });

  it("take rows of values, nobody in a list, and statements as text", async () => {
    const rows = valueRows(world.db.dialect, ["text", "bigint"], [["a", null], ["b", 2], [null, 3]]);
    expect((await sql`with v("id", "at") as (${rows}) select * from v order by "id" nulls last`.execute(world.db.acrossShops)).rows).toEqual([{ id: "a", at: null }, { id: "b", at: 2 }, { id: null, at: 3 }]);
    expect(await world.db.forShop(world.shop.id).selectFrom("Customer").selectAll().where("id", "in", []).execute()).toEqual([]);
    await world.db.write((tx) => insertRows(tx.acrossShops, "EventSeen", Array.from({ length: 137 }, (_, index) => ({ shopId: world.shop.id, key: `k${index % 130}`, seenAt: index })), { ifTaken: "skip" }));
    expect(await world.db.forShop(world.shop.id).selectFrom("EventSeen").select(({ fn }) => fn.countAll<number>().as("count")).executeTakeFirst()).toEqual({ count: 130 });
  });

  it("take lists of any length, whatever is in their texts", async () => {
    const names = ["", "NULL", "null", "a,b", "{a}", '"', "\\", "\\\\\"", " a ", "'", "$1", "?", "ą", "\n", "a\0b", "\ud83d\ude00"];
    const nobody = Array.from({ length: 2_000 }, (_, index) => `nobody ${index} \ud800`);
    for (const [index, lastName] of names.entries()) {
      await world.addCustomer(`c${index}`);
      await name(`c${index}`, lastName);
    }
    const who = async (operator: "in" | "not in", list: readonly string[]) =>
      (await world.db.forShop(world.shop.id).selectFrom("Customer").select("id").where("lastName", operator, list).execute()).map(({ id }) => id).sort();
    const all = names.map((_, index) => `c${index}`).sort();
    await fc.assert(fc.asyncProperty(fc.subarray(names), async (list) => {
      const meant = names.flatMap((lastName, index) => (list.includes(lastName) ? [`c${index}`] : [])).sort();
      expect(await who("in", list)).toEqual(meant);
      expect(await who("not in", list)).toEqual(all.filter((id) => !meant.includes(id)));
    }), { numRuns: 30, examples: [[[]], [names]] });
    expect(await who("in", [...nobody, "NULL"])).toEqual([`c${names.indexOf("NULL")}`]);
    expect(await who("not in", nobody)).toEqual(all);
    const count = (list: readonly number[]) => world.db.acrossShops.selectFrom("Customer").select(({ fn }) => fn.countAll<number>().as("count")).where("shopId", "in", list).executeTakeFirst();
    expect(await count([world.shop.id, 9_999])).toEqual({ count: names.length });
    expect(await count([9_998, 9_999])).toEqual({ count: 0 });
  });

  it("take any text, one with a NUL character too", async () => {
    await world.addCustomer("ola");
    await name("ola", "No\0wak \ud83d\ude00 '\"\\");
    const row = await world.db.forShop(world.shop.id).selectFrom("Customer").select("lastName").executeTakeFirstOrThrow();
    expect(row.lastName.replace("\0", "")).toBe("Nowak \ud83d\ude00 '\"\\");
  });
});
