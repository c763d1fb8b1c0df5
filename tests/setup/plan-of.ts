import { sql, type RawBuilder } from "kysely";
import { inject } from "vitest";
import type { Database } from "~/adapters/db/database.server";

/** How the database of these tests would go about a statement, line by line, in its own words. */
export async function planOf(db: Pick<Database, "acrossShops">, statement: RawBuilder<unknown>): Promise<string> {
  const explain = inject("postgresUrl") === null ? sql`explain query plan` : sql`explain`;
  const { rows } = await sql<object>`${explain} ${statement}`.execute(db.acrossShops);
  return rows.map((row) => Object.values(row).join(" ")).join("\n");
}
