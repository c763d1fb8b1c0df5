import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Every line has the same length, so that any place in the file is known without making what comes before. */
const WIDTH = { customers: 704, products: 320 };
/** Lines under each product. */
export const VARIANTS = 3;
const LINES_A_CHUNK = 200;
const AT = "2026-05-01T10:00:00Z";

export type FileKind = keyof typeof WIDTH;

const lineCount = (kind: FileKind, rows: number) => (kind === "customers" ? rows : rows * (1 + VARIANTS));
export const sizeOf = (kind: FileKind, rows: number): number => lineCount(kind, rows) * WIDTH[kind];

/** Four of five agreed to e-mail, one of three to text messages; two tags on average. */
function customerLine(n: number): unknown {
  return {
    id: `gid://shopify/Customer/${7_000_000_000_000 + n}`, firstName: "Zażółć", lastName: `Gęślą ${n}`, locale: "pl", tags: ["newsletter", ...(n % 3 === 0 ? ["vip"] : []), ...(n % 2 === 0 ? [`city-${n % 50}`] : [])],
    createdAt: AT, updatedAt: AT, numberOfOrders: String(n % 7), amountSpent: { amount: `${n % 900}.50`, currencyCode: "EUR" },
    defaultEmailAddress: { emailAddress: `customer.${n}@example.com`, marketingState: n % 5 === 0 ? "NOT_SUBSCRIBED" : "SUBSCRIBED", marketingUpdatedAt: n % 5 === 0 ? null : AT, marketingOptInLevel: "SINGLE_OPT_IN" },
    defaultPhoneNumber: n % 3 === 0 ? { phoneNumber: `+48${600_000_000 + n}`, marketingState: "SUBSCRIBED", marketingUpdatedAt: AT, marketingOptInLevel: "SINGLE_OPT_IN" } : null,
    defaultAddress: { city: "Łódź", countryCodeV2: "PL" },
  };
}

function productLine(line: number): unknown {
  const [n, nth] = [Math.floor(line / (1 + VARIANTS)), line % (1 + VARIANTS)];
  const id = `gid://shopify/Product/${8_000_000_000_000 + n}`;
  if (nth === 0) return { id, title: `Stoneware bowl ${n}`, handle: `bowl-${n}`, vendor: "Juniper", productType: "Bowl", status: "ACTIVE", tags: ["clay"], updatedAt: AT, featuredMedia: null };
  return { id: `gid://shopify/ProductVariant/${9_000_000_000_000 + line}`, title: `Size ${nth}`, sku: `B-${n}-${nth}`, price: "49.00", compareAtPrice: null, availableForSale: true, position: nth, image: null, __parentId: id };
}

function lines(kind: FileKind, from: number, to: number): string {
  let text = "";
  for (let line = from; line < to; line += 1) {
    const json = JSON.stringify(kind === "customers" ? customerLine(line) : productLine(line));
    text += `${json}${" ".repeat(WIDTH[kind] - 1 - Buffer.byteLength(json))}\n`;
  }
  return text;
}

function* chunks(kind: FileKind, from: number, count: number): Generator<string> {
  for (let line = from; line < count; line += LINES_A_CHUNK) yield lines(kind, line, Math.min(count, line + LINES_A_CHUNK));
}

/** Serves `/customers/ROWS` and `/products/ROWS` as Google's storage serves the file of a bulk query, made as it is read. */
export async function serveImportFiles(): Promise<{ origin: string; close(): void }> {
  const server = createServer((request, response) => {
    const [, kind = "", rows = "0"] = (request.url ?? "").split("/");
    const of = kind === "customers" ? "customers" : "products";
    const count = lineCount(of, Number(rows));
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { "content-type": "application/jsonl", "content-length": String(sizeOf(of, Number(rows)) - from) });
    // A reader that has its turn's worth goes away in the middle.
    pipeline(Readable.from(chunks(of, from / WIDTH[of], count)), response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
