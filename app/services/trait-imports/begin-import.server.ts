import { z } from "zod";
import type { ServiceContext } from "~/app-context";
import { LARGEST_FILE, PART_BYTES } from "~/domain/trait-import/line-fault";
import { DAY } from "~/domain/instant";

/** A report has what stood in a file about people: it does not stay for ever. */
const REPORT_KEPT_FOR = 30 * DAY;

export const beginInput = z.object({ fileName: z.string().min(1).max(255), size: z.coerce.number().int().min(0) });
export const partInput = z.object({ importId: z.uuid(), part: z.coerce.number().int().min(0).max(Math.ceil(LARGEST_FILE / PART_BYTES)), content: z.base64().max(Math.ceil(PART_BYTES / 3) * 4) });

export type BegunImport = { ok: true; id: string; parts: number } | { ok: false; refused: "empty" | "too-large" };

/** Makes room for a file that comes in pieces (R24). Uploads that nobody went on with for a day go, with what they brought, and so do imports that ended 30 days ago. `size` in bytes. */
export async function beginImport(context: ServiceContext, shopId: number, { fileName, size, staffId }: z.infer<typeof beginInput> & { staffId: string | null }): Promise<BegunImport> {
  if (size === 0) return { ok: false, refused: "empty" };
  if (size > LARGEST_FILE) return { ok: false, refused: "too-large" };
  const now = context.clock.now();
  const id = context.newId();
  const parts = Math.ceil(size / PART_BYTES);
  await context.db.write(async (tx) => {
    const own = tx.forShop(shopId);
    const left = await own.selectFrom("TraitImport").select("id").where("status", "=", "uploading").where("createdAt", "<", now - DAY).limit(5).execute();
    for (const upload of left) {
      await own.deleteFrom("TraitImportPart").where("importId", "=", upload.id).execute();
      await own.deleteFrom("TraitImport").where("id", "=", upload.id).execute();
    }
    const old = await own.selectFrom("TraitImport").select("id").where("finishedAt", "<", now - REPORT_KEPT_FOR).limit(5).execute();
    for (const { id: oldId } of old) {
      await own.deleteFrom("TraitImportFault").where("importId", "=", oldId).execute();
      await own.deleteFrom("TraitImport").where("id", "=", oldId).execute();
    }
    await own.insertInto("TraitImport").values({
      shopId, id, fileName: fileName.replaceAll("\u0000", ""), size, parts, status: "uploading", choice: null, staffId, lines: null, line: 0, changed: 0, unchanged: 0, faulty: 0,
      error: null, createdAt: now, startedAt: null, finishedAt: null, leaseOwner: null, leaseUntil: null, attempts: 0, nextTryAt: now,
    }).execute();
  });
  return { ok: true, id, parts };
}

/** Keeps one piece; one that comes again changes nothing. False where the upload is gone, has begun, or has no such piece. */
export async function addPart(context: ServiceContext, shopId: number, { importId, part, content }: z.infer<typeof partInput>): Promise<boolean> {
  return context.db.write(async (tx) => {
    const own = tx.forShop(shopId);
    const upload = await own.selectFrom("TraitImport").select(["parts", "size"]).where("id", "=", importId).where("status", "=", "uploading").executeTakeFirst();
    if (!upload || part >= upload.parts) return false;
    const expected = part === upload.parts - 1 ? upload.size - part * PART_BYTES : PART_BYTES;
    if (Buffer.byteLength(content, "base64") !== expected) return false;
    await own.insertInto("TraitImportPart").values({ shopId, importId, part, content }).onConflict((conflict) => conflict.columns(["shopId", "importId", "part"]).doNothing()).execute();
    return true;
  });
}
