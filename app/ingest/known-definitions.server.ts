import type { WriteStatements } from "~/adapters/db/database.server";
import type { EventDefinition } from "~/domain/custom-event/event-definition";
import { listEvents } from "~/queries/event-definitions.server";
import type { ShopRow } from "~/queries/shop.server";

type ByKey = ReadonlyMap<string, EventDefinition>;

/** More shops than a process hears of at a time. */
const MOST_SHOPS = 5_000;

/**
 * The events that shops defined, read once and then remembered. The shop's row, which ingestion reads with every group
 * anyway, carries a number that grows with each change, so nothing here is ever older than the transaction it is used in.
 */
export class KnownDefinitions {
  private readonly kept = new Map<number, { version: number; byKey: ByKey }>();

  async of(tx: WriteStatements, shop: Pick<ShopRow, "id" | "eventsVersion">): Promise<ByKey> {
    const known = this.kept.get(shop.id);
    if (known?.version === shop.eventsVersion) return known.byKey;
    const byKey = new Map((await listEvents(tx, shop.id)).map((event) => [event.key, event]));
    if (this.kept.size >= MOST_SHOPS) this.kept.clear();
    this.kept.set(shop.id, { version: shop.eventsVersion, byKey });
    return byKey;
  }
}
