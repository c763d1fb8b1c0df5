import type { ServiceContext } from "~/app-context";
import type { ImportChoice } from "~/domain/trait-import/columns";
import { readImportPreview } from "~/queries/trait-import-preview.server";
import { listTraits } from "~/queries/traits.server";

export type StartedImport = { ok: true } | { ok: false; refused: "gone" | "not-readable" | "trait-gone" | "column-gone" | "match-mapped" };

/** Lets an upload be read as the merchant chose. One that runs already, or has ended, is left alone. */
export async function startImport(context: ServiceContext, shopId: number, importId: string, choice: ImportChoice): Promise<StartedImport> {
  const { db, clock } = context;
  const upload = await db.forShop(shopId).selectFrom("TraitImport").select(["id", "parts"]).where("id", "=", importId).where("status", "=", "uploading").executeTakeFirst();
  if (!upload) return { ok: false, refused: "gone" };
  const preview = await readImportPreview(db, shopId, upload, choice);
  if (!preview.ok) return { ok: false, refused: "not-readable" };
  const known = new Set((await listTraits(db, shopId)).map(({ key }) => key));
  if (choice.traits.some(({ trait }) => !known.has(trait))) return { ok: false, refused: "trait-gone" };
  if ([choice.matchColumn, ...choice.traits.map(({ column }) => column)].some((column) => column >= preview.header.length)) return { ok: false, refused: "column-gone" };
  if (choice.traits.some(({ column }) => column === choice.matchColumn)) return { ok: false, refused: "match-mapped" };
  const now = clock.now();
  await db.write((tx) => tx.forShop(shopId).updateTable("TraitImport").set({ status: "waiting", choice: JSON.stringify(choice), lines: preview.fileLines, nextTryAt: now })
    .where("id", "=", importId).where("status", "=", "uploading").execute());
  context.wake.wake("trait-imports");
  return { ok: true };
}

/** Gives an import up: what is done stays done, the file goes. */
export async function cancelImport(context: ServiceContext, shopId: number, importId: string): Promise<void> {
  await context.db.write(async (tx) => {
    const own = tx.forShop(shopId);
    await own.updateTable("TraitImport").set({ status: "cancelled", finishedAt: context.clock.now(), leaseOwner: null, leaseUntil: null }).where("id", "=", importId).where("status", "in", ["uploading", "waiting", "running"]).execute();
    await own.deleteFrom("TraitImportPart").where("importId", "=", importId).execute();
  });
}
