import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import SQLite from "better-sqlite3";
import pg from "pg";
import { newId } from "../app/adapters/db/new-id.server.ts";

const PIECE = 200;

interface Line {
  id: string;
  firstName: string;
  lastName: string;
  locale: string;
  tags: string[];
  numberOfOrders: string;
  amountSpent: { amount: string };
  defaultEmailAddress: Address;
  defaultPhoneNumber: Address | null;
  defaultAddress: { city: string; countryCodeV2: string };
}

interface Address {
  emailAddress?: string;
  phoneNumber?: string;
  marketingState: string;
}

const TABLES = {
  Customer: ["shopId", "id", "shopifyId", "email", "phone", "firstName", "lastName", "locale", "countryCode", "city", "ordersCount", "totalSpentMinor", "currency", "shopifyUpdatedAt", "totalsUpdatedAt", "createdAt", "updatedAt"],
  CustomerTag: ["shopId", "customerId", "tag", "addedAt", "source"],
  CustomerConsent: ["shopId", "customerId", "consentId", "state", "changedAt", "source", "evidence"],
  ConsentStatement: ["shopId", "id", "customerId", "consentId", "state", "at", "source", "text", "evidence"],
} as const;
type Table = keyof typeof TABLES;
const NUMBERS = new Set<string>(["ordersCount", "totalSpentMinor", "shopifyUpdatedAt", "totalsUpdatedAt", "createdAt", "updatedAt", "addedAt", "changedAt", "at"]);

/**
 * The same rows into the same tables with the same durability, 200 customers a transaction: lines split and parsed, statements
 * prepared once, nothing asked, checked or noted. Answers the seconds it took.
 */
export async function importFloor(databaseUrl: string, url: string): Promise<number> {
  const write = databaseUrl.startsWith("file:") ? sqliteWriter(databaseUrl.slice("file:".length)) : await postgresWriter(databaseUrl);
  const started = performance.now();
  const { body } = await fetch(url);
  if (!body) throw new Error("no file");
  let piece: Line[] = [];
  for await (const line of createInterface({ input: Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), crlfDelay: Infinity })) {
    piece.push(JSON.parse(line) as Line);
    if (piece.length < PIECE) continue;
    await write.rows(rowsOf(piece));
    piece = [];
  }
  if (piece.length > 0) await write.rows(rowsOf(piece));
  const seconds = (performance.now() - started) / 1_000;
  await write.close();
  return seconds;
}

function rowsOf(lines: readonly Line[]): Record<Table, unknown[][]> {
  const rows: Record<Table, unknown[][]> = { Customer: [], CustomerTag: [], CustomerConsent: [], ConsentStatement: [] };
  const at = Date.parse("2026-05-01T10:00:00Z");
  const evidence = JSON.stringify({ shopify: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" });
  for (const line of lines) {
    const id = newId();
    rows.Customer.push([1, id, line.id.slice(line.id.lastIndexOf("/") + 1), line.defaultEmailAddress.emailAddress, line.defaultPhoneNumber?.phoneNumber ?? null, line.firstName, line.lastName, line.locale, line.defaultAddress.countryCodeV2, line.defaultAddress.city, Number(line.numberOfOrders), Math.round(Number(line.amountSpent.amount) * 100), "EUR", at, at, at, at]);
    for (const tag of line.tags) rows.CustomerTag.push([1, id, tag, at, "shopify"]);
    for (const [address, consent] of [[line.defaultEmailAddress, "email"], [line.defaultPhoneNumber, "sms"]] as const) {
      if (address?.marketingState !== "SUBSCRIBED") continue;
      rows.CustomerConsent.push([1, id, consent, "granted", at, "import", evidence]);
      rows.ConsentStatement.push([1, newId(), id, consent, "granted", at, "import", "single_opt_in", evidence]);
    }
  }
  return rows;
}

interface Writer {
  rows(rows: Record<Table, unknown[][]>): Promise<void>;
  close(): Promise<void>;
}

const names = Object.keys(TABLES) as Table[];
const columnsOf = (table: Table) => TABLES[table].map((column) => `"${column}"`).join(",");

function sqliteWriter(file: string): Writer {
  const db = new SQLite(file);
  for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "cache_size = -65536", "temp_store = MEMORY"]) db.pragma(pragma);
  const inserts = names.map((table) => [table, db.prepare(`insert into "${table}" (${columnsOf(table)}) values (${TABLES[table].map(() => "?").join(",")})`)] as const);
  const all = db.transaction((rows: Record<Table, unknown[][]>) => {
    for (const [table, insert] of inserts) for (const row of rows[table]) insert.run(...row);
  });
  return { rows: async (rows) => all(rows), close: async () => void db.close() };
}

async function postgresWriter(url: string): Promise<Writer> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const typeOf = (column: string) => (column === "shopId" ? "int" : NUMBERS.has(column) ? "bigint" : "text");
  const texts = new Map(names.map((table) => [table, `insert into "${table}" (${columnsOf(table)}) select * from unnest(${TABLES[table].map((column, index) => `$${index + 1}::${typeOf(column)}[]`).join(",")})`]));
  return {
    async rows(rows) {
      await client.query("begin");
      for (const [table, text] of texts) await client.query({ name: table, text, values: TABLES[table].map((_, column) => rows[table].map((row) => row[column])) });
      await client.query("commit");
    },
    close: () => client.end(),
  };
}
