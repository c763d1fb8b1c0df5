import type { WriteStatements } from "~/adapters/db/database.server";
import { insertRows } from "~/adapters/db/insert-rows.server";
import { customerKey } from "~/domain/trait-import/customer-key";
import type { ImportChoice, MatchBy } from "~/domain/trait-import/columns";
import { LONGEST_SHOWN, MOST_FAULTS, type LineFault } from "~/domain/trait-import/line-fault";
import { readCell } from "~/domain/trait-import/read-cell";
import { readStoredTrait } from "~/domain/trait/stored-trait";
import type { TraitDefinition, TraitValue } from "~/domain/trait/trait";
import type { ShopRow } from "~/queries/shop.server";
import { changeTraits, type TraitChangeRequest } from "~/services/traits/change-traits.server";
import type { WriteDeps } from "~/services/write-deps";

/** One line of a file: its number, and its cells; null where it cannot be read, and then the file ends with it. */
export interface ImportLine {
  line: number;
  cells: readonly string[] | null;
}

interface Fault {
  line: number;
  /** From 1; 0 for the whole line. */
  column: number;
  fault: LineFault;
  value: string;
  who: string;
}

export interface LinesDone {
  changed: number;
  unchanged: number;
  faulty: number;
}

/** What an import is, while its lines are done. */
export interface RunningImport {
  id: string;
  staffId: string | null;
  choice: ImportChoice;
  /** Lines with a fault so far. */
  faulty: number;
}

/**
 * Does some lines of a file (R24): finds their customers, reads the cells, changes what is not so already, and notes what
 * was left out. A cell that cannot be read leaves its trait as it is; the others of its line are done. What is as the file says
 * is not touched, so the same file sent again changes nothing. Nobody enters a scenario by it.
 */
export async function importLines(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, run: RunningImport, traits: ReadonlyMap<string, TraitDefinition>, lines: readonly ImportLine[]): Promise<LinesDone> {
  const { choice } = run;
  const customers = await customersBy(tx, shop.id, choice.matchBy, lines.flatMap(({ cells }) => customerKey(choice.matchBy, cells?.[choice.matchColumn] ?? "") ?? []));
  const values = await valuesOf(tx, shop.id, [...customers.values()].flat(), [...traits.values()]);
  const changes = new Map<string, TraitChangeRequest>();
  const faults: Fault[] = [];
  const done: LinesDone = { changed: 0, unchanged: 0, faulty: 0 };

  for (const { line, cells } of lines) {
    const before = faults.length;
    const found = cells ? whoIs(choice, cells, customers) : { fault: "unreadable" as const, value: "", column: 0 };
    if ("fault" in found) {
      faults.push({ line, who: customerKey(choice.matchBy, found.value) ?? "", ...found });
    } else if (cells) {
      let changed = false;
      for (const { column, trait: key } of choice.traits) {
        const trait = traits.get(key);
        if (!trait) continue;
        const cell = cells[column];
        const read = cell === undefined ? { ok: false as const, fault: "too-short" as const } : readCell(trait, cell, shop);
        if (!read.ok && read.fault !== "empty") {
          faults.push({ line, column: column + 1, fault: read.fault, value: cell ?? "", who: found.key });
          continue;
        }
        if (!read.ok && !choice.emptyClears) continue;
        const at = `${found.customerId} ${trait.id}`;
        const value = read.ok ? read.value : null;
        if ((values.get(at) ?? null) === value) continue;
        values.set(at, value);
        changes.set(at, {
          customerId: found.customerId, traitId: trait.id, type: trait.type, by: { source: "import", staffId: run.staffId }, operation: value === null ? { do: "clear" } : { do: "set", value },
        });
        changed = true;
      }
      if (changed) done.changed += 1;
      else if (faults.length === before) done.unchanged += 1;
    }
    if (faults.length > before) done.faulty += 1;
  }
  await changeTraits(tx, { ...deps, told: "import" }, shop.id, [...changes.values()]);
  const kept = faults.slice(0, Math.max(0, MOST_FAULTS - run.faulty));
  await insertRows(tx.acrossShops, "TraitImportFault", kept.map(({ value, ...fault }) => ({ shopId: shop.id, importId: run.id, ...fault, value: value.replaceAll("\u0000", "").slice(0, LONGEST_SHOWN) })), { ifTaken: "skip" });
  return done;
}

function whoIs(choice: ImportChoice, cells: readonly string[], customers: ReadonlyMap<string, string[]>): { customerId: string; key: string } | { fault: LineFault; value: string; column: number } {
  const value = cells[choice.matchColumn] ?? "";
  const at = { value, column: choice.matchColumn + 1 };
  if (value.trim() === "") return { fault: "no-key", ...at };
  const key = customerKey(choice.matchBy, value);
  if (key === null) return { fault: "bad-key", ...at };
  const [customerId, second] = customers.get(key) ?? [];
  if (customerId === undefined) return { fault: "not-found", ...at };
  return second === undefined ? { customerId, key } : { fault: "several", ...at };
}

const COLUMNS = { email: "email", phone: "phone", "shopify-id": "shopifyId" } as const satisfies Record<MatchBy, string>;

/** Ids of the customers who are called so; several may have one phone number or e-mail. */
async function customersBy(tx: WriteStatements, shopId: number, matchBy: MatchBy, keys: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (keys.length === 0) return found;
  const column = COLUMNS[matchBy];
  const rows = await tx.forShop(shopId).selectFrom("Customer").select(["id", `${column} as key`]).where(column, "in", [...new Set(keys)]).where("deletedAt", "is", null).orderBy("id").execute();
  for (const { id, key } of rows) if (key !== null) found.set(key, [...(found.get(key) ?? []), id]);
  return found;
}

async function valuesOf(tx: WriteStatements, shopId: number, customerIds: readonly string[], traits: readonly TraitDefinition[]): Promise<Map<string, TraitValue | null>> {
  if (customerIds.length === 0 || traits.length === 0) return new Map();
  const types = new Map(traits.map(({ id, type }) => [id, type]));
  const rows = await tx.forShop(shopId).selectFrom("CustomerTrait").select(["customerId", "traitId", "text", "number"])
    .where("customerId", "in", customerIds).where("traitId", "in", [...types.keys()]).execute();
  return new Map(rows.flatMap(({ customerId, traitId, ...stored }) => {
    const type = types.get(traitId);
    return type ? [[`${customerId} ${traitId}`, readStoredTrait(type, stored)] as const] : [];
  }));
}
