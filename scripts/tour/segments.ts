import { activateScenario, emailStep, type Chapter } from "./chapter.ts";

const CAME = "Joined the circle";
const WENT = "Left the circle";

/** R20: a tag that staff add brings a customer into a segment, taking it away leads out; who was there before is not written to. */
export async function tellSegments(chapter: Chapter): Promise<void> {
  const { facts, control, admin, command } = chapter;
  const [before, now] = ["irma@example.com", "leon@example.com"];
  const mailsOf = async (email: string) => (await control.inboxOf(email)).flatMap(({ subject }) => subject ?? []);
  const tags = async (change: { addTags?: string[]; removeTags?: string[] }) => {
    await control.changeTags(now, change);
    await control.advance("PT1M");
    return mailsOf(now);
  };
  await facts.expect("segment-entered", "Who comes into a segment gets one e-mail; who was in it before gets none", [[CAME], []], async () => {
    for (const [email, firstName] of [[before, "Irma"], [now, "Leon"]] as const) await control.createCustomer({ email, firstName, lastName: "Dvořák", emailConsent: "SUBSCRIBED" });
    await control.changeTags(before, { addTags: ["circle"] });
    const segmentId = await admin.makeSegment("The circle", { match: "all", groups: [{ match: "all", conditions: [{ fact: "tag", operator: "has", tag: "circle" }] }] });
    for (const [name, when] of [[CAME, "entered"], [WENT, "left"]] as const) await activateScenario(chapter, { name, entryPoint: { type: "segment-entered", config: { segmentId, when } }, step: emailStep(name, "<p>Hello.</p>") });
    await control.advance("PT1M");
    return [await tags({ addTags: ["circle"] }), await mailsOf(before)];
  });
  await facts.expect("segment-left", "Who leaves it gets the other", [CAME, WENT], async () => tags({ removeTags: ["circle"] }));
  for (const name of [CAME, WENT]) await command.run("stop", name);
}
