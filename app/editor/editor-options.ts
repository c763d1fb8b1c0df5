import { createContext, useContext } from "react";
import type { EventDefinition } from "~/domain/custom-event/event-definition";
import type { Instant } from "~/domain/instant";
import type { ShopChannels } from "~/domain/message/shop-channels";
import type { ActiveTrigger, GoneResources } from "~/domain/scenario/step-type";
import type { TagUse } from "~/domain/scenario/tag-circle";
import type { PastOccurrence } from "~/domain/schedule/past-occurrence";
import type { ThemeForms } from "~/domain/theme/theme-forms";
import type { TraitDefinition } from "~/domain/trait/trait";

/** What the shop has to choose from, loaded once with the editor. */
export interface EditorOptions {
  /** ISO 4217. */
  currency: string;
  /** IANA zone of the shop. */
  timeZone: string;
  /** What time it was when the editor was opened; absent where that is not known. */
  now?: Instant;
  /** What became of the last occurrences of the scenario's schedules, newest first. */
  occurrences?: readonly PastOccurrence[];
  consents: readonly ConsentOption[];
  /** The tags most customers carry, for suggestions. */
  tags: readonly string[];
  traits: readonly TraitDefinition[];
  /** By name. */
  segments: readonly { id: string; name: string }[];
  /** What the segments that the shop has in Shopify are called, by their ids; absent where that is not known. */
  shopifyNames?: Readonly<Record<string, string>>;
  /** Those that are not deleted, by name; absent where they are not known. */
  scenarios?: readonly { id: string; name: string }[];
  /** R13. */
  events?: readonly EventDefinition[];
  /** R10: the sign-up forms of the theme; absent where they are not known. */
  themeForms?: ThemeForms;
  /** Where the merchant puts a sign-up form into the theme, or changes one. */
  formEditorUrl?: string;
  /** Whom notes to staff go to. */
  staffEmails: readonly string[];
  /** Entry points of the other scenarios that are active, to warn of doubled messages. */
  activeTriggers?: readonly ActiveTrigger[];
  /** What those have to do with tags, to warn of a circle. */
  activeTags?: readonly TagUse[];
  /** What the definition that is open names and was deleted in Shopify; absent where that is not known. */
  gone?: GoneResources;
  /** Pools of discount codes, by name. */
  discountPools: readonly DiscountPoolOption[];
  /** Whether the merchant granted the app to make discounts in Shopify. */
  mayMakeDiscounts: boolean;
  channels: ShopChannels;
  /** Whether mail providers know the sender of its e-mails as the shop's own. */
  senderVerified: boolean;
  /** What one segment of a text message costs, in millionths of the currency; null where it is not known. */
  smsSegmentMicros: number | null;
}

export interface DiscountPoolOption {
  id: string;
  name: string;
  worth: string;
  /** Codes not given out yet. */
  left: number;
  /** Whether so few are left that the merchant is warned. */
  low: boolean;
}

export interface ConsentOption {
  key: string;
  name: string;
  channels: readonly string[];
  /** Shopify's marketing consent it is kept in step with. */
  shopify?: string | null;
}

const EditorOptionsContext = createContext<EditorOptions | null>(null);

export const EditorOptionsProvider = EditorOptionsContext.Provider;

export function useEditorOptions(): EditorOptions {
  const options = useContext(EditorOptionsContext);
  if (!options) throw new Error("useEditorOptions stands below EditorOptionsProvider");
  return options;
}
