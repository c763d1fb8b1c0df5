import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { killAtStatement } from "../../factories/kill-at-statement";
import { checkPrices } from "./check-prices";

/** A process that checks the prices due and is killed by SIGKILL before its statement number `killAt`; 0 lets it live. */
const [file = "", now = "", killAt = "0"] = process.argv.slice(2);

killAtStatement(Number(killAt));
const db = openSqliteDatabase(`file:${file}`);
await checkPrices(db, Number(now), Number(now));
await db.close();
