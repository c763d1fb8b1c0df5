import type { z } from "zod";
import type { EntryPointFace } from "./entry-point-face";
import type { EntryPointTypeName, entryPointTypes } from "./registry";
import { addedToCartFace } from "./added-to-cart/ui";
import { browseAbandonmentFace } from "./browse-abandonment/ui";
import { cartAbandonmentFace } from "./cart-abandonment/ui";
import { priceDropFace } from "./price-drop/ui";
import { customEventFace } from "./custom-event/ui";
import { onDateFace } from "./on-date/ui";
import { orderPlacedFace } from "./order-placed/ui";
import { scheduledFace } from "./scheduled/ui";
import { segmentEnteredFace } from "./segment-entered/ui";
import { tagAddedFace } from "./tag-added/ui";
import { signUpFace } from "./sign-up/ui";

type ConfigOf<Type extends EntryPointTypeName> = z.infer<Extract<(typeof entryPointTypes)[number], { type: Type }>["config"]>;

const faces = {
  "sign-up": signUpFace,
  "cart-abandonment": cartAbandonmentFace,
  "browse-abandonment": browseAbandonmentFace,
  "added-to-cart": addedToCartFace,
  "price-drop": priceDropFace,
  "custom-event": customEventFace,
  "order-placed": orderPlacedFace,
  "tag-added": tagAddedFace,
  "segment-entered": segmentEnteredFace,
  scheduled: scheduledFace,
  "on-date": onDateFace,
} satisfies { [Type in EntryPointTypeName]: EntryPointFace<ConfigOf<Type>> };

export const entryPointFaceByName: ReadonlyMap<string, EntryPointFace<unknown>> = new Map<string, EntryPointFace<unknown>>(Object.entries(faces));
