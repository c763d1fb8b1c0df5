import type { Selectable } from "kysely";
import type { Statements, WriteStatements } from "~/adapters/db/database.server";
import type { Errand } from "~/adapters/db/generated/tables";
import type { TryPolicy } from "~/domain/errand/backoff";
import type { Instant, Milliseconds } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";

export type ErrandRow = Selectable<Errand>;

/** What exactly shall be done, or why it cannot or need not be. Reasons are keys of the locale files. */
export type Prepared =
  | { ok: true; payload: string }
  /** Trying again would change nothing: `failed` for a person to see, `cancelled` where it is as it should be. */
  | { ok: false; status: "failed" | "cancelled"; reason: string; error: string | null };

/** What became of one try. */
export type Tried =
  | { outcome: "done"; result: unknown }
  /** For good. */
  | { outcome: "failed"; reason: string; error: string | null; result?: unknown }
  /** Try again: `certain` that it was not done, or not knowing. `after` is what the other side asks for. `reason` stands if it was the last try. */
  | { outcome: "later"; certain: boolean; after: Milliseconds | null; reason: string; error: string | null; result?: unknown }
  /** Nobody can tell whether it was done, and it must not be done twice. */
  | { outcome: "unknown"; reason: string; error: string | null };

/**
 * One kind of errand. `prepare` decides once what is done and its answer is stored before `act` is called; after a crash
 * or a failed try `act` is called again with the same payload. How a kind keeps what is tried twice from being done
 * twice, or says that it may be, is stated with the kind.
 */
export interface ErrandDoer {
  readonly policy: TryPolicy;
  /** Longer than `act` takes at most. Real time. */
  readonly leaseMs: Milliseconds;
  prepare(db: Statements, shop: ShopRow, errand: ErrandRow, now: Instant): Promise<Prepared>;
  /** Asked in the transaction that stores the payload: a reason why it shall not be done after all, such as a limit. */
  admit?(tx: WriteStatements, shop: ShopRow, errand: ErrandRow, now: Instant): Promise<{ reason: string } | null>;
  /** One try. Rejects only where nothing is known of it, which counts as `later`. */
  act(shop: ShopRow, errand: ErrandRow & { payload: string }, now: Instant): Promise<Tried>;
  /** What came of a try that got no answer, without trying again; null: nothing. Absent where only another try can tell. */
  findOut?(shop: ShopRow, errand: ErrandRow): Promise<{ result: unknown } | null>;
}

export type ErrandDoers = Readonly<Record<string, ErrandDoer>>;
