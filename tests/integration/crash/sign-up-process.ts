import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { killAtStatement } from "../../factories/kill-at-statement";
import { doSignUps } from "./do-sign-ups";

/** A process that does the sign-ups due and is killed by SIGKILL before its statement number `killAt`; 0 lets it live. */
const [file = "", now = "", origin = "", token = "", killAt = "0"] = process.argv.slice(2);

killAtStatement(Number(killAt));
const db = openSqliteDatabase(`file:${file}`);
await doSignUps(db, Number(now), { origin, token });
await db.close();
