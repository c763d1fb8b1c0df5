import SQLite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "../../../tests/setup/test-database";
import { expectLargeTables, ROWS_OF, VALUES_OF } from "./expected-sizes.server";

/** Columns that are different in nearly every row. */
const MANY = (
  "activeKey address at cartToken checkoutToken code codeKey column customerId domain dueAt effectId email endedAt endpointHash factKey firstName handedOverAt id judgeAt key keyInUse line mergedIntoId messageId nameInUse "
  + "nextTryAt orderId phone placedAt preparedAt providerId queuedAt resourceId runId seenAt seq settledAt settling shopifyId subjectId token updatedAt visitorId webhookId who"
).split(" ");

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

  it.each([
    [`select count(*) from "ShopifyWrite" where "shopId" = ? and "status" = 'failed'`, "status=?"],
    [`select count(*) from "WebhookReceipt" where "shopDomain" = ? and "status" = 'failed'`, "status=?"],
  ])("finds the few that did not come to a good end: %s", (statement, by) => {
    expect(searches(statement)).toEqual([by]);
  });

  it("knows of every column of an index whether its values are few, and of nothing that is not there", () => {
    const columns = connection.prepare(`
      select distinct t.name as "table", coalesce(c.name, 'tag') as "column" from sqlite_master t join pragma_index_list(t.name) i join pragma_index_info(i.name) c where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'`).all() as { table: string; column: string }[];
    const tables = connection.prepare("select name from sqlite_master where type = 'table'").pluck().all();
    const known = new Set(Object.keys(VALUES_OF));
    expect([...new Set(columns.filter(({ table, column }) => !known.has(column) && !known.has(`${table}.${column}`)).map(({ column }) => column))].sort()).toEqual(MANY);
    expect([...known].filter((each) => !columns.some(({ table, column }) => each === column || each === `${table}.${column}`))).toEqual([]);
    expect(Object.keys(ROWS_OF).filter((table) => !tables.includes(table))).toEqual([]);
  });

  it("keeps no process from starting while somebody else writes", () => {
    connection.exec("delete from sqlite_stat1");
    const other = new SQLite(connection.name, { timeout: 0 });
    connection.exec("begin immediate");
    expect(() => { expectLargeTables(other); }).not.toThrow();
    connection.exec("rollback");
    expectLargeTables(other);
    expect(other.prepare("select count(*) > 0 as told from sqlite_stat1").get()).toEqual({ told: 1 });
    other.close();
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
    const changes = connection.prepare("select total_changes() as n");
    const written = changes.get();
    expectLargeTables(connection);
    expect(changes.get()).toEqual(written);
    connection.exec(`create index "Event_new" on "Event" ("shopId", "source")`);
    expectLargeTables(connection);
    expect(connection.prepare("select stat from sqlite_stat1 where idx = 'Event_new'").get()).toEqual({ stat: "1000000 100000 2" });
  });
});
