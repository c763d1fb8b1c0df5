import SQLite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../../tests/setup/test-database";
import { expectLargeTables } from "./expected-sizes.server";

describe("what SQLite expects of its tables", () => {
  let test: TestDatabase;
  let connection: SQLite.Database;
  beforeEach(async () => {
    test = await openTestDatabase();
    connection = new SQLite(test.url.replace(/^file:/, ""));
  });
  afterEach(async () => {
    connection.close();
    await test.close();
  });
  /** By which columns each table is searched. */
  function searches(statement: string): string[] {
    const values = Array.from({ length: statement.match(/\?/g)?.length ?? 0 }, () => null);
    const plan = connection.prepare(`explain query plan ${statement}`).all(...values) as { detail: string }[];
    return plan.flatMap(({ detail }) => /^SEARCH (?:.*)\((.*)\)/.exec(detail)?.[1] ?? []);
  }
  const hundreds = `(${Array.from({ length: 500 }, () => "?").join(",")})`;

  it.each([
    [`select "customerId", "consentId", "state" from "CustomerConsent" where "shopId" = ? and "customerId" in ${hundreds}`, "shopId=? AND customerId=?"],
    [`select "id" from "Run" where "shopId" = ? and "id" in ${hundreds} and "status" = ?`, "shopId=? AND id=?"],
    [`select "id" from "Run" where "shopId" = ? and "customerId" in ${hundreds} and "status" = ? and "scenarioId" in (?) order by "enteredAt"`, "shopId=? AND customerId=?"],
    [`select "orderId", "productId" from "OrderLine" where "shopId" = ? and "orderId" in ${hundreds}`, "shopId=? AND orderId=?"],
    [`select 1 from "Customer" c where "shopId" = ? and "id" = ? and exists (select 1 from "Event" e where e."shopId" = ? and e."type" = ? and e."customerId" is not null and e."customerId" = c."id" limit 1 offset 0)`, "shopId=? AND customerId=?"],
  ])("finds hundreds by their keys in a shop that has millions: %s", (statement, by) => {
    expect(searches(statement).at(-1)).toContain(by);
  });

  it("is told anew where somebody gathered statistics by hand", () => {
    connection.exec(`insert into "EventSeen" ("shopId", "key", "seenAt") values (1, 'a', 1), (1, 'b', 2); analyze`);
    expect(connection.prepare("select stat from sqlite_stat1 where idx = 'EventSeen_seenAt_idx'").get()).toEqual({ stat: "2 1" });
    expectLargeTables(connection);
    expect(connection.prepare("select stat from sqlite_stat1 where idx = 'EventSeen_seenAt_idx'").get()).toEqual({ stat: "1000000 5" });
    expect(connection.prepare("select count(*) as n from sqlite_stat4").get()).toEqual({ n: 0 });
  });

  it("is told of every index, once", () => {
    const untold = connection.prepare(`
      select i.name from sqlite_master t join pragma_index_list(t.name) i left join sqlite_stat1 s on s.tbl = t.name and s.idx = i.name where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\' and s.stat is null`).all();
    expect(untold).toEqual([]);
    const before = connection.pragma("data_version");
    const changes = connection.prepare("select total_changes() as n");
    const written = changes.get();
    expectLargeTables(connection);
    expect([connection.pragma("data_version"), changes.get()]).toEqual([before, written]);
    connection.exec(`create index "Event_new" on "Event" ("shopId", "source")`);
    expectLargeTables(connection);
    expect(connection.prepare("select stat from sqlite_stat1 where idx = 'Event_new'").get()).toEqual({ stat: "1000000 100000 2" });
  });
});
