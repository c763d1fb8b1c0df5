import { sql } from "kysely";
import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";

/** What the app gave up and a person has not looked at: an errand that failed, a message of which nobody can tell, a run that was set aside, a sign-up by a form that Shopify did not take. */
export const DEAD_LETTER_KINDS = ["errand", "message", "run", "sign-up"] as const;
export type DeadLetterKind = (typeof DEAD_LETTER_KINDS)[number];

export interface DeadLetter {
  id: string;
  /** Of a sign-up nobody is known yet: the e-mail stands for the name. */
  customer: { id: string | null; name: string };
  reason: string | null;
  /** The other side's words. */
  detail: string | null;
  at: Instant;
}

/** Those of one step, or all sign-ups; `letters` are the newest, `count` is how many there are. */
export interface DeadLetterGroup {
  kind: DeadLetterKind;
  /** Null for sign-ups, which belong to none. */
  scenario: { id: string; name: string } | null;
  stepId: string;
  /** Null where the step is gone. */
  stepType: string | null;
  count: number;
  letters: DeadLetter[];
}

const MOST_SHOWN = 10;
const MOST_READ = 200;

interface Row {
  id: string;
  kind: Exclude<DeadLetterKind, "sign-up">;
  scenarioId: string;
  stepId: string | null;
  customerId: string;
  reason: string | null;
  detail: string | null;
  at: Instant;
  total: number;
}

/** The literals in the conditions are those of the partial indexes, which are read from their end. */
export async function readDeadLetters(db: Statements, shopId: number): Promise<DeadLetterGroup[]> {
  const { rows } = await sql<Row>`
    select * from (select "id", cast('errand' as text) as "kind", "scenarioId", "stepId", "customerId", "reason", "error" as "detail", "settledAt" as "at", count(*) over (partition by "scenarioId", "stepId") as "total"
      from "Errand" where "shopId" = ${shopId} and "status" in ('failed', 'unknown') and "dismissedAt" is null order by "settledAt" desc limit ${MOST_READ}) as e
    union all select * from (select "id", cast('message' as text), "scenarioId", "stepId", "customerId", "reason", "detail", "queuedAt", count(*) over (partition by "scenarioId", "stepId")
      from "Message" where "shopId" = ${shopId} and "status" = 'unknown' and "dismissedAt" is null order by "queuedAt" desc limit ${MOST_READ}) as m
    union all select * from (select "id", cast('run' as text), "scenarioId", "stepId", "customerId", cast(null as text), cast(null as text), "endedAt", count(*) over (partition by "scenarioId", "stepId")
      from "Run" where "shopId" = ${shopId} and "reason" = 'set-aside' and "dismissedAt" is null order by "endedAt" desc limit ${MOST_READ}) as r`.execute(db.acrossShops);
  const signUps = await readSignUps(db, shopId);
  if (rows.length === 0) return signUps;

  const scenarios = await readScenarios(db, shopId, rows.map(({ scenarioId }) => scenarioId));
  const customers = await readNames(db, shopId, rows.map(({ customerId }) => customerId));
  const groups = new Map<string, DeadLetterGroup>();
  for (const { id, kind, scenarioId, stepId, customerId, reason, detail, at, total } of rows) {
    const key = JSON.stringify([kind, scenarioId, stepId]);
    const scenario = scenarios.get(scenarioId);
    const group = groups.get(key) ?? { kind, scenario: { id: scenarioId, name: scenario?.name ?? "" }, stepId: stepId ?? "", stepType: scenario?.types.get(stepId ?? "") ?? null, count: Number(total), letters: [] };
    groups.set(key, group);
    if (group.letters.length < MOST_SHOWN) group.letters.push({ id, customer: { id: customerId, name: customers.get(customerId) ?? "" }, reason, detail, at });
  }
  return [...groups.values(), ...signUps].sort((a, b) => (b.letters[0]?.at ?? 0) - (a.letters[0]?.at ?? 0));
}

/** R10: what somebody sent by a form and Shopify did not take. */
async function readSignUps(db: Statements, shopId: number): Promise<DeadLetterGroup[]> {
  const rows = await db.forShop(shopId).selectFrom("SignUp").select(({ fn }) => ["id", "email", "at", "error", fn.countAll<number>().over().as("total")])
    .where("status", "=", "failed").orderBy("at", "desc").orderBy("id").limit(MOST_SHOWN).execute();
  const letters = rows.map(({ id, email, at, error }): DeadLetter => ({ id, customer: { id: null, name: email }, reason: null, detail: error, at }));
  return rows[0] ? [{ kind: "sign-up", scenario: null, stepId: "", stepType: null, count: Number(rows[0].total), letters }] : [];
}

const steps = z.object({ steps: z.array(z.object({ id: z.string(), type: z.string() })) });

async function readScenarios(db: Statements, shopId: number, ids: readonly string[]): Promise<Map<string, { name: string; types: Map<string, string> }>> {
  const rows = await db.forShop(shopId).selectFrom("Scenario").select(["id", "name", "definition"]).where("id", "in", [...new Set(ids)]).execute();
  return new Map(rows.map(({ id, name, definition }) => [id, { name, types: new Map(steps.parse(JSON.parse(definition)).steps.map((step) => [step.id, step.type])) }]));
}

async function readNames(db: Statements, shopId: number, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.forShop(shopId).selectFrom("Customer").select(["id", "firstName", "lastName", "email"]).where("id", "in", [...new Set(ids)]).execute();
  return new Map(rows.map(({ id, firstName, lastName, email }) => [id, `${firstName} ${lastName}`.trim() || (email ?? "")]));
}
