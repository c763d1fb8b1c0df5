import { activateScenario, emailStep, type Chapter } from "./chapter.ts";
import { Shopper } from "./shopper.ts";

const NAME = "After the quiz";
const EVENT = { name: "Quiz finished", key: "quiz_finished", properties: [{ key: "score", type: "integer", required: true }, { key: "result", type: "string", required: false }] };

/** R13: the merchant defines an event, the theme's own code tells it, and whoever passes the filter gets a message that names it. */
export async function tellCustomEvent(chapter: Chapter): Promise<void> {
  const { facts, control, admin } = chapter;
  const ola = new Shopper(control, "ola@example.com");
  const tell = async (score: unknown) => {
    await ola.browser.open("/");
    ola.browser.window.eval(`(window.scenarios = window.scenarios || []).push({ event: 'quiz_finished', properties: { score: ${JSON.stringify(score)}, result: 'Stoneware' } })`);
    await ola.browser.leave();
  };
  await facts.hold("event-defined", "The merchant defines an event and gets the code for the theme", async () => {
    await admin.submit("/app/events/new", { event: JSON.stringify(EVENT) });
    const list = await admin.text("/app/events");
    return { ok: list.includes(EVENT.name) && list.includes(EVENT.key), saw: list.slice(0, 80) };
  });
  await facts.expect("event-enters", "The theme's code tells it: 4 points let nobody in, 7 points bring one message with the result", ["Your quiz: Stoneware, 7 points"], async () => {
    await activateScenario(chapter, {
      name: NAME, entryPoint: { type: "custom-event", config: { event: EVENT.key, filters: [{ property: "score", operator: "at-least", value: 5 }] } },
      step: emailStep("Your quiz: {{ event.result }}, {{ event.score }} points", "<p>{{ event.result }}</p>"),
    });
    await ola.acceptsTracking();
    await ola.logsIn();
    await tell(4);
    await tell(7);
    await control.advance("PT1M");
    return (await control.inboxOf(ola.email)).map(({ subject }) => subject).filter((subject) => subject?.startsWith("Your quiz"));
  });
  await facts.hold("event-told", "What arrives stands in the live view, with what is wrong with it", async () => {
    await tell("many");
    const id = (await admin.links("/app/events", "/app/events/")).at(-1) ?? "";
    const page = await admin.text(id);
    return { ok: page.includes("score is required") || page.includes("score was left out"), saw: /score (?:is required|was left out)[^.]*/.exec(page)?.[0] ?? page.slice(0, 80) };
  });
}
