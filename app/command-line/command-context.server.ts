import { existsSync } from "node:fs";
import { pino } from "pino";
import { connectControlledClock } from "~/adapters/clock/controlled-clock.server";
import { systemClock } from "~/adapters/clock/system-clock.server";
import { newId } from "~/adapters/db/new-id.server";
import { isPostgresUrl, openDatabase } from "~/adapters/db/open-database.server";
import type { ServiceContext } from "~/app-context";
import { readCommandEnvironment, setUpOf } from "~/env.server";
import { findShopByDomain, type ShopRow } from "~/queries/shop.server";

export interface Command {
  context: ServiceContext;
  shop: ShopRow;
}

/** A fault that the person at the keyboard can mend: shown as a sentence, without a stack. */
export class CommandFault extends Error {}

/**
 * Runs one command on the app's database and its clock. What it makes due is found by the running app's own sweep.
 * `domain` names the shop; it may be left out where there is only one.
 */
export async function withCommand<T>(domain: string | undefined, run: (command: Command) => Promise<T>): Promise<T> {
  const env = environment();
  const log = pino({ level: "silent" });
  const db = openDatabase(env.DATABASE_URL, log);
  try {
    const controlled = env.CLOCK_CONTROL ? await connectControlledClock(env.CLOCK_CONTROL, "command", log) : null;
    try {
      controlled?.serve({ drain: async () => undefined, nextDueAt: async () => null });
      const context: ServiceContext = { clock: controlled ?? systemClock, db, newId, log, wake: { wake: () => undefined }, setUp: setUpOf(env) };
      return await run({ context, shop: await chooseShop(context, domain) });
    } finally {
      controlled?.disconnect();
    }
  } finally {
    await db.close();
  }
}

/** SQLite would make a database that is not there. */
function environment(): ReturnType<typeof readCommandEnvironment> {
  let env: ReturnType<typeof readCommandEnvironment>;
  try {
    env = readCommandEnvironment();
  } catch (error) {
    throw new CommandFault(`Which database? Run \`npm run demo\` once, or set DATABASE_URL. ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isPostgresUrl(env.DATABASE_URL)) return env;
  const file = env.DATABASE_URL.replace(/^file:/, "");
  if (!existsSync(file)) throw new CommandFault(`There is no database at ${file}. Run \`npm run demo\` once, or correct DATABASE_URL.`);
  return env;
}

async function chooseShop({ db }: ServiceContext, domain: string | undefined): Promise<ShopRow> {
  if (domain) {
    const shop = await findShopByDomain(db, domain);
    if (!shop) throw new CommandFault(`${domain} has not installed the app.`);
    return shop;
  }
  const shops = await db.acrossShops.selectFrom("Shop").selectAll().where("uninstalledAt", "is", null).limit(2).execute();
  const [only] = shops;
  if (!only) throw new CommandFault("No shop has installed the app yet. Open the app from the Shopify admin first.");
  if (shops.length > 1) throw new CommandFault("There are several shops. Name one: --shop DOMAIN");
  return only;
}
