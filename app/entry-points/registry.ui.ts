import type { z } from "zod";
import type { EntryPointFace } from "./entry-point-face";
import type { EntryPointTypeName, entryPointTypes } from "./registry";
import { addedToCartFace } from "./added-to-cart/ui";
import { browseAbandonmentFace } from "./browse-abandonment/ui";
import { cartAbandonmentFace } from "./cart-abandonment/ui";
import { customEventFace } from "./custom-event/ui";

type ConfigOf<Type extends EntryPointTypeName> = z.infer<Extract<(typeof entryPointTypes)[number], { type: Type }>["config"]>;

const faces = {
  "cart-abandonment": cartAbandonmentFace,
  "browse-abandonment": browseAbandonmentFace,
  "added-to-cart": addedToCartFace,
  "custom-event": customEventFace,
} satisfies { [Type in EntryPointTypeName]: EntryPointFace<ConfigOf<Type>> };

export const entryPointFaceByName: ReadonlyMap<string, EntryPointFace<unknown>> = new Map<string, EntryPointFace<unknown>>(Object.entries(faces));
