import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bulkRows, type BulkRow } from "./bulk-rows";

async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (let turn = 0; start < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

async function read(text: string, options: { from?: number; size?: number | null; sizes?: number[] } = {}): Promise<BulkRow[]> {
  const bytes = Buffer.from(text);
  const { from = 0, size = bytes.length, sizes = [7] } = options;
  const rows: BulkRow[] = [];
  for await (const row of bulkRows(inChunks(bytes.subarray(from), sizes), { from, size })) rows.push(row);
  return rows;
}

const product = (id: number, title = "Žluťoučký") => JSON.stringify({ id: `p${id}`, title });
const variant = (id: number, parent: number) => JSON.stringify({ id: `v${id}`, __parentId: `p${parent}` });

describe("the file of a bulk query", () => {
  it("R45 gives each row with those that stand under it, and where it ends", async () => {
    const text = `${product(1)}\n${variant(1, 1)}\n${variant(2, 1)}\n${product(2)}\n`;
    const rows = await read(text);
    expect(rows.map(({ root, children, problem }) => [(root as { id: string }).id, children.length, problem])).toEqual([["p1", 2, null], ["p2", 0, null]]);
    expect(rows.map(({ end }) => end)).toEqual([Buffer.byteLength(text) - Buffer.byteLength(`${product(2)}\n`), Buffer.byteLength(text)]);
  });

  it("R45 goes on from the end of any row, however the bytes come in pieces", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }), async (family, sizes) => {
      const text = family.map((children, id) => [product(id), ...Array.from({ length: children }, (_, nth) => variant(nth, id))].map((line) => `${line}\n`).join("")).join("");
      const whole = await read(text, { sizes });
      expect(whole.map(({ children }) => children.length)).toEqual(family);
      for (const [index, { end }] of whole.entries()) expect(await read(text, { from: end, sizes })).toEqual(whole.slice(index + 1));
    }), { numRuns: 60 });
  });

  it("R45 says what cannot be read, and reads the rows around it", async () => {
    const rows = await read(`${product(1)}\n{"id": \n${variant(9, 8)}\n\n${product(2)}\n${variant(1, 7)}\n${product(3)}`);
    expect(rows.map(({ problem }) => problem === null)).toEqual([true, false, true, false, true]);
    expect(rows[3]?.problem).toContain("p7");
  });

  it("R45 a file that breaks off gives no half row", async () => {
    const text = `${product(1)}\n${product(2)}\n${variant(1, 2)}\n`;
    const seen: BulkRow[] = [];
    const broken = async () => {
      for await (const row of bulkRows(inChunks(Buffer.from(text.slice(0, -5)), [9]), { from: 0, size: Buffer.byteLength(text) })) seen.push(row);
    };
    await expect(broken()).rejects.toMatchObject({ code: "BULK_FILE_CUT", retryable: true });
    expect(seen).toHaveLength(1);
  });
});
