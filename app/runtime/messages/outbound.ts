import type { z } from "zod";
import type { HandOver, MessageChannel, Settlement } from "~/adapters/channels/message-channel";
import type { MessageSources } from "~/domain/message/build-message-data";
import type { Channel } from "~/domain/message/channel";
import { EmptyMessage } from "~/domain/message/empty-message";
import { TemplateFault } from "~/domain/message/liquid-engine";
import type { Sign } from "~/domain/message/link-token";
import type { MessageLink } from "~/domain/message/message-link";
import type { WrittenText } from "~/domain/message/written-text";
import type { SendingTerms } from "~/domain/message/sending-terms";
import type { Instant } from "~/domain/instant";
import type { ShopRow } from "~/queries/shop.server";

export interface PreparedFor {
  appUrl: string;
  sign: Sign;
  shop: ShopRow;
  messageId: string;
  /** As `loadSendingFacts` tells the address of this channel. */
  to: string;
  now: Instant;
}

export interface PreparedPayload<Payload> {
  to: string;
  payload: Payload;
  /** What the timeline calls the message. */
  subject: string | null;
  links: MessageLink[];
  shortLinks?: readonly ShortLink[];
}

/** A short address and the place of the link it stands for. */
export interface ShortLink {
  code: string;
  link: number;
}

/** A message that may go out: its payload is JSON, stored as it is before the provider is called. */
export type Prepared =
  | ({ ok: true } & PreparedPayload<string>)
  | { ok: false; reason: "template" | "empty-subject" | "empty-body"; detail: string | null };

/** All that is a channel's own about sending; the turn is the same for all. */
export interface Outbound {
  readonly channel: Channel;
  readonly mostPerCall: number;
  readonly callsPerSecond: number;
  turn(): Promise<void>;
  /** Whether the installation and the shop have what sending takes. */
  hasSender(shop: ShopRow): boolean;
  /** Null where the step that asked does not send by this channel. */
  terms(step: { type: { type: string }; config: unknown } | undefined): SendingTerms | null;
  /** The merchant's texts in it. */
  texts(terms: SendingTerms): readonly WrittenText[];
  prepare(terms: SendingTerms, sources: MessageSources, about: PreparedFor): Prepared;
  send(key: string, payloads: readonly string[]): Promise<HandOver>;
  settle(key: string, payloads: readonly string[], since: Instant, isAnothers: (providerId: string) => Promise<boolean>): Promise<Settlement>;
}

interface Parts<Config extends SendingTerms, Payload> {
  name: Channel;
  /** Null where the installation has no provider for it. */
  channel: MessageChannel<Payload> | null;
  stepType: string;
  config: z.ZodType<Config>;
  payload: z.ZodType<Payload>;
  hasSender(shop: ShopRow): boolean;
  texts(config: Config): readonly WrittenText[];
  /** Throws TemplateFault and EmptyMessage. */
  prepare(config: Config, sources: MessageSources, about: PreparedFor): PreparedPayload<Payload>;
}

/** Puts a channel together; what is stored in between is JSON and read by its own schema. */
export function outbound<Config extends SendingTerms, Payload>({ name, channel, stepType, config, payload, hasSender, texts, prepare }: Parts<Config, Payload>): Outbound {
  const read = (stored: readonly string[]) => stored.map((text) => payload.parse(JSON.parse(text)));
  const missing: HandOver = { outcome: "later", certain: false, after: null, reason: "no provider is set up for this channel" };
  return {
    channel: name,
    mostPerCall: channel?.mostPerCall ?? 100,
    callsPerSecond: channel?.callsPerSecond ?? 10,
    turn: async () => channel?.turn(),
    hasSender: (shop) => channel !== null && hasSender(shop),
    terms: (step) => (step?.type.type === stepType ? config.parse(step.config) : null),
    texts: (terms) => texts(config.parse(terms)),
    prepare(terms, sources, about) {
      try {
        const prepared = prepare(config.parse(terms), sources, about);
        return { ...prepared, ok: true, payload: JSON.stringify(prepared.payload) };
      } catch (error) {
        return faultOf(error);
      }
    },
    send: async (key, stored) => channel?.send(key, read(stored)) ?? missing,
    settle: async (key, stored, since, isAnothers) => channel?.settle(key, read(stored), since, isAnothers) ?? missing,
  };
}

function faultOf(error: unknown): Prepared {
  if (error instanceof TemplateFault) return { ok: false, reason: "template", detail: `${error.line}:${error.column} ${error.message}` };
  if (error instanceof EmptyMessage) return { ok: false, reason: `empty-${error.part}`, detail: null };
  // Whatever else one person's data break must not hold up everybody behind.
  return { ok: false, reason: "template", detail: error instanceof Error ? error.message : null };
}
