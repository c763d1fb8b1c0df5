import { dateTime, dateTimeOrNull, gid } from "./graphql-format.ts";

export interface BulkOperation {
  __typename: "BulkOperation";
  id: string;
  tail: string;
  createdMs: number;
  createdAt: string;
  completedAt: string | null;
  status: "CREATED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELED" | "EXPIRED";
  type: "QUERY";
  errorCode: string | null;
  query: string;
  objectCount: string;
  rootObjectCount: string;
  fileSize: string | null;
  url: string | null;
  partialDataUrl: string | null;
}

export interface BulkResult {
  lines: readonly Record<string, unknown>[];
  errorCode: string | null;
}

/** The shop's bulk queries and their files. Five may run at once, as since 2026-01; the files live as long as the process. */
export class BulkOperations {
  readonly #operations = new Map<string, BulkOperation>();
  readonly #files = new Map<string, string>();
  readonly #storeOrigin: string;
  #next = 7_210_000_000_001;

  constructor(storeOrigin: string) {
    this.#storeOrigin = storeOrigin;
  }

  all(): BulkOperation[] {
    return [...this.#operations.values()];
  }

  find(tail: string): BulkOperation | null {
    return this.#operations.get(tail) ?? null;
  }

  isFull(): boolean {
    return this.all().filter((one) => one.status === "CREATED" || one.status === "RUNNING").length >= 5;
  }

  /** Begins now and goes on by itself; `run` is called once the answer to the mutation has left. `now` is the store's clock, epoch ms. */
  start(query: string, now: () => number, run: () => Promise<BulkResult>): BulkOperation {
    const tail = String(this.#next++);
    const createdMs = now();
    const operation: BulkOperation = {
      __typename: "BulkOperation", id: gid("BulkOperation", tail), tail, createdMs, createdAt: dateTime(createdMs), completedAt: null, status: "CREATED",
      type: "QUERY", errorCode: null, query, objectCount: "0", rootObjectCount: "0", fileSize: null, url: null, partialDataUrl: null,
    };
    this.#operations.set(tail, operation);
    setImmediate(() => {
      if (operation.status !== "CREATED") return;
      operation.status = "RUNNING";
      run().then(
        (result) => this.#finish(operation, result, now()),
        () => this.#finish(operation, { lines: [], errorCode: "INTERNAL_SERVER_ERROR" }, now()),
      );
    });
    return { ...operation };
  }

  cancel(tail: string, now: number): BulkOperation | null {
    const operation = this.#operations.get(tail);
    if (operation && (operation.status === "CREATED" || operation.status === "RUNNING")) Object.assign(operation, { status: "CANCELED", completedAt: dateTime(now) });
    return operation ?? null;
  }

  /** The JSONL of a finished query, or undefined. */
  file(tail: string): string | undefined {
    return this.#files.get(tail);
  }

  /** After seven days Shopify holds a file no longer. */
  forgetFile(tail: string): void {
    this.#files.delete(tail);
  }

  #finish(operation: BulkOperation, { lines, errorCode }: BulkResult, now: number): void {
    if (operation.status !== "RUNNING") return;
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    this.#files.set(operation.tail, text);
    Object.assign(operation, {
      status: errorCode === null ? "COMPLETED" : "FAILED",
      errorCode,
      completedAt: dateTimeOrNull(now),
      objectCount: String(lines.length),
      rootObjectCount: String(lines.filter((line) => !("__parentId" in line)).length),
      ...(errorCode === null && lines.length > 0 ? { fileSize: String(Buffer.byteLength(text)), url: `${this.#storeOrigin}/_shopify/bulk/${operation.tail}.jsonl` } : {}),
    });
  }
}
