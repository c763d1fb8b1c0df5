import { activateScenario, emailStep, type Chapter } from "./chapter.ts";

const DAILY = "Each morning";
const ONCE = "Once, tomorrow";

/** Who carries the tag of the chapter before gets an e-mail each morning, and one on a date (R11, R12). */
export async function tellSchedules(chapter: Chapter): Promise<void> {
  const { facts, control, admin, command } = chapter;
  const email = "hana@example.com";
  const sentBy = async () => {
    const mails = await control.inboxOf(email);
    return [DAILY, ONCE].map((name) => mails.filter(({ subject }) => subject === name).length);
  };
  const activate = (name: string, entryPoint: { type: string; config: object }) => activateScenario(chapter, { name, entryPoint, step: emailStep(name, "<p>Good morning, {{ customer.first_name }}.</p>") });
  await facts.expect("scheduled-activation-enters-nobody", "A segment of tagged customers, one scenario for each morning and one for a date: going live sends nothing", [0, 0], async () => {
    const segmentId = await admin.makeSegment("Ordered for the first time", { match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag: "first-order" }] }] });
    const tomorrow = await control.dayAhead(1);
    await activate(DAILY, { type: "scheduled", config: { segmentId, rule: { every: "day", time: "09:00" } } });
    await activate(ONCE, { type: "on-date", config: { segmentId, date: tomorrow, time: "23:30" } });
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
