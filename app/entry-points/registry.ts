import type { EntryPointType } from "~/domain/scenario/entry-point-type";
import { cartAbandonment } from "./cart-abandonment/definition";

/** Every entry point type, in the order in which the editor offers them. */
export const entryPointTypes = [cartAbandonment] as const satisfies readonly EntryPointType[];

export type EntryPointTypeName = (typeof entryPointTypes)[number]["type"];

export const entryPointTypeByName: ReadonlyMap<string, EntryPointType> = new Map(entryPointTypes.map((type) => [type.type, type]));
