import { setImmediate } from "node:timers/promises";
import type { Selectable } from "kysely";
import type { TraitImport } from "~/adapters/db/generated/tables";
import type { ServiceContext } from "~/app-context";
import type { Instant, Milliseconds } from "~/domain/instant";
import { importChoiceSchema, type ImportChoice } from "~/domain/trait-import/columns";
import type { TraitDefinition } from "~/domain/trait/trait";
import { readPieces, readText } from "~/queries/trait-import-file.server";
import { listTraits } from "~/queries/traits.server";
import { retryDelay } from "~/runtime/retry-delay";
import type { Work } from "~/runtime/work";
import { importLines, type ImportLine } from "~/services/trait-imports/import-lines.server";
import { linesOf } from "./lines-of.server";

type Job = Selectable<TraitImport>;

/** Whoever is silent for so long has lost the import. Real time. */
const LEASE_MS: Milliseconds = 30_000;
/** So long one import may go on before another shop's gets its turn. Real time. */
const TURN_MS: Milliseconds = 5_000;
/** Cells in one transaction: some 20 ms. */
const CELLS = 250;

/**
 * R24: files of trait values, read as a stream and done in pieces, each in one transaction with the line up to which the file is
 * done, so that a crash loses nothing and no line counts twice. The file goes when the import ends.
 */
export function traitImportsWork(context: ServiceContext, turnMs: Milliseconds = TURN_MS): Work {
  const { db, clock, log, newId } = context;
  const waiting = () => db.acrossShops.selectFrom("TraitImport").where("status", "in", ["waiting", "running"]);

  /** Null where another process has it. */
  const claim = async (job: Job, owner: string): Promise<Job | null> => db.write(async (tx) => {
    const real = clock.real();
    const taken = await tx.forShop(job.shopId).updateTable("TraitImport").set({ status: "running", leaseOwner: owner, leaseUntil: real + LEASE_MS, startedAt: job.startedAt ?? clock.now() })
      .where("id", "=", job.id).where("status", "in", ["waiting", "running"]).where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", real)])).executeTakeFirst();
    return taken.numUpdatedRows === 1n ? ((await tx.forShop(job.shopId).selectFrom("TraitImport").selectAll().where("id", "=", job.id).executeTakeFirst()) ?? null) : null;
  });

  /** False where the import is no longer this process's. */
  const savePiece = async (job: Job, owner: string, choice: ImportChoice, traits: ReadonlyMap<string, TraitDefinition>, lines: readonly ImportLine[]): Promise<boolean> => {
    const shop = await db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", job.shopId).executeTakeFirstOrThrow();
    return db.write(async (tx) => {
      const mine = tx.forShop(job.shopId).updateTable("TraitImport").where("id", "=", job.id).where("leaseOwner", "=", owner).where("status", "=", "running");
      const held = await mine.set({ leaseUntil: clock.real() + LEASE_MS, line: lines.at(-1)?.line ?? job.line, attempts: 0, error: null }).executeTakeFirst();
      if (held.numUpdatedRows !== 1n) return false;
      const { faulty } = await tx.forShop(job.shopId).selectFrom("TraitImport").select("faulty").where("id", "=", job.id).executeTakeFirstOrThrow();
      const done = await importLines(tx, { now: clock.now(), newId, log, told: "import" }, shop, { id: job.id, staffId: job.staffId, choice, faulty }, traits, lines);
      await mine.set((row) => ({ changed: row("changed", "+", done.changed), unchanged: row("unchanged", "+", done.unchanged), faulty: row("faulty", "+", done.faulty) })).execute();
      return true;
    });
  };

  const end = (job: Job, owner: string, set: Partial<Job>): Promise<void> => db.write(async (tx) => {
    const own = tx.forShop(job.shopId);
    const ended = await own.updateTable("TraitImport").set({ leaseOwner: null, leaseUntil: null, finishedAt: clock.now(), ...set }).where("id", "=", job.id).where("leaseOwner", "=", owner).executeTakeFirst();
    if (ended.numUpdatedRows === 1n) await own.deleteFrom("TraitImportPart").where("importId", "=", job.id).execute();
  });

  const giveBack = (job: Job, owner: string, set: Partial<Job>): Promise<unknown> =>
    db.write((tx) => tx.forShop(job.shopId).updateTable("TraitImport").set({ leaseOwner: null, leaseUntil: null, ...set }).where("id", "=", job.id).where("leaseOwner", "=", owner).execute());

  const goOn = async (job: Job, owner: string): Promise<void> => {
    const choice = importChoiceSchema.parse(JSON.parse(job.choice ?? "null"));
    const all = new Map((await listTraits(db, job.shopId)).map((trait) => [trait.key, trait]));
    const traits = new Map(choice.traits.flatMap(({ trait: key }) => (all.has(key) ? [[key, all.get(key) as TraitDefinition] as const] : [])));
    if (traits.size < choice.traits.length) return end(job, owner, { status: "failed", error: "trait-gone" });
    const piece = Math.max(1, Math.floor(CELLS / choice.traits.length));
    const until = clock.real() + turnMs;
    let lines: ImportLine[] = [];
    for await (const line of linesOf(readText(readPieces(db, job.shopId, job), choice.encoding), choice.separator, job.line)) {
      lines.push(line);
      if (lines.length < piece) continue;
      if (!(await savePiece(job, owner, choice, traits, lines))) return;
      context.wake.wake("runs");
      lines = [];
      if (clock.real() >= until) return void (await giveBack(job, owner, { nextTryAt: clock.now() }));
      await setImmediate();
    }
    if (lines.length > 0 && !(await savePiece(job, owner, choice, traits, lines))) return;
    context.wake.wake("runs");
    await end(job, owner, { status: "done" });
    log.info({ shopId: job.shopId, traitImport: job.id }, "an import of traits is done");
  };

  return {
    name: "trait-imports",
    async runDue() {
      const real = clock.real();
      const job = await waiting().selectAll().where("nextTryAt", "<=", clock.now()).where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", real)])).orderBy("nextTryAt").limit(1).executeTakeFirst();
      const owner = newId();
      const claimed = job ? await claim(job, owner) : null;
      if (!claimed) return 0;
      try {
        await goOn(claimed, owner);
      } catch (error) {
        const delay = retryDelay(claimed.attempts + 1);
        log.warn({ err: error, shopId: claimed.shopId, traitImport: claimed.id, attempt: claimed.attempts + 1 }, "an import of traits was held up");
        if (delay === null) await end(claimed, owner, { status: "failed", error: "gave-up" });
        else await giveBack(claimed, owner, { attempts: claimed.attempts + 1, nextTryAt: clock.now() + delay });
      }
      return 1;
    },
    async nextDueAt(): Promise<Instant | null> {
      const next = await waiting().select("nextTryAt").where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", clock.real())])).orderBy("nextTryAt").limit(1).executeTakeFirst();
      return next?.nextTryAt ?? null;
    },
  };
}
