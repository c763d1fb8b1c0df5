import { lookup } from "node:dns/promises";
import { request as requestHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import type { Milliseconds } from "~/domain/instant";
import { readRetryAfter, type WebhookAnswer } from "~/domain/webhook/judge-answer";
import { isPublicAddress, literalAddress } from "~/domain/webhook/public-address";
import { urlProblem } from "~/steps/webhook/webhook-url";
import { isNotConnected } from "../is-not-connected";
import type { WebhookSender } from "./webhook-sender";

export interface Resolved {
  address: string;
  family: number;
}

export interface HttpWebhookOptions {
  /** Real time from the look-up to the end of the answer. */
  timeoutMs?: Milliseconds;
  /** Development only: webhooks to this name go to this port of this machine, in plain HTTP. */
  loopback?: { host: string; port: number } | null;
  /** Real time, for Retry-After as a date. */
  real: () => number;
  /** All addresses of a name. */
  resolve?: (name: string) => Promise<Resolved[]>;
}

/** More of an answer than this is not read. */
const MOST_BYTES = 16_384;
/** What is kept of it. */
const MOST_CHARACTERS = 1_000;

/**
 * Webhooks over node's own client. A name is looked up once, all its addresses are checked, and the connection goes to
 * those checked addresses and no others: what the name leads to a moment later changes nothing (DNS rebinding).
 */
export function createHttpWebhookSender({ timeoutMs = 10_000, loopback = null, real, resolve = (name) => lookup(name, { all: true }) }: HttpWebhookOptions): WebhookSender {
  const addressesOf = async (host: string): Promise<Resolved[]> => {
    const literal = literalAddress(host);
    return literal === null ? resolve(host) : [{ address: literal, family: literal.includes(":") ? 6 : 4 }];
  };

  const call = async (target: URL, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal, onRequest: () => void): Promise<WebhookAnswer> => {
    const local = loopback !== null && target.hostname === loopback.host;
    const addresses = local ? [{ address: "127.0.0.1", family: 4 }] : await aborting(addressesOf(target.hostname), signal);
    const refused = local ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
    if (refused) return { kind: "private", address: refused.address };
    if (addresses.length === 0) return { kind: "silent", reached: false, why: "the name has no address" };

    const began = performance.now();
    const options: RequestOptions = {
      method: "POST", host: target.hostname.replace(/^\[|\]$/g, ""), port: local ? loopback.port : target.port || 443, path: `${target.pathname}${target.search}`,
      headers: { ...headers, "content-length": Buffer.byteLength(body), "accept-encoding": "identity", host: target.host },
      lookup: pinnedTo(addresses), agent: false, signal,
    };
    onRequest();
    const response = await new Promise<IncomingMessage>((taken, failed) => {
      const request = (local ? requestHttp : requestHttps)(options, taken);
      request.on("error", failed);
      request.end(body);
    });
    const text = await beginningOf(response);
    return { kind: "answered", status: response.statusCode ?? 0, body: text, retryAfter: readRetryAfter(response.headers["retry-after"], real()), tookMs: Math.round(performance.now() - began) };
  };

  return {
    async post(url, headers, body) {
      if (urlProblem(url) !== null) return { kind: "private", address: url.slice(0, 200) };
      const signal = AbortSignal.timeout(timeoutMs);
      let requested = false;
      return call(new URL(url), headers, body, signal, () => (requested = true)).catch((error: unknown): WebhookAnswer => ({ kind: "silent", reached: requested && !isNotConnected(error), why: signal.aborted ? `no answer within ${timeoutMs / 1_000} s` : wordsOf(error) }));
    },
  };
}

function pinnedTo(addresses: readonly Resolved[]): LookupFunction {
  const [first] = addresses;
  return (_name, options, answer) => {
    if (options.all) answer(null, [...addresses]);
    else answer(null, first?.address ?? "", first?.family);
  };
}

/** The answer's status counts even where its body breaks off or never ends. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MOST_BYTES) break;
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks).toString("utf8").replaceAll("\0", "").slice(0, MOST_CHARACTERS);
}

function aborting<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([work, new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true }))]);
}

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join("; ").slice(0, 300);
  return error instanceof Error ? error.message : String(error);
}
