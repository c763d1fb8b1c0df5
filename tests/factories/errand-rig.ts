import type { ErrandKind } from "~/domain/errand/errand";
import { MINUTE, HOUR } from "~/domain/instant";
import type { ErrandDoer, Tried } from "~/runtime/errands/errand-doer";
import { errandsWork } from "~/runtime/errands/errands.server";
import type { EngineWorld } from "./engine-world";
import { cartSeries } from "./engine-world";

/** The other side of errands: it keeps what reached it and answers as it is told, `done` unless said otherwise. */
export function openReceiver() {
  const got: { errandId: string; payload: string }[] = [];
  const answers: (Tried | Promise<Tried> | Error)[] = [];
  let refusal: string | null = null;
  const doer: ErrandDoer = {
    policy: { mostTries: 4, first: MINUTE, factor: 4, longest: HOUR }, leaseMs: 30_000,
    prepare: async (_, __, errand) => ({ ok: true, payload: JSON.stringify({ id: errand.id, request: errand.request }) }),
    admit: async () => (refusal === null ? null : { reason: refusal }),
    async act(_, { id, payload }) {
      got.push({ errandId: id, payload });
      const answer = await answers.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? { outcome: "done", result: { status: 200 } };
    },
  };
  return { got, doer, answer: (...next: typeof answers) => void answers.push(...next), refuse: (reason: string) => { refusal = reason; } };
}

/** A run that stands in the first step of the cart series, with an errand queued as that step's effect. */
export async function standingErrand(world: EngineWorld, customerId: string, kind: ErrandKind = "webhook", scenario?: { id: string; versionId: string }) {
  const active = scenario ?? (await world.activate(cartSeries()));
  await world.addCustomer(customerId);
  await world.does(customerId, "cart_viewed", { cart: { token: customerId, empty: false } });
  await world.advance(HOUR);
  const run = (await world.runs()).find((row) => row.customerId === customerId);
  if (run?.stepId === null || run === undefined) throw new Error("nobody entered");
  const now = world.clock.now();
  const id = world.context.newId();
  await world.db.write(async (tx) => {
    await tx.forShop(run.shopId).deleteFrom("Message").where("runId", "=", run.id).execute();
    await tx.forShop(run.shopId).insertInto("Errand").values({
      shopId: run.shopId, id, effectId: `${run.id}:${run.seq}:0`, runId: run.id, scenarioId: run.scenarioId, versionId: run.versionId, stepId: run.stepId ?? "", customerId,
      kind, status: "queued", request: null, attempts: 0, nextTryAt: now, queuedAt: now,
    }).execute();
  });
  return { id, run, scenario: active };
}

export const errandWorkOf = (world: EngineWorld, doer: ErrandDoer, soleOwner = false) => errandsWork(world.context, { webhook: doer }, { soleOwner });
