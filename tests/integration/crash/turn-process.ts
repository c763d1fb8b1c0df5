import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { killAtStatement } from "../../factories/kill-at-statement";
import { doAllThatIsDue } from "./do-all-that-is-due";

/** A process that does all that is due and is killed by SIGKILL before its statement number `killAt`; 0 lets it live. */
const [file = "", now = "", provider = "", killAt = "0"] = process.argv.slice(2);

killAtStatement(Number(killAt));
const db = openSqliteDatabase(`file:${file}`);
await doAllThatIsDue(db, Number(now), provider);
await db.close();
