import fc from "fast-check";
import { HOUR, MINUTE } from "~/domain/instant";
import { activeScenarios } from "~/runtime/runs/active-scenarios.server";
import { recordConsents } from "~/services/customers/record-consents.server";
import { enterRuns } from "~/services/runs/enter-runs.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { saveScenario } from "~/services/scenarios/save-scenario.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";
import type { ModelledWorld } from "./modelled-world";
import type { ScenarioModel } from "./scenario-model";

export const PEOPLE = ["ola", "ewa"] as const;
type Who = (typeof PEOPLE)[number];
type Command = fc.AsyncCommand<ScenarioModel, ModelledWorld, false>;

/** A command: what it does to the model and to the engine; the two are compared after each. */
function command(name: string, inModel: (model: ScenarioModel) => void, inEngine: (modelled: ModelledWorld) => Promise<unknown>, check: (model: Readonly<ScenarioModel>) => boolean = () => true): Command {
  return {
    check,
    async run(model, modelled) {
      inModel(model);
      await inEngine(modelled);
      await modelled.world.settle();
      await modelled.agreesWith(model);
    },
    toString: () => name,
  };
}

const enter = (who: Who) => command(`${who} enters`, (model) => model.enters(who), ({ world, scenarioId, nextKey }) => world.db.write(async (tx) => {
  const scenario = (await activeScenarios(tx, world.shop.id, world.context.log)).find(({ id }) => id === scenarioId);
  if (scenario) await enterRuns(tx, world.deps(), world.shop, [{ scenario, entryPointId: "cart", customerId: who, factKey: nextKey(), context: {} }]);
}));

const wait = (ms: number) => command(`${ms / MINUTE} minutes pass`, (model) => model.passes(ms), ({ world }) => world.advance(ms));

const visit = (who: Who) => command(`${who} visits the page`, (model) => model.visits(who), ({ world }) => world.does(who, "page_viewed", { page: { path: "/vip", query: "" } }));

const view = (who: Who) => command(`${who} views a product`, (model) => model.views(who), async ({ world, nextKey }) => {
  const at = world.clock.now();
  await world.db.write((tx) => tx.forShop(world.shop.id).insertInto("Event").values({ shopId: world.shop.id, id: nextKey(), visitorId: null, customerId: who, type: "product_viewed", at, receivedAt: at, source: "storefront", properties: "{}" }).execute());
  await world.does(who, "product_viewed", { productId: "1" });
});

const order = (who: Who) => command(`${who} orders`, (model) => model.leaves(who, "order-placed"), ({ world }) => world.does(who, "order_placed", { orderId: "1" }));

/** A minute later than what was said before, so that it is news. */
const unsubscribe = (who: Who) => command(`${who} unsubscribes`, (model) => { model.passes(MINUTE); model.leaves(who, "consent-withdrawn"); }, async ({ world }) => {
  await world.advance(MINUTE);
  await world.db.write((tx) => recordConsents(tx, world.deps(), world.shop.id, "c-news", [{ customerId: who, state: "withdrawn", at: world.clock.now(), source: "one-click", text: null, evidence: null }]));
});

const handOver = () => command("messages are handed over", (model) => model.handsOver(), ({ world }) => world.hand(), ({ active }) => active);

const edit = (hours: number) => command(`the wait is ${hours} hours from now on`, (model) => model.edits(hours), async ({ world, scenarioId, definitionOf }) => {
  const { revision } = await world.db.forShop(world.shop.id).selectFrom("Scenario").select("revision").where("id", "=", scenarioId).executeTakeFirstOrThrow();
  const saved = await saveScenario(world.context, world.shop.id, { scenarioId, name: "Model", definition: definitionOf(hours), revision, spreadHours: 0 });
  if (!saved.ok) throw new Error(`not saved: ${JSON.stringify(saved)}`);
});

const stop = (how: "hold" | "run-on" | "remove") => command(`stopped, ${how}`, (model) => model.stops(how), ({ world, scenarioId }) => stopScenario(world.context, world.shop.id, scenarioId, how), ({ active }) => active);

const start = () => command("started", (model) => model.starts(), ({ world, scenarioId }) => activateScenario(world.context, world.shop.id, scenarioId), ({ active }) => !active);

const fold = () => command("counters are folded", () => undefined, ({ world }) => world.fold());

const who = fc.constantFrom(...PEOPLE);

export const commands = fc.commands<ScenarioModel, ModelledWorld, false>([
  who.map(enter), who.map(enter), who.map(enter), who.map(visit), who.map(visit), who.map(order), who.map(unsubscribe), who.map(view),
  fc.constantFrom(MINUTE, 30 * MINUTE, HOUR, 5 * HOUR, 24 * HOUR).map(wait), fc.constantFrom(HOUR, 6 * HOUR, 30 * HOUR).map(wait),
  fc.constantFrom(1, 5, 48).map(edit), fc.constantFrom("hold", "run-on", "remove").map(stop), fc.constant(0).map(start), fc.constant(0).map(start), fc.constant(0).map(handOver), fc.constant(0).map(fold),
], { maxCommands: 40, size: "max" });
