import SQLite from "better-sqlite3";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { doAllThatIsDue } from "./do-all-that-is-due";

/** A process that does all that is due and is killed by SIGKILL before its statement number `killAt`; 0 lets it live. */
const [file = "", now = "", provider = "", killAt = "0"] = process.argv.slice(2);

let statements = 0;
const countOne = (): void => {
  statements += 1;
  if (statements === Number(killAt)) process.kill(process.pid, "SIGKILL");
};

const prepare = SQLite.prototype.prepare;
SQLite.prototype.prepare = function counted(this: SQLite.Database, text: string) {
  const statement = prepare.call(this, text);
  const { run, all } = statement;
  statement.run = (...values: unknown[]) => {
    countOne();
    return Reflect.apply(run, statement, values) as SQLite.RunResult;
  };
  statement.all = (...values: unknown[]) => {
    countOne();
    return Reflect.apply(all, statement, values) as unknown[];
  };
  return statement;
} as typeof prepare;

const db = openSqliteDatabase(`file:${file}`);
await doAllThatIsDue(db, Number(now), provider);
await db.close();
