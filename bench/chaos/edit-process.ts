import { pino } from "pino";
import { connectControlledClock } from "../../app/adapters/clock/controlled-clock.server.ts";
import { newId } from "../../app/adapters/db/new-id.server.ts";
import { openDatabase } from "../../app/adapters/db/open-database.server.ts";
import type { ServiceContext } from "../../app/app-context.ts";
import { findScenario } from "../../app/queries/scenario.server.ts";
import { activateScenario } from "../../app/services/scenarios/activate-scenario.server.ts";
import { saveScenario } from "../../app/services/scenarios/save-scenario.server.ts";
import { stopScenario } from "../../app/services/scenarios/stop-scenario.server.ts";
import { secrets } from "../installation/secrets.ts";
import { EDITS, isMade } from "./edits.ts";

/** One edit of the shop's only scenario in a process of its own, which may be killed at any moment; made already, it does nothing. Ends with 3 where the app refuses it. */
const [databaseUrl = "", clockPort = "", shop = "", name = ""] = process.argv.slice(2);
const shopId = Number(shop);
const log = pino({ level: "silent" });
const db = openDatabase(databaseUrl, log);
const clock = await connectControlledClock(`127.0.0.1:${clockPort}`, "command", log);
clock.serve({ drain: async () => undefined, nextDueAt: async () => null });
const context: ServiceContext = { db, clock, newId, log, wake: { wake: () => undefined }, setUp: { sms: { sender: secrets.twilio.sender }, push: { publicKey: secrets.vapid.publicKey } } };

const refused = await make();
clock.disconnect();
await db.close();
if (refused !== null) process.stderr.write(`${name}: ${refused}\n`);
process.exitCode = refused === null ? 0 : 3;

/** Null once it is made. */
async function make(): Promise<string | null> {
  const edit = EDITS.find((one) => one.name === name);
  if (!edit) return "there is no such edit";
  for (;;) {
    const { id } = await db.forShop(shopId).selectFrom("Scenario").select("id").executeTakeFirstOrThrow();
    const scenario = await findScenario(db, shopId, id);
    if (!scenario) return "the scenario is gone";
    if (edit.do === "stop" || edit.do === "activate") {
      if (scenario.status === (edit.do === "stop" ? "stopped" : "active")) return null;
      const changed = edit.do === "stop" ? await stopScenario(context, shopId, id, "hold") : await activateScenario(context, shopId, id);
      if (changed.ok) return null;
      if (changed.key !== "conflict") return JSON.stringify(changed);
    } else {
      if (isMade(edit.do, scenario.definition)) return null;
      const saved = await saveScenario(context, shopId, { scenarioId: id, name: scenario.name, definition: edit.do(scenario.definition), revision: scenario.revision });
      if (saved.ok) return null;
      if (saved.key !== "conflict") return JSON.stringify(saved);
    }
  }
}
