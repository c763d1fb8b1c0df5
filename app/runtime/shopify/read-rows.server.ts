import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { bulkRows, type BulkRow } from "~/adapters/shopify/bulk/bulk-rows";
import type { ServiceContext } from "~/app-context";
import type { Milliseconds } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";
import { IMPORTED } from "~/services/shopify/import-kinds";
import type { ImportBatch } from "~/services/shopify/import-kind";
import { addMended, mendedShape, type Mended } from "~/services/shopify/mended";
import { LEASE_MS, ofLease, type ClaimedJob } from "./claimed-job";

/** Another process has the job: whatever this one has read is not saved. */
export class LostLease extends Error {}

interface Progress {
  readTo: number;
  done: number;
  unreadable: number;
  problem: string | null;
  mended: Mended;
}

/**
 * Reads on where the job's file was read to, for so long at most (real time), saving so many lines at once. Answers whether it came to the end. Holds no more of the file than the
 * piece to be saved next. A row that cannot be read is counted and passed over, with its reason where it is the first.
 */
export async function readRows(
  context: ServiceContext, shop: ShopRow, job: ClaimedJob, file: { bytes: AsyncIterable<Uint8Array>; size: number | null; total: number }, turnMs: Milliseconds, pieceOf: number,
): Promise<boolean> {
  const { clock } = context;
  const until = clock.real() + turnMs;
  let progress: Progress = { readTo: job.readTo, done: job.done, unreadable: job.unreadable, problem: job.problem, mended: mendedShape.parse(JSON.parse(job.mended)) };
  const newBatch = (): ImportBatch => IMPORTED[job.kind].batch(shop, job.startedAt ?? job.createdAt);
  let batch = newBatch();
  let saved = progress.done;
  for await (const row of bulkRows(file.bytes, { from: job.readTo, size: file.size })) {
    progress = { ...progress, ...taken(batch, row, progress) };
    if (batch.weight < pieceOf && progress.done - saved < pieceOf) continue;
    progress = await savePiece(context, job, batch, progress, file.total);
    batch = newBatch();
    saved = progress.done;
    await setImmediate();
    if (clock.real() >= until) return false;
  }
  await savePiece(context, job, batch, progress, file.total);
  return true;
}

function taken(batch: ImportBatch, row: BulkRow, { done, unreadable, problem }: Progress): Partial<Progress> {
  const read = { readTo: row.end, done: done + 1 };
  try {
    if (row.problem !== null) throw new SyntaxError(row.problem);
    batch.add(row);
    return read;
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
    return { ...read, unreadable: unreadable + 1, problem: problem ?? why };
  }
}

/** Rows and place in one transaction. The lease moves on: whoever still holds the older one saves nothing more. */
async function savePiece({ db, clock, newId, log }: ServiceContext, job: ClaimedJob, batch: ImportBatch, progress: Progress, total: number): Promise<Progress> {
  const leaseUntil = clock.real() + LEASE_MS;
  const mended = await db.write(async (tx) => {
    const more = batch.rows === 0 ? {} : await batch.save(tx, { now: clock.now(), newId, log });
    const sum = addMended(progress.mended, more);
    const { numUpdatedRows } = await ofLease(tx, job)
      .set({ readTo: progress.readTo, done: progress.done, total, unreadable: progress.unreadable, problem: progress.problem, mended: JSON.stringify(sum), gathered: null, attempts: 0, error: null, leaseUntil })
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new LostLease("another process has taken the import over");
    return sum;
  });
  job.leaseUntil = leaseUntil;
  return { ...progress, mended };
}
