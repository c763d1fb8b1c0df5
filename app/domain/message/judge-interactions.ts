import type { Instant, Milliseconds } from "~/domain/instant";

/** What was observed of one message at the receiver's end. */
export interface Observation {
  id: string;
  kind: "open" | "click" | "unsubscribe-page";
  at: Instant;
  /** Place of the link; null for an open. */
  linkIndex: number | null;
  /** One address with one agent: observations of one client. */
  client: string;
  /** What gave it away at once, or that a browser of hers confirmed it. */
  sign: "known-agent" | "head" | "trap" | "confirmed" | null;
}

export type Judgement = { judged: "human" | "machine"; why: string } | { judged: "pending" };

/** An observation is judged once no evidence about it can come any more. */
export const JUDGING_WINDOW: Milliseconds = 30_000;
/** Links followed within this time by one client were followed at once. */
const AT_ONCE: Milliseconds = 10_000;
const MANY_LINKS = 3;

/**
 * Tells people from mail scanners (R32). Machine: a known agent, a HEAD request, whoever followed the hidden link (with
 * all this client did within the window), and a client that within 10 s followed three different links, or all of a
 * message that has two. A client is judged by what it did itself, so a person who clicks after a scanner stays a person.
 * A click that her browser confirmed is human at once. Everything else is human when its window has passed, or when
 * `atOnce` asks for a verdict now.
 *
 * `linkCount` counts the message's links that can be seen: all but the hidden one.
 */
export function judgeInteractions(observations: readonly Observation[], linkCount: number, now: Instant, atOnce = false): Map<string, Judgement> {
  const byClient = new Map<string, Observation[]>();
  for (const observation of observations) {
    const same = byClient.get(observation.client);
    if (same) same.push(observation);
    else byClient.set(observation.client, [observation]);
  }
  const verdicts = new Map<string, Judgement>();
  for (const ofClient of byClient.values()) {
    for (const observation of ofClient) verdicts.set(observation.id, judge(observation, ofClient, linkCount, now, atOnce));
  }
  return verdicts;
}

function judge(observation: Observation, ofClient: readonly Observation[], linkCount: number, now: Instant, atOnce: boolean): Judgement {
  const { sign, at } = observation;
  if (sign === "confirmed") return { judged: "human", why: "confirmed" };
  if (sign !== null) return { judged: "machine", why: sign };
  const near = ofClient.filter((other) => Math.abs(other.at - at) <= JUDGING_WINDOW && other.sign !== "confirmed");
  if (near.some((other) => other.sign === "trap")) return { judged: "machine", why: "near-trap" };
  if (near.some((other) => other.sign === "head" && Math.abs(other.at - at) <= AT_ONCE)) return { judged: "machine", why: "near-head" };
  if (inBurst(observation, near, linkCount)) return { judged: "machine", why: "every-link" };
  if (atOnce || now >= at + JUDGING_WINDOW) return { judged: "human", why: "window" };
  return { judged: "pending" };
}

/** Whether some 10 s around the observation hold enough different links. */
function inBurst({ at }: Observation, near: readonly Observation[], linkCount: number): boolean {
  const enough = linkCount >= MANY_LINKS ? MANY_LINKS : 2;
  const starts = near.map((other) => other.at).filter((start) => start <= at && at - start <= AT_ONCE);
  return starts.some((start) => {
    const links = new Set<number>();
    for (const other of near) if (other.linkIndex !== null && other.at >= start && other.at - start <= AT_ONCE) links.add(other.linkIndex);
    return links.size >= enough;
  });
}
