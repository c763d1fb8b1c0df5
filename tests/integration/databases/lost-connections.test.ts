import { sql } from "kysely";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { Database } from "~/adapters/db/database.server";
import { openDatabase } from "~/adapters/db/open-database.server";
import { openEngineWorld, type EngineWorld } from "../../factories/engine-world";

describe.runIf(inject("postgresUrl") !== null)("a connection that is lost", () => {
  let world: EngineWorld;
  let other: Database;
  beforeEach(async () => {
    world = await openEngineWorld();
    other = openDatabase(world.url, pino({ level: "silent" }));
  });
  afterEach(async () => {
    await other.close();
    await world.close();
  });

  it("between two statements of a transaction fails that transaction; the process and what comes after it go on", async () => {
    const lost = other.write(async (tx) => {
      const { rows: [mine] } = await sql<{ pid: number }>`select pg_backend_pid() as "pid"`.execute(tx.acrossShops);
      await sql`select pg_terminate_backend(${mine?.pid})`.execute(world.db.acrossShops);
      // The server's farewell reaches a connection that waits for nothing.
      for (let left = 1; left > 0;) {
        const { rows } = await sql<{ left: number }>`select count(*) as "left" from pg_stat_activity where pid = ${mine?.pid}`.execute(world.db.acrossShops);
        left = rows[0]?.left ?? 0;
      }
      await new Promise((resolve) => setImmediate(resolve));
      await tx.acrossShops.selectFrom("Shop").select("id").execute();
    });
    await expect(lost).rejects.toThrow(/terminat|not queryable/i);
    expect(await other.acrossShops.selectFrom("Shop").select("id").execute()).toHaveLength(1);
  });
});
