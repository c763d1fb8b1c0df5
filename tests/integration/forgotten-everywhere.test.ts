import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOW, smallShop } from "../../dev-store/graphql/small-shop.ts";
import { schemaTables, type SchemaColumn } from "../factories/schema-tables";
import { openShopifyWorld, type ShopifyWorld } from "../factories/shopify-world";

/**
 * Walks prisma/schema.prisma: a new table with a customer in it fails here until redaction, merge and data request know it.
 * A text of such a table counts as personal unless it is named below.
 */
const LINKS = ["customerId", "subjectId", "customerShopifyId"];
const of = (columns: readonly SchemaColumn[]) => columns.find(({ name }) => LINKS.includes(name))?.name;
const TABLES = [...schemaTables()].filter(([table, columns]) => table !== "Customer" && of(columns) !== undefined);

/** Ids, words of ours, and what is counted: they say nothing of a person. */
const NEUTRAL = /^(id|.*Id|kind|type|status|state|stage|source|channel|outcome|reason|did|by|day|judged|currency|market|identifiedBy|whenStale|leaseOwner|activeKey|factKey)$/;
/** What stays, and why nobody can be told by it. */
const STAYS: Record<string, readonly string[]> = {
  // The order's number and Shopify's tokens of carts that are no longer kept: figures and credit are counted from the order.
  ShopOrder: ["name", "cartToken", "checkoutToken"],
};
/** Not in the answer to a data request: what only says in other words what is there, or what we have yet to do. */
const NOT_TOLD = ["CustomerTagRemoval", "ShopifyWrite", "DataRequest", "Wait", "IdleClock", "Interaction"];

let world: ShopifyWorld;
let ola: string;
beforeEach(async () => {
  world = await openShopifyWorld(smallShop().store.state, NOW);
  await world.install();
  ola = await customer("77");
});
afterEach(() => world.close());

async function customer(shopifyId: string): Promise<string> {
  await world.apply("customers/create", { admin_graphql_api_id: `gid://shopify/Customer/${shopifyId}`, email: `${shopifyId}@example.com`, first_name: "Ola", last_name: "Nowak", created_at: new Date(NOW).toISOString(), updated_at: new Date(NOW).toISOString() });
  return (await world.db.acrossShops.selectFrom("Customer").select("id").where("shopifyId", "=", shopifyId).executeTakeFirstOrThrow()).id;
}

const privateTo = (table: string) => JSON.stringify({ said: `private-${table}` });
const isPersonal = (table: string, { name, type }: SchemaColumn) => type === "String" && !LINKS.includes(name) && !NEUTRAL.test(name) && !(STAYS[table] ?? []).includes(name);

/** What rules read, so that the row is one that can be. */
const MEANING: Record<string, Record<string, unknown>> = {
  Run: { id: "run", status: "active", seq: 1, heldAt: null, leaseOwner: null, leaseUntil: null, endedAt: null, pinnedVersionId: null }, Wait: { runId: "run" },
  Message: { status: "handed-over", channel: "email", batchId: null, dueAt: null }, Errand: { status: "done", nextTryAt: null, leaseUntil: null }, Visitor: { id: "browser", nextId: null },
  CustomerConsent: { state: "granted" }, ConsentStatement: { state: "granted" }, ShopifyWrite: { kind: "tags", payload: JSON.stringify({ add: ["private-ShopifyWrite"], remove: [] }) },
  PriceSeen: { known: 1 }, Favourite: { known: 1 }, DataRequest: { customerShopifyId: "77" }, DiscountCode: { status: "issued" }, ShopOrder: { refundedMinor: 0, cancelledAt: null },
};

/** One row in every table that knows customers, each text of it hers. */
async function fill(customerId: string): Promise<void> {
  await world.db.write(async (tx) => {
    const parents = { Trait: { id: "x-traitId", key: "size", keyInUse: "size", name: "Size", type: "string", options: "[]", createdAt: NOW, shopId: 1 } };
    await tx.acrossShops.insertInto("Trait").values(parents.Trait).execute();
    for (const [table, columns] of TABLES) {
      const row = Object.fromEntries(columns.map((column) => [column.name, valueOf(table, column, customerId)]));
      const all = { ...row, ...MEANING[table] };
      await sql`insert into ${sql.table(table)} (${sql.join(Object.keys(all).map((name) => sql.ref(name)))}) values (${sql.join(Object.values(all))})`.execute(tx.acrossShops);
    }
  });
}

function valueOf(table: string, column: SchemaColumn, customerId: string): unknown {
  const { name, type } = column;
  if (name === "shopId") return 1;
  if (LINKS.includes(name)) return customerId;
  if (name === "visitorId") return "browser";
  if (type !== "String") return name === "amountMinor" ? 100 : type === "BigInt" ? NOW : 0;
  return isPersonal(table, column) ? privateTo(table) : `x-${name}`;
}

const rowsOf = async (table: string) => (await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(world.db.acrossShops)).rows;

describe("somebody who is to be forgotten", () => {
  it("R42 R45 customers/redact leaves nothing personal in any table that knows customers", async () => {
    await fill(ola);
    expect(TABLES.length).toBeGreaterThan(20);
    await world.apply("customers/redact", { customer: { id: 77, email: "77@example.com" }, orders_to_redact: [] });
    expect((await world.receipts()).at(-1)).toMatchObject({ status: "done" });
    const left: string[] = [];
    for (const [table, columns] of TABLES) {
      const link = of(columns) ?? "";
      for (const row of await rowsOf(table)) {
        for (const column of columns) {
          const value = row[column.name];
          if (row[link] === (table === "DataRequest" ? "77" : ola) && typeof value === "string" && value.includes("private-")) left.push(`${table}.${column.name}`);
        }
      }
    }
    expect(left).toEqual([]);
    expect(await world.db.acrossShops.selectFrom("Customer").select(["email", "phone", "firstName", "lastName", "city", "shopifyId"]).where("id", "=", ola).executeTakeFirst()).toEqual({ email: null, phone: null, firstName: "", lastName: "", city: null, shopifyId: null });
  });

  it("R44 R45 customers/merge leaves nothing under the one who is gone, in any table", async () => {
    const kept = await customer("78");
    await fill(ola);
    await world.apply("customers/merge", { admin_graphql_api_customer_kept_id: "gid://shopify/Customer/78", admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/77", status: "completed" });
    expect((await world.receipts()).at(-1)).toMatchObject({ status: "done" });
    const left: string[] = [];
    for (const [table, columns] of TABLES) {
      const link = of(columns) ?? "";
      if ((await rowsOf(table)).some((row) => row[link] === ola)) left.push(table);
    }
    expect(left).toEqual([]);
    expect(await world.db.acrossShops.selectFrom("Message").select("customerId").execute()).toEqual([{ customerId: kept }]);
  });

  it("R42 customers/data_request tells what is kept, from every table that knows customers", async () => {
    await fill(ola);
    await world.db.write((tx) => tx.acrossShops.deleteFrom("DataRequest").execute());
    await world.apply("customers/data_request", { customer: { id: 77 }, data_request: { id: 1 } });
    const { report } = await world.db.acrossShops.selectFrom("DataRequest").select("report").executeTakeFirstOrThrow();
    const untold = TABLES.filter(([table, columns]) => columns.some((column) => isPersonal(table, column)) && !NOT_TOLD.includes(table) && !report?.includes(`private-${table}`)).map(([table]) => table);
    expect(untold).toEqual([]);
  });
});
