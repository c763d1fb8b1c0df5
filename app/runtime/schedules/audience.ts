import type { WriteStatements } from "~/adapters/db/database.server";
import type { Instant } from "~/domain/instant";
import type { TriggerContext } from "~/domain/scenario/entry-point-type";

export interface AudienceAsked {
  shop: { id: number; timeZone: string; currency: string };
  scenarioId: string;
  entryPointId: string;
  /** Of the entry point, by the newest version. */
  config: unknown;
  /** The instant that the schedule names; part of each fact's key. */
  occurrence: Instant;
  /** Where the last page ended; null for the first. */
  after: string | null;
  /** At most so many entries, and so much to look at that the page takes a few milliseconds. */
  limit: number;
  now: Instant;
}

export interface AudiencePage {
  /** `factKey` is unique in the scenario: the same customer is let in once by one occurrence, whatever comes between. */
  entries: { customerId: string; factKey: string; context: TriggerContext }[];
  /** Where the next page goes on; null where this was the last. A page may be empty and not the last. */
  next: string | null;
  /** R18: the next page is asked for no sooner, since what it needs is being fetched; whoever has fetched it takes this rest away. */
  restUntil?: Instant;
  /** Called in the same transaction with the facts of this page by which somebody did enter, or whose run was refreshed; the others were refused. */
  afterEntry?(factKeys: ReadonlySet<string>): Promise<void>;
}

/** Whom an entry point lets in when its schedule comes round, page by page, in the transaction that lets them in. It may be asked the same again: it writes nothing that would then be lost or doubled. */
export type Audience = (tx: WriteStatements, asked: AudienceAsked) => Promise<AudiencePage>;
