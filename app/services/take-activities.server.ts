import type { WriteStatements } from "~/adapters/db/database.server";
import type { Activity } from "~/domain/scenario/entry-point-type";
import type { ShopRow } from "~/queries/shop.server";
import type { WriteDeps } from "./write-deps";

/**
 * The one door through which live facts reach entry points, idle clocks and exits (R8, R14, R15). Set-based: a batch of
 * one shop costs a fixed number of statements.
 */
export async function takeActivities(_tx: WriteStatements, _deps: WriteDeps, _shop: ShopRow, _activities: readonly Activity[]): Promise<void> {}
