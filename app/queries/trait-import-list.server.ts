import type { Statements } from "~/adapters/db/database.server";
import { importChoiceSchema, type ImportChoice } from "~/domain/trait-import/columns";
import type { LineFault } from "~/domain/trait-import/line-fault";
import { reportCsv } from "~/domain/trait-import/report-csv";
import type { Instant } from "~/domain/instant";

export interface ImportLineItem {
  id: string;
  fileName: string;
  parts: number;
  status: "uploading" | "waiting" | "running" | "done" | "failed" | "cancelled";
  lines: number | null;
  line: number;
  changed: number;
  unchanged: number;
  faulty: number;
  error: string | null;
  createdAt: Instant;
  choice: ImportChoice | null;
}

const SHOWN = 20;
const FAULTS_SHOWN = 20;

const select = (db: Statements, shopId: number) => db.forShop(shopId).selectFrom("TraitImport").select(["id", "fileName", "parts", "status", "lines", "line", "changed", "unchanged", "faulty", "error", "createdAt", "choice"]);

const read = ({ status, choice, ...row }: Awaited<ReturnType<ReturnType<typeof select>["executeTakeFirstOrThrow"]>>): ImportLineItem => {
  const chosen = importChoiceSchema.safeParse(choice === null ? null : JSON.parse(choice));
  return { ...row, status: status as ImportLineItem["status"], choice: chosen.success ? chosen.data : null };
};

/** The last imports that were begun for good, the newest first. */
export async function listImports(db: Statements, shopId: number): Promise<ImportLineItem[]> {
  return (await select(db, shopId).where("status", "!=", "uploading").orderBy("createdAt", "desc").limit(SHOWN).execute()).map(read);
}

export async function findImport(db: Statements, shopId: number, id: string): Promise<ImportLineItem | null> {
  const row = await select(db, shopId).where("id", "=", id).executeTakeFirst();
  return row ? read(row) : null;
}

export interface FaultLine {
  line: number;
  column: number;
  fault: LineFault;
  value: string;
}

const faults = (db: Statements, shopId: number, id: string) => db.forShop(shopId).selectFrom("TraitImportFault").select(["line", "column", "fault", "value"]).where("importId", "=", id).orderBy("line").orderBy("column");

/** The first things that were left out. */
export async function readFaults(db: Statements, shopId: number, id: string): Promise<FaultLine[]> {
  return (await faults(db, shopId, id).limit(FAULTS_SHOWN).execute()).map((row) => ({ ...row, fault: row.fault as LineFault }));
}

/** All that was left out, as a file that spreadsheets open; nothing in it is a formula. Null where the shop has no such import. */
export async function readFaultReport(db: Statements, shopId: number, id: string, words: { header: string[]; say(fault: LineFault): string }): Promise<string | null> {
  if (!(await findImport(db, shopId, id))) return null;
  const rows = await faults(db, shopId, id).execute();
  return reportCsv([words.header, ...rows.map(({ line, column, fault, value }) => [line, column === 0 ? "" : column, value, words.say(fault as LineFault)])]);
}
