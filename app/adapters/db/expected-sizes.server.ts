import SQLite from "better-sqlite3";

const ROWS = 1_000_000;
/** Of tables that do not grow with a shop's customers. */
export const ROWS_OF: Readonly<Record<string, number>> = {
  Collection: 500, CollectionRead: 100, Consent: 30, CounterDelta: 5_000, DataRequest: 100, DiscountPool: 50, EntryOccurrence: 5_000, EntrySchedule: 100, EventDefinition: 100, ImportJob: 100, MarketPrice: 100_000,
  Product: 20_000, ProductCollection: 100_000, Scenario: 200, ScenarioVersion: 2_000, Segment: 200, SegmentWatch: 100, SendBatch: 10_000, Session: 1_000, Shop: 1_000, ShopifySegment: 100, ThemeReading: 10, Trait: 200, TraitImport: 100,
  UndefinedEvent: 100, Variant: 100_000,
};
const VALUES = 200_000;
/** Different values of a column among rows that agree in the columns before, where there are few. Of one table first. */
export const VALUES_OF: Readonly<Record<string, number>> = {
  // Nearly all have come to their good end: whoever asks for a status asks for the few others.
  "ShopifyWrite.status": 10_000, "WebhookReceipt.status": 10_000, "SignUp.status": 10_000, "SendBatch.status": 1_000, "Errand.status": 10_000,
  shopId: 10, shopDomain: 10, scenarioId: 4, versionId: 4, stepId: 4, pinnedVersionId: 1, entryPointId: 2, segmentId: 10, collectionId: 20, consentId: 3, traitId: 20, poolId: 5, productId: 2_000, variantId: 5_000,
  status: 2, state: 2, judged: 2, kind: 3, type: 5, name: 20, channel: 3, known: 2, market: 3, metric: 30, reason: 3, day: 300, tag: 50, lastName: 10_000, position: 10, number: 100, part: 100, importId: 50, batchId: 2_000,
};

interface Expected {
  tbl: string;
  idx: string;
  /** SQLite's own form: the rows of the index, then how many agree in its first column, its first two, and so on. */
  stat: string;
}

/**
 * Tells SQLite how large tables grow. Without statistics it takes a shop for ten rows, and reads all that the shop has in place of looking up a few hundred by
 * their keys; gathered ones would be of yesterday, when the table was small. These hold from the first day on, and plans stay as they are. Call it before another connection is opened.
 * https://www.sqlite.org/fileformat2.html#stat1tab
 */
export function expectLargeTables(connection: SQLite.Database): void {
  if (isTold(connection)) return;
  const tell = connection.transaction(() => {
    // Only this makes the table; of an empty one there is nothing to say.
    if (!isTable(connection, "sqlite_stat1")) connection.exec(`create table "_Nothing" ("a"); analyze "_Nothing"; drop table "_Nothing"`);
    connection.exec("delete from sqlite_stat1");
    // Samples that an ANALYZE by hand took; where there are none, SQLite may not know the table.
    if (isTable(connection, "sqlite_stat4")) connection.exec("delete from sqlite_stat4");
    const insert = connection.prepare<Expected>("insert into sqlite_stat1 (tbl, idx, stat) values (@tbl, @idx, @stat)");
    for (const row of sizesOf(connection)) insert.run(row);
    connection.exec("analyze sqlite_schema");
  });
  try {
    tell.immediate();
  } catch (error) {
    // Somebody else writes for long, or the file may only be read: the next opening tells it.
    if (!(error instanceof SQLite.SqliteError && /^SQLITE_(BUSY|READONLY)/.test(error.code))) throw error;
  }
}

function isTold(connection: SQLite.Database): boolean {
  if (!isTable(connection, "sqlite_stat1")) return false;
  return JSON.stringify(connection.prepare("select tbl, idx, stat from sqlite_stat1 order by tbl, idx").all()) === JSON.stringify(sizesOf(connection));
}

const isTable = (connection: SQLite.Database, name: string): boolean => connection.prepare("select 1 from sqlite_master where name = ?").get(name) !== undefined;

function sizesOf(connection: SQLite.Database): Expected[] {
  // An expression has no name; those of ours fold a tag.
  const columns = connection.prepare(`
    select t.name as "tbl", i.name as "idx", i."unique" as "unique", coalesce(c.name, 'tag') as "column" from sqlite_master t join pragma_index_list(t.name) i join pragma_index_info(i.name) c
    where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\' order by t.name, i.name, c.seqno`).all() as { tbl: string; idx: string; unique: 0 | 1; column: string }[];
  return [...Map.groupBy(columns, ({ tbl, idx }) => `${tbl} ${idx}`).values()].flatMap((ofIndex) => {
    const [first] = ofIndex;
    if (!first) return [];
    const { tbl, idx, unique } = first;
    const rows = ROWS_OF[tbl] ?? ROWS;
    let alike = rows;
    const prefixes = ofIndex.map(({ column }, place) => {
      alike = Math.max(1, Math.ceil(alike / (VALUES_OF[`${tbl}.${column}`] ?? VALUES_OF[column] ?? VALUES)));
      return unique === 1 && place === ofIndex.length - 1 ? 1 : Math.max(2, alike);
    });
    return { tbl, idx, stat: [rows, ...prefixes].join(" ") };
  });
}
