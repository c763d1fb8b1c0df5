import { sql, type RawBuilder } from "kysely";
import type { WriteStatements } from "~/adapters/db/database.server";
import { valueRows } from "~/adapters/db/value-rows";
import type { Instant } from "~/domain/instant";
import { constantWait, endsByStart } from "~/domain/scenario/constant-wait";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { readConfig } from "~/domain/scenario/read-config";
import type { Reschedule } from "~/domain/scenario/settling";
import { stepTypeByName } from "~/steps/registry";

/** Keeps one piece well under the 50 ms that a write may hold the writer. */
const PIECE = 2_000;
/** Of one piece, until a time of day or a weekday: beyond so many different ends each wait is asked for by itself. */
const MOST_ENDS = 40;

type WaitEnds = (start: Instant) => Instant;

/**
 * R38: gives those who stand in changed waits their new time: when they entered the step, the time held, and the new wait.
 * Who would be due at once goes one `spacing` after the other. Does one piece, by one statement where everybody in it
 * waits equally long or until the same few instants, and answers what is left, or undefined when that was the last. Runs that are due already are
 * left to the engine, which asks their step by the new version; those who are held to their release.
 */
export async function rescheduleRuns(
  tx: WriteStatements, shop: { id: number; timeZone: string }, scenario: { id: string; versionId: string | null }, owed: Reschedule,
): Promise<Reschedule | undefined> {
  const [stepId, ...others] = owed.steps;
  if (stepId === undefined) return undefined;
  const nextStep = others.length === 0 ? undefined : { ...owed, steps: others, after: "" };
  const endsAt = await readWait(tx, shop, scenario.versionId, stepId);
  if (!endsAt) return nextStep;
  const { rows: [piece] } = await sql<{ count: number; last: string | null; first: Instant; latest: Instant }>`
    select count(*) as "count", max(p."id") as "last", min(p."start") as "first", max(p."start") as "latest"
    from (
      select "id", "enteredStepAt" + "heldMs" as "start" from "Run" where "shopId" = ${shop.id} and "scenarioId" = ${scenario.id} and "status" = 'active' and "stepId" = ${stepId}
      and "pinnedVersionId" is null and "id" > ${owed.after} order by "pinnedVersionId", "id" limit ${PIECE}
    ) p`.execute(tx.acrossShops);
  if (!piece || piece.last === null) return nextStep;
  const alike = endsInSql(endsAt, Number(piece.first), Number(piece.latest), owed.at);
  const span: Span = { shopId: shop.id, scenarioId: scenario.id, stepId, after: owed.after, last: piece.last };
  const overdue = alike ? await rescheduleAlike(tx, span, owed, alike, Number(piece.first)) : await rescheduleEach(tx, span, owed, endsAt);
  return Number(piece.count) < PIECE ? nextStep && { ...nextStep, done: owed.done + overdue } : { ...owed, after: piece.last, done: owed.done + overdue };
}

interface Span {
  shopId: number;
  scenarioId: string;
  stepId: string;
  after: string;
  last: string;
}

const within = (span: Span, at: Instant) => sql`
  "shopId" = ${span.shopId} and "scenarioId" = ${span.scenarioId} and "id" > ${span.after} and "id" <= ${span.last} and ${waits(span, at)}`;

/** Said again by whoever writes: somebody may have left since they were read. */
const waits = ({ stepId }: Span, at: Instant) => sql`
  "Run"."status" = 'active' and "Run"."stepId" = ${stepId} and "Run"."pinnedVersionId" is null and "Run"."heldAt" is null and "Run"."dueAt" > ${at}`;

interface Alike {
  /** When a wait is over that started at an instant. */
  end(start: RawBuilder<Instant>): RawBuilder<Instant>;
  /** Waits that started until then are over. */
  over: Instant;
}

/** Null where neither the length nor a few ends are the same for all who started between the two instants. */
function endsInSql(endsAt: WaitEnds, first: Instant, latest: Instant, at: Instant): Alike | null {
  const length = constantWait(endsAt, first, latest);
  if (length !== null) return { end: (start) => sql`${start} + ${length}`, over: at - length };
  const ends = endsByStart(endsAt, first, latest, MOST_ENDS);
  const last = ends?.at(-1);
  if (!ends || !last) return null;
  const cases = (start: RawBuilder<Instant>) => ends.map(({ until, end }) => sql`when ${start} <= ${until} then cast(${end} as bigint)`);
  return { end: (start) => sql`case ${sql.join(cases(start), sql` `)} else cast(${last.end} as bigint) end`, over: ends.findLast(({ end }) => end <= at)?.until ?? first - 1 };
}

/** Answers how many are due at once. */
async function rescheduleAlike(tx: WriteStatements, span: Span, { at, spacing, done }: Reschedule, { end, over }: Alike, first: Instant): Promise<number> {
  const start = sql<Instant>`("enteredStepAt" + "heldMs")`;
  if (first > over) {
    await sql`update "Run" set "dueAt" = ${end(start)} where ${within(span, at)}`.execute(tx.acrossShops);
    return 0;
  }
  const { rows: [counted] } = await sql<{ overdue: number }>`
    select count(*) as "overdue" from "Run" where ${within(span, at)} and ${start} <= ${over}`.execute(tx.acrossShops);
  await sql`
    with p as (
      select "shopId", "id", ${start} as "start", sum(case when ${start} <= ${over} then 1 else 0 end) over (order by "id" rows unbounded preceding) as "place"
      from "Run" where ${within(span, at)}
    )
    update "Run" set "dueAt" = case when p."start" <= ${over} then cast(${at} as bigint) + (cast(${done} as bigint) + p."place" - 1) * cast(${spacing} as bigint) else ${end(sql`p."start"`)} end
    from p where "Run"."shopId" = p."shopId" and "Run"."id" = p."id" and ${waits(span, at)}`.execute(tx.acrossShops);
  return Number(counted?.overdue ?? 0);
}

async function rescheduleEach(tx: WriteStatements, span: Span, { at, spacing, done }: Reschedule, endsAt: WaitEnds): Promise<number> {
  const { rows } = await sql<{ id: string; start: Instant }>`select "id", "enteredStepAt" + "heldMs" as "start" from "Run" where ${within(span, at)} order by "id"`.execute(tx.acrossShops);
  if (rows.length === 0) return 0;
  let overdue = 0;
  const due = rows.map(({ id, start }): [number, string, Instant] => {
    const end = endsAt(Number(start));
    return [span.shopId, id, end <= at ? at + (done + overdue++) * spacing : end];
  });
  await sql`
    with v("shopId", "id", "dueAt") as (${valueRows(tx.dialect, ["bigint", "text", "bigint"], due)})
    update "Run" set "dueAt" = v."dueAt" from v where "Run"."shopId" = v."shopId" and "Run"."id" = v."id" and ${waits(span, at)}`.execute(tx.acrossShops);
  return overdue;
}

/** When the wait is over of who started it at an instant, by the newest version; null where its step cannot say so by itself. */
async function readWait(tx: WriteStatements, { id, timeZone }: { id: number; timeZone: string }, versionId: string | null, stepId: string): Promise<WaitEnds | null> {
  const version = await tx.forShop(id).selectFrom("ScenarioVersion").select("definition").where("id", "=", versionId ?? "").executeTakeFirst();
  const node = version && (JSON.parse(version.definition) as ScenarioDefinition).steps.find((step) => step.id === stepId);
  const type = node && stepTypeByName.get(node.type);
  const read = type && readConfig(type, node);
  if (!type?.waitEnds || !read?.ok) return null;
  const { waitEnds } = type;
  if (waitEnds(read.config, 0, timeZone) === null) return null;
  return (start) => waitEnds(read.config, start, timeZone) ?? start;
}
