import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoreControl } from "../demo/store-control.ts";
import type { AdminPages } from "./admin-pages.ts";
import type { Facts } from "./facts.ts";
import type { ScenarioCommand } from "./scenario-command.ts";

interface Chapter {
  facts: Facts;
  control: StoreControl;
  admin: AdminPages;
  command: ScenarioCommand;
  /** Where scenario files are written. */
  folder: string;
}

const DAILY = "Each morning";
const ONCE = "Once, tomorrow";
const settings = { reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24 }, exits: { onOrder: false, onPage: [] } };

/** Who carries the tag of the chapter before gets an e-mail each morning, and one on a date (R11, R12). */
export async function tellSchedules({ facts, control, admin, command, folder }: Chapter): Promise<void> {
  const email = "hana@example.com";
  const sentBy = async () => {
    const mails = await control.inboxOf(email);
    return [DAILY, ONCE].map((name) => mails.filter(({ subject }) => subject === name).length);
  };
  const activate = async (name: string, entryPoint: unknown): Promise<void> => {
    const path = join(folder, `${name}.json`);
    const config = { subject: name, preheader: "", body: "<p>Good morning, {{ customer.first_name }}.</p>", consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" };
    writeFileSync(path, JSON.stringify({ name, format: 1, settings, entryPoints: [entryPoint], firstStepId: "one", steps: [{ id: "one", type: "send-email", version: 1, config, next: { next: null } }] }));
    await command.run("import", path, "--activate");
  };
  await facts.expect("scheduled-activation-enters-nobody", "A segment of tagged customers, one scenario for each morning and one for a date: going live sends nothing", [0, 0], async () => {
    const segmentId = await admin.makeSegment("Ordered for the first time", { match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag: "first-order" }] }] });
    const tomorrow = await control.dayAhead(1);
    await activate(DAILY, { id: "daily", type: "scheduled", version: 1, config: { segmentId, rule: { every: "day", time: "09:00" } } });
    await activate(ONCE, { id: "once", type: "on-date", version: 1, config: { segmentId, date: tomorrow, time: "23:30" } });
    return sentBy();
  });
  await facts.expect("scheduled-each-morning", "After two days the morning's e-mail came twice, the date's once, and nobody else got either", [2, 1, 0], async () => {
    await control.advance("P2D");
    return [...(await sentBy()), (await control.inboxOf("ola@example.com")).filter(({ subject }) => subject === DAILY).length];
  });
  await facts.hold("scheduled-told", "Her page says by what she entered", async () => {
    const page = await admin.customer(email);
    const told = ["Entered: Scheduled", "Entered: On a date"].filter((words) => page.includes(words));
    for (const name of [DAILY, ONCE]) await command.run("stop", name);
    return { ok: told.length === 2, saw: told.join("; ") };
  });
}
