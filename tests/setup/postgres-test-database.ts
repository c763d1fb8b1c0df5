import pg from "pg";
import { TEMPLATE_NAME } from "./migrated-database";

/** Making a database takes longer than most tests; one that was given back is emptied and lent again within the file. All go with the server. */
const free: string[] = [];
let made = 0;

/** Empties what has rows and begins the ids anew, so that a test finds it as if newly made: rows that were deleted would still lie in the tables, and statistics of them mislead the planner. */
const EMPTY = `
  do $$
  declare each record; filled boolean;
  begin
    for each in select tablename from pg_tables where schemaname = 'public' and tablename !~ '^(_prisma_migrations$|Event_)' loop
      execute format('select exists (select 1 from %I)', each.tablename) into filled;
      if filled then execute format('truncate %I', each.tablename); end if;
    end loop;
    for each in select sequencename from pg_sequences where schemaname = 'public' loop
      execute format('alter sequence %I restart', each.sequencename);
    end loop;
  end $$`;

/** A migrated, empty database on the server of this run, for one test. */
export async function borrowPostgresDatabase(server: string): Promise<{ url: string; giveBack(): Promise<void> }> {
  const url = free.pop() ?? (await makeDatabase(server));
  return {
    url,
    async giveBack() {
      await saidTo(url, EMPTY);
      free.push(url);
    },
  };
}

async function makeDatabase(server: string): Promise<string> {
  const name = `test_${process.pid}_${++made}`;
  await saidTo(server, `create database "${name}" template "${TEMPLATE_NAME}"`);
  return server.replace(/\/postgres$/, `/${name}`);
}

async function saidTo(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
