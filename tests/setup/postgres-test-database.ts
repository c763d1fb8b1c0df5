import pg from "pg";
import { afterAll } from "vitest";
import { TEMPLATE_NAME } from "./migrated-database";

interface Kept {
  name: string;
  url: string;
}

/** Making a database takes longer than most tests; one that was given back is emptied and lent again within the file. */
const free: Kept[] = [];
const made: string[] = [];
let admin: pg.Client | null = null;

/** Empties what has rows and begins the ids anew, so that a test finds it as if newly made. */
const EMPTY = `
  do $$
  declare each record; filled boolean;
  begin
    for each in select tablename from pg_tables where schemaname = 'public' and tablename !~ '^(_prisma_migrations$|Event_)' loop
      execute format('select exists (select 1 from %I)', each.tablename) into filled;
      if filled then execute format('delete from %I', each.tablename); end if;
    end loop;
    for each in select sequencename from pg_sequences where schemaname = 'public' loop
      execute format('alter sequence %I restart', each.sequencename);
    end loop;
  end $$`;

/** A migrated, empty database on the server of this run, for one test. */
export async function borrowPostgresDatabase(server: string): Promise<{ url: string; giveBack(): Promise<void> }> {
  const kept = free.pop() ?? (await makeDatabase(server));
  return {
    url: kept.url,
    async giveBack() {
      const client = new pg.Client({ connectionString: kept.url });
      await client.connect();
      await client.query(EMPTY);
      await client.end();
      free.push(kept);
    },
  };
}

async function makeDatabase(server: string): Promise<Kept> {
  if (!admin) {
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
  }
  const name = `test_${process.pid}_${made.length}`;
  await admin.query(`create database "${name}" template "${TEMPLATE_NAME}"`);
  made.push(name);
  return { name, url: server.replace(/\/postgres$/, `/${name}`) };
}

afterAll(async () => {
  for (const name of made.splice(0)) await admin?.query(`drop database "${name}" with (force)`);
  await admin?.end();
  admin = null;
});
