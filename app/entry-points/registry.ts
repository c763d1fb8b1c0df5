import type { EntryPointType } from "~/domain/scenario/entry-point-type";
import { addedToCart } from "./added-to-cart/definition";
import { browseAbandonment } from "./browse-abandonment/definition";
import { cartAbandonment } from "./cart-abandonment/definition";
import { customEvent } from "./custom-event/definition";
import { onDate } from "./on-date/definition";
import { orderPlaced } from "./order-placed/definition";
import { priceDrop } from "./price-drop/definition";
import { scheduled } from "./scheduled/definition";
import { segmentEntered } from "./segment-entered/definition";
import { signUp } from "./sign-up/definition";
import { tagAdded } from "./tag-added/definition";

/** Every entry point type, in the order in which the editor offers them. */
export const entryPointTypes = [signUp, cartAbandonment, browseAbandonment, addedToCart, priceDrop, customEvent, orderPlaced, tagAdded, scheduled, onDate, segmentEntered] as const satisfies readonly EntryPointType[];

export type EntryPointTypeName = (typeof entryPointTypes)[number]["type"];

export const entryPointTypeByName: ReadonlyMap<string, EntryPointType> = new Map(entryPointTypes.map((type) => [type.type, type]));
