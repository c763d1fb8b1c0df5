import { sql, type RawBuilder } from "kysely";
import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import type { WaitFact } from "~/domain/engine/awaited";
import type { ClickFact, LastMessages, MessageFact } from "~/domain/engine/facts";
import type { ErrandFact } from "~/domain/errand/errand";
import type { Instant } from "~/domain/instant";
import { runsOfPiece } from "~/services/runs/runs-of-piece.server";

type Reading = Pick<Statements, "forShop" | "acrossShops" | "dialect">;

interface RunOf {
  id: string;
  customerId: string;
  enteredAt: Instant;
}

const storedLinks = z.array(z.object({ url: z.string(), written: z.string().optional() }));

/** The messages that runs asked for. */
export const messagesOf = (db: Reading, shopId: number, runIds: readonly string[]): RawBuilder<MessageFact & { runId: string }> => sql`
  with ${runsOfPiece(db, shopId, runIds)}
  select m."runId" as "runId", m."effectId" as "effectId", m."stepId" as "stepId", m."status" as "status", m."reason" as "reason", m."openedAt" as "openedAt", m."clickedAt" as "clickedAt"
  from piece cross join "Message" m where m."shopId" = piece."shopId" and m."runId" = piece."id"`;

/** What became of the messages that runs asked for, by run; by one statement. */
export async function loadMessages(db: Reading, shopId: number, runs: readonly RunOf[]): Promise<ReadonlyMap<string, MessageFact[]>> {
  const { rows } = await messagesOf(db, shopId, runs.map(({ id }) => id)).execute(db.acrossShops);
  return Map.groupBy(rows, ({ runId }) => runId);
}

/** What became of the errands that runs asked for, by run; by one statement. */
export async function loadErrands(db: Reading, shopId: number, runs: readonly RunOf[]): Promise<ReadonlyMap<string, ErrandFact[]>> {
  const { rows } = await sql<Omit<ErrandFact, "result"> & { runId: string; result: string | null }>`
    with ${runsOfPiece(db, shopId, runs.map(({ id }) => id))}
    select e."runId" as "runId", e."effectId" as "effectId", e."stepId" as "stepId", e."kind" as "kind", e."status" as "status", e."reason" as "reason", e."result" as "result"
    from piece cross join "Errand" e where e."shopId" = piece."shopId" and e."runId" = piece."id"`.execute(db.acrossShops);
  return Map.groupBy(rows.map((row) => ({ ...row, result: row.result === null ? null : (JSON.parse(row.result) as unknown) })), ({ runId }) => runId);
}

/** Which links of their messages people followed (R32), by run; by two statements, whatever the number. */
export async function loadClicks(db: Reading, shopId: number, runs: readonly RunOf[]): Promise<ReadonlyMap<string, ClickFact[]>> {
  const { rows } = await sql<{ runId: string; stepId: string; messageId: string; linkIndex: number }>`
    with ${runsOfPiece(db, shopId, runs.map(({ id }) => id))}
    select distinct m."runId" as "runId", m."stepId" as "stepId", m."id" as "messageId", i."linkIndex" as "linkIndex" from piece
    ${db.dialect.lookUp("join", "Message", "m", sql`m."shopId" = piece."shopId" and m."runId" = piece."id"`, "all")}
    ${db.dialect.lookUp("join", "Interaction", "i", sql`i."shopId" = m."shopId" and i."messageId" = m."id"`, "all")}
    where i."kind" = 'click' and i."judged" = 'human' and i."linkIndex" is not null`.execute(db.acrossShops);
  const messageIds = [...new Set(rows.map(({ messageId }) => messageId))];
  const contents = messageIds.length === 0 ? [] : await db.forShop(shopId).selectFrom("MessageContent").select(["messageId", "links"]).where("messageId", "in", messageIds).execute();
  const links = new Map(contents.map((content) => [content.messageId, storedLinks.parse(JSON.parse(content.links))]));
  const clicks = new Map<string, ClickFact[]>();
  for (const { runId, stepId, messageId, linkIndex } of rows) {
    const link = links.get(messageId)?.[linkIndex];
    if (link) clicks.set(runId, [...(clicks.get(runId) ?? []), { stepId, url: link.url, written: link.written ?? null }]);
  }
  return clicks;
}

/** When something was last sent to, opened and clicked by each customer, by channel, in any scenario; by two statements. */
export async function loadLastMessages(db: Reading, shopId: number, customerIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, LastMessages>>> {
  const found = new Map<string, Map<string, LastMessages>>();
  const note = (customerId: string, channel: string, times: Partial<LastMessages>) => {
    const channels = found.get(customerId) ?? new Map<string, LastMessages>();
    channels.set(channel, { ...(channels.get(channel) ?? { sentAt: null, openedAt: null, clickedAt: null }), ...times });
    found.set(customerId, channels);
  };
  const sent = await db.forShop(shopId).selectFrom("Message").select(["customerId", "channel"]).select(({ fn }) => fn.max("handedOverAt").as("sentAt"))
    .where("customerId", "in", customerIds).where("handedOverAt", "is not", null).groupBy(["customerId", "channel"]).execute();
  for (const { customerId, channel, sentAt } of sent) note(customerId, channel, { sentAt });
  const { rows: done } = await sql<{ customerId: string; channel: string; openedAt: Instant | null; clickedAt: Instant | null }>`
    select i."customerId" as "customerId", m."channel" as "channel", max(i."at") as "openedAt", max(case when i."kind" = 'click' then i."at" end) as "clickedAt" from "Interaction" i
    join "Message" m on m."shopId" = i."shopId" and m."id" = i."messageId"
    where i."shopId" = ${shopId} and i."customerId" in (${sql.join([...customerIds])}) and i."judged" = 'human' and i."kind" in ('open', 'click')
    group by i."customerId", m."channel"`.execute(db.acrossShops);
  // Whoever clicks has opened it, though many mail clients fetch no pictures.
  for (const { customerId, channel, openedAt, clickedAt } of done) note(customerId, channel, { openedAt, clickedAt });
  return found;
}

/** When customers ordered since their runs began, by run; by one statement. */
export async function loadOrdersSince(db: Reading, shopId: number, runs: readonly RunOf[]): Promise<ReadonlyMap<string, Instant[]>> {
  const first = Math.min(...runs.map(({ enteredAt }) => enteredAt));
  const rows = await db.forShop(shopId).selectFrom("ShopOrder").select(["customerId", "placedAt"])
    .where("customerId", "in", [...new Set(runs.map(({ customerId }) => customerId))]).where("placedAt", ">=", first).where("cancelledAt", "is", null).execute();
  const orders = Map.groupBy(rows, ({ customerId }) => customerId);
  return new Map(runs.map(({ id, customerId, enteredAt }) => [id, (orders.get(customerId) ?? []).flatMap(({ placedAt }) => (placedAt >= enteredAt ? [placedAt] : []))]));
}

/** What the runs are known to wait for, by run; by one statement. */
export async function loadWaits(db: Reading, shopId: number, runs: readonly RunOf[]): Promise<ReadonlyMap<string, WaitFact>> {
  const rows = await db.forShop(shopId).selectFrom("Wait").select(["runId", "seq", "awaits", "happenedAt"]).where("runId", "in", runs.map(({ id }) => id)).execute();
  return new Map(rows.map(({ runId, ...wait }) => [runId, wait]));
}
