import { sql, type RawBuilder } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { dueOnes } from "~/runtime/messages/due-messages.server";
import { activeRuns } from "~/services/runs/active-runs-of.server";
import { decisions } from "~/services/runs/decisions-about.server";
import { waitsOf } from "~/services/runs/note-happened.server";
import { endedRuns } from "~/services/runs/read-insiders.server";
import { openEngineWorld, type EngineWorld } from "../../factories/engine-world";
import { planOf } from "../../setup/plan-of";

const MANY = 12_000;
const SCENARIO = "s";
const onPostgres = inject("postgresUrl") !== null;

/** What each finds must not depend on how many runs the shop has, whether PostgreSQL has counted them or not. */
describe.each([{ counted: false }, { counted: true }])("of thousands of runs a few are found by their key, statistics gathered: $counted", ({ counted }) => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = await openEngineWorld();
    const now = world.clock.now();
    const numbers = Array.from({ length: MANY }, (_, number) => number);
    await world.db.write(async ({ acrossShops }) => {
      await insertRows(acrossShops, "Run", numbers.map((number) => ({
        shopId: world.shop.id, id: `r${number}`, scenarioId: SCENARIO, versionId: "v", customerId: `c${number}`, activeKey: number % 2 === 0 ? "inside" : null, factKey: `f${number}`, entryPointId: "e",
        status: number % 2 === 0 ? "active" : "completed", endedAt: number % 2 === 0 ? null : now, enteredAt: now, enteredStepAt: now, heldMs: 0, seq: 1, recovered: 0, context: "{}",
      })));
      await insertRows(acrossShops, "EntryDecision", numbers.map((number) => ({
        shopId: world.shop.id, id: `d${number}`, scenarioId: SCENARIO, versionId: "v", entryPointId: "e", customerId: `c${number}`, factKey: `f${number}`, at: now, outcome: "entered", runId: `r${number}`,
      })));
      await insertRows(acrossShops, "Wait", [{ shopId: world.shop.id, runId: "r20", seq: 1, customerId: "c20", kind: "activity", awaits: "{}", since: now }]);
    });
    // Others have used this database: what PostgreSQL knows of the tables must not come from them.
    if (onPostgres) for (const table of ["Run", "EntryDecision", "Wait"]) await (counted ? sql`analyze ${sql.table(table)}` : forget(table)).execute(world.db.acrossShops);
  });
  afterEach(() => world.close());

  const people = Array.from({ length: 100 }, (_, number) => ({ scenarioId: SCENARIO, customerId: `c${number * 5}`, factKey: `f${number * 5}` }));

  it("R5 R6 R7 R8 what is asked about those who would enter, and who leave", async () => {
    const told = decisions(world.db, world.shop.id, people);
    expect(await found(told)).toHaveLength(100);
    expect(await planOf(world.db, told)).toMatch(byKey("EntryDecision_shopId_scenarioId_factKey_key", ["shopId", "scenarioId", "factKey"]));
    for (const runs of [activeRuns(world.db, world.shop.id, people.map(({ customerId }) => customerId), [SCENARIO]), endedRuns(world.db, world.shop.id, people)]) {
      expect(await found(runs)).toHaveLength(50);
      expect(await planOf(world.db, runs)).toMatch(byKey("Run_shopId_customerId_scenarioId_activeKey_key", ["shopId", "customerId"]));
    }
  });

  it("R31 who waits for what was done", async () => {
    const waits = waitsOf(world.db, people.map(({ customerId }) => ({ shopId: world.shop.id, customerId })), ["activity"]);
    expect(await found(waits)).toMatchObject([{ runId: "r20", factKey: "f20" }]);
    expect(await planOf(world.db, waits)).toMatch(runByItsId);
  });

  it("R9 R21 whether the run of what is due is held", async () => {
    expect(await planOf(world.db, dueOnes(world.db, "email", world.shop.id, world.clock.now(), 100))).toMatch(runByItsId);
  });

  const runByItsId = onPostgres ? /Run_pkey.*\n.*Index Cond: \(\("shopId" = [^)]*\) AND \(id = / : /SEARCH r USING INDEX sqlite_autoindex_Run_1 \(shopId=\? AND id=\?\)/;

  const found = async (statement: RawBuilder<unknown>): Promise<unknown[]> => (await statement.execute(world.db.acrossShops)).rows;

  function byKey(index: string, columns: readonly string[]): RegExp {
    const each = columns.map((column) => (onPostgres ? String.raw`\("${column}" = [^)]*\)` : String.raw`${column}=\?`)).join(" AND ");
    return new RegExp(onPostgres ? `${index}.*\n.*Index Cond: \\(${each}` : `${index} \\(${each}`);
  }

  /** As before its first count. */
  function forget(table: string): RawBuilder<unknown> {
    return sql`select pg_clear_relation_stats('public', ${table}), (select count(pg_clear_attribute_stats('public', ${table}, attname::text, false)) from pg_attribute where attrelid = cast(${`"${table}"`} as regclass) and attnum > 0 and not attisdropped)`;
  }
});
