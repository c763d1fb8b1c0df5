import type { ConfigProblem } from "~/domain/scenario/step-type";

/** What a shop has for the channels that are not there from the beginning. */
export interface ShopChannels {
  sms: ChannelState;
  push: ChannelState;
}

export interface ChannelState {
  /** What still keeps it from sending: the installation's provider, or the shop's sender; null where nothing does. */
  missing: "provider" | "sender" | null;
  /** Customers who can be reached now: a granted consent, and a number or a browser. At most `MOST_COUNTED`. */
  reachable: number;
}

/** More than so many are not counted, since nobody plans by the difference. */
export const MOST_COUNTED = 10_000;

/** What to know before a step that sends by this channel is published. Nothing where only the scenario's file is at hand. */
export function checkChannel(channel: keyof ShopChannels, channels: ShopChannels | undefined): ConfigProblem[] {
  if (!channels) return [];
  const { missing, reachable } = channels[channel];
  if (missing !== null) return [{ severity: "error", path: "", key: `messages:problem.${channel}-${missing}` }];
  return [{ severity: "warning", path: "", key: `messages:problem.${channel}-reach${reachable >= MOST_COUNTED ? "-many" : ""}`, values: { count: reachable } }];
}
