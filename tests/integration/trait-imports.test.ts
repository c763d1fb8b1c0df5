import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "~/app-context";
import { LARGEST_FILE, PART_BYTES } from "~/domain/trait-import/line-fault";
import type { ImportChoice } from "~/domain/trait-import/columns";
import { readImportPreview } from "~/queries/trait-import-preview.server";
import { traitImportsWork } from "~/runtime/trait-imports/trait-imports.server";
import { addPart, beginImport } from "~/services/trait-imports/begin-import.server";
import { cancelImport, startImport } from "~/services/trait-imports/start-import.server";
import { openEngineWorld } from "../factories/engine-world";
import { addTraits, readTraits } from "../factories/traits";

let world: Awaited<ReturnType<typeof openEngineWorld>>;
let context: ServiceContext;
beforeEach(async () => {
  world = await openEngineWorld();
  context = world.context as unknown as ServiceContext;
  await addTraits(world.db, world.shop.id);
  for (const id of ["ola", "jan", "eva"]) await world.addCustomer(id);
});
afterEach(() => world.close());

const choice = (more: Partial<ImportChoice> = {}): ImportChoice => ({ encoding: "utf-8", separator: ",", matchBy: "email", matchColumn: 0, traits: [{ column: 1, trait: "string" }], emptyClears: false, ...more });

async function upload(bytes: Uint8Array): Promise<string> {
  const begun = await beginImport(context, world.shop.id, { fileName: "sizes.csv", size: bytes.length, staffId: "7" });
  if (!begun.ok) throw new Error(begun.refused);
  for (let part = 0; part < begun.parts; part += 1) {
    const content = Buffer.from(bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)).toString("base64");
    expect(await addPart(context, world.shop.id, { importId: begun.id, part, content })).toBe(true);
  }
  return begun.id;
}

const row = (id: string) => world.db.forShop(world.shop.id).selectFrom("TraitImport").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const faults = (id: string) => world.db.forShop(world.shop.id).selectFrom("TraitImportFault").select(["line", "column", "fault", "value"]).where("importId", "=", id).orderBy("line").orderBy("column").execute();
const history = () => world.db.forShop(world.shop.id).selectFrom("TraitChange").select(["customerId", "did", "source", "staffId"]).orderBy("customerId").execute();

async function run(text: string | Uint8Array, chosen: Partial<ImportChoice> = {}): Promise<string> {
  const id = await upload(typeof text === "string" ? Buffer.from(text) : text);
  expect(await startImport(context, world.shop.id, id, choice(chosen))).toEqual({ ok: true });
  const work = traitImportsWork(context);
  while ((await work.runDue()) > 0) expect((await row(id)).status).not.toBe("failed");
  return id;
}

describe("R24 traits from a file", () => {
  it("R24 several traits at once, by e-mail, with the history of who sent it", async () => {
    const id = await run("e-mail,size,born,paid\nOLA@example.com,M,24.12.1990,\"1 200,50\"\njan@example.com,,1991-01-02,\n", {
      traits: [{ column: 1, trait: "string" }, { column: 2, trait: "date" }, { column: 3, trait: "money" }],
    });
    expect(await readTraits(world.db, world.shop.id)).toEqual({ "ola string": "M", "ola date": "1990-12-24", "ola money": 120_050, "jan date": "1991-01-02" });
    expect(await row(id)).toMatchObject({ status: "done", changed: 2, unchanged: 0, faulty: 0, line: 3, lines: 3 });
    expect((await history()).every(({ source, staffId }) => source === "import" && staffId === "7")).toBe(true);
    expect(await world.db.forShop(world.shop.id).selectFrom("TraitImportPart").select("part").execute()).toEqual([]);
  });

  it("R24 the same file again changes nothing and writes no history", async () => {
    const file = "e-mail,size\nola@example.com,M\njan@example.com,L\n";
    await run(file);
    const before = await history();
    expect(await row(await run(file))).toMatchObject({ changed: 0, unchanged: 2, faulty: 0 });
    expect(await history()).toEqual(before);
  });

  it("R24 bad lines are told with line, column and what stood there; the rest is done", async () => {
    const id = await run("e-mail,size,n\nola@example.com,M,x\nnobody@example.com,M,1\n,M,1\nno address,M,1\njan@example.com\neva@example.com,S,5\n", { traits: [{ column: 1, trait: "choice" }, { column: 2, trait: "integer" }] });
    expect(await faults(id)).toEqual([
      { line: 2, column: 3, fault: "not-whole", value: "x" }, { line: 3, column: 1, fault: "not-found", value: "nobody@example.com" }, { line: 4, column: 1, fault: "no-key", value: "" },
      { line: 5, column: 1, fault: "bad-key", value: "no address" }, { line: 6, column: 2, fault: "too-short", value: "" }, { line: 6, column: 3, fault: "too-short", value: "" },
    ]);
    expect(await readTraits(world.db, world.shop.id)).toEqual({ "ola choice": "M", "eva choice": "S", "eva integer": 5 });
    expect(await row(id)).toMatchObject({ changed: 2, faulty: 5 });
  });

  it("R24 two customers with one e-mail: nobody is changed, and it is told", async () => {
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Customer").set({ email: "ola@example.com" }).where("id", "=", "eva").execute());
    const id = await run("e-mail,size\nola@example.com,M\n");
    expect(await faults(id)).toMatchObject([{ fault: "several" }]);
    expect(await readTraits(world.db, world.shop.id)).toEqual({});
  });

  it("R24 an empty cell leaves the trait, or clears it where the merchant says so; of two lines the later holds", async () => {
    await run("e-mail,size\nola@example.com,M\nola@example.com,L\n");
    await run("e-mail,size\nola@example.com,\n");
    expect(await readTraits(world.db, world.shop.id)).toEqual({ "ola string": "L" });
    await run("e-mail,size\nola@example.com,\n", { emptyClears: true });
    expect(await readTraits(world.db, world.shop.id)).toEqual({});
  });

  it.each<[string, Uint8Array, string, string]>([
    ["UTF-8", Buffer.from("e-mail,město\nola@example.com,Žižkov\n"), "utf-8", ","],
    ["UTF-8 with its mark", Buffer.from("\uFEFFe-mail;město\nola@example.com;Žižkov\n"), "utf-8", ";"],
    // "Žižkov" and "město" as Excel writes them in Czech.
    ["Windows-1250 with semicolons", Buffer.concat([Buffer.from("e-mail;m"), Buffer.from([0xec]), Buffer.from("sto\r\nola@example.com;"), Buffer.from([0x8e]), Buffer.from("i"), Buffer.from([0x9e]), Buffer.from("kov\r\n")]), "windows-1250", ";"],
    ["UTF-16 with tabs", Buffer.from("\uFEFFe-mail\tměsto\nola@example.com\tŽižkov\n", "utf16le"), "utf-16le", "\t"],
  ])("R24 reads %s", async (_, bytes, encoding, separator) => {
    const id = await upload(bytes);
    const preview = await readImportPreview(world.db, world.shop.id, { id, parts: 1 }, {});
    expect(preview).toMatchObject({ ok: true, encoding, separator, header: ["e-mail", "město"], lines: [["ola@example.com", "Žižkov"]], suggested: { matchBy: "email", matchColumn: 0 } });
    await run(bytes, { encoding: encoding as ImportChoice["encoding"], separator: separator as ImportChoice["separator"] });
    expect(await readTraits(world.db, world.shop.id)).toEqual({ "ola string": "Žižkov" });
  });

  it("R24 what is no text, too large, empty or not whole is refused before anything is read", async () => {
    expect(await beginImport(context, world.shop.id, { fileName: "x.csv", size: 1_024 ** 3, staffId: null })).toEqual({ ok: false, refused: "too-large" });
    expect(await beginImport(context, world.shop.id, { fileName: "x.csv", size: 0, staffId: null })).toEqual({ ok: false, refused: "empty" });
    const zip = await upload(Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 1, 2]));
    expect(await readImportPreview(world.db, world.shop.id, { id: zip, parts: 1 }, {})).toEqual({ ok: false, fault: "binary" });
    expect(await startImport(context, world.shop.id, zip, choice())).toEqual({ ok: false, refused: "not-readable" });
    const begun = await beginImport(context, world.shop.id, { fileName: "x.csv", size: LARGEST_FILE, staffId: null });
    const id = begun.ok ? begun.id : "";
    expect(await addPart(context, world.shop.id, { importId: id, part: 0, content: Buffer.alloc(10).toString("base64") })).toBe(false);
    expect(await addPart(context, world.shop.id, { importId: id, part: 80, content: Buffer.alloc(PART_BYTES).toString("base64") })).toBe(false);
    expect(await readImportPreview(world.db, world.shop.id, { id, parts: 80 }, {})).toEqual({ ok: false, fault: "incomplete" });
  });

  it("R24 a quotation mark that is never closed ends the file there, told; what stood before is done", async () => {
    const id = await run(`e-mail,size\n${"ola@example.com,M\n".repeat(6)}jan@example.com,"L\n${"x,y\n".repeat(1_000)}`);
    expect(await row(id)).toMatchObject({ status: "done", changed: 1, unchanged: 5, faulty: 1 });
    expect(await faults(id)).toMatchObject([{ line: 8, column: 0, fault: "unreadable" }]);
    expect(await readTraits(world.db, world.shop.id)).toEqual({ "ola string": "M" });
  });

  it("R24 goes on where a crash left it, and no line is done twice", async () => {
    const file = `e-mail,n\n${Array.from({ length: 1_200 }, (_, n) => `${["ola", "jan", "eva"][n % 3] ?? ""}@example.com,${n}`).join("\n")}\n`;
    const id = await upload(Buffer.from(file));
    await startImport(context, world.shop.id, id, choice({ traits: [{ column: 1, trait: "integer" }] }));
    // The process dies in its second piece: the transaction is lost, the lease stays until it runs out.
    const { write } = world.db;
    let pieces = 0;
    const dying = { ...context, db: Object.assign(Object.create(world.db) as typeof world.db, { write: ((work, options) => write.call(world.db, async (tx) => {
      const answer = await work(tx);
      if ((pieces += 1) > 2) throw new Error("killed");
      return answer;
    }, options)) as typeof write }) };
    await traitImportsWork(dying).runDue().catch(() => undefined);
    const left = await row(id);
    expect(left).toMatchObject({ status: "running", line: 251 });
    expect(await traitImportsWork(context).runDue()).toBe(0);
    world.clock.realNow += 31_000;
    const work = traitImportsWork(context, 0);
    while ((await work.runDue()) > 0) expect((await row(id)).status).not.toBe("failed");
    const ended = await row(id);
    expect(ended).toMatchObject({ status: "done", faulty: 0, line: 1_201 });
    expect(ended.changed + ended.unchanged).toBe(1_200);
    expect(await readTraits(world.db, world.shop.id)).toEqual({ "ola integer": 1_197, "jan integer": 1_198, "eva integer": 1_199 });
  });

  it("R24 a cancelled one stops, and a trait deleted meanwhile fails it", async () => {
    const id = await upload(Buffer.from("e-mail,size\nola@example.com,M\n"));
    await startImport(context, world.shop.id, id, choice());
    await cancelImport(context, world.shop.id, id);
    expect(await traitImportsWork(context).runDue()).toBe(0);
    expect(await readTraits(world.db, world.shop.id)).toEqual({});
    const second = await upload(Buffer.from("e-mail,size\nola@example.com,M\n"));
    await startImport(context, world.shop.id, second, choice());
    await world.db.write((tx) => tx.forShop(world.shop.id).updateTable("Trait").set({ deletedAt: 1, keyInUse: null }).where("key", "=", "string").execute());
    await traitImportsWork(context).runDue();
    expect(await row(second)).toMatchObject({ status: "failed", error: "trait-gone" });
  });
});
