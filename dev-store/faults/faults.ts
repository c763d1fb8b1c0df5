import type { IncomingMessage, ServerResponse } from "node:http";
import { deferAnswer } from "./defer-answer.ts";

export const faultTargets = ["resend", "twilio", "push", "shopify"] as const;
export type FaultTarget = (typeof faultTargets)[number];

export const faultModes = ["timeout", "429", "500", "reset", "accept-then-drop", "hold"] as const;
export type FaultMode = (typeof faultModes)[number];

export interface ArmedFault {
  target: FaultTarget;
  mode: FaultMode;
  /** Calls still to fail. */
  left: number;
}

/** A call whose answer waits, as `GET /_dev/faults` shows it. */
export interface ParkedCall {
  target: FaultTarget;
  path: string;
  /** Epoch ms UTC on the store's clock. */
  since: number;
}

/** How a target words its own refusals, so that the client meets the shape it knows. */
export interface RefusalBodies {
  429: unknown;
  500: unknown;
}

type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

/** Real milliseconds after which a `timeout` call is cut off; longer than any client should wait. */
const LONGEST_SILENCE_MS = 120_000;

/**
 * Faults armed for the next calls to a stand-in. `hold` and `accept-then-drop` do the work and lose only the answer, which is the
 * dangerous half of an unknown outcome; `timeout`, `reset`, `429` and `500` do nothing.
 */
export class Faults {
  readonly #mounted: ReadonlySet<FaultTarget>;
  readonly #now: () => number;
  #armed: ArmedFault[] = [];
  readonly #parked = new Map<ServerResponse, { call: ParkedCall; release: () => void }>();
  readonly #silent = new Set<IncomingMessage>();

  constructor(mounted: Iterable<FaultTarget>, now: () => number) {
    this.#mounted = new Set(mounted);
    this.#now = now;
  }

  mounts(target: FaultTarget): boolean {
    return this.#mounted.has(target);
  }

  arm(target: FaultTarget, mode: FaultMode, count: number): void {
    this.#armed.push({ target, mode, left: count });
  }

  list(): { faults: ArmedFault[]; parked: ParkedCall[] } {
    return { faults: this.#armed.map((fault) => ({ ...fault })), parked: [...this.#parked.values()].map(({ call }) => call) };
  }

  get parked(): number {
    return this.#parked.size;
  }

  /** Forgets what is armed, lets parked answers go out and hangs up on those kept in silence. Returns how many answers went out. */
  clear(): number {
    this.#armed = [];
    const parked = [...this.#parked.values()];
    this.#parked.clear();
    for (const { release } of parked) release();
    for (const req of this.#silent) req.socket.destroy();
    this.#silent.clear();
    return parked.length;
  }

  /** Hands the call to `handler`, or fails it by the next fault armed for `target`. Resolves as the handler does; parked calls too. */
  async around(target: FaultTarget, req: IncomingMessage, res: ServerResponse, refusals: RefusalBodies, handler: Handler): Promise<boolean> {
    const mode = this.#take(target);
    switch (mode) {
      case null:
        return handler(req, res);
      case "429":
      case "500":
        res.writeHead(Number(mode), { "content-type": "application/json", ...(mode === "429" ? { "retry-after": "1" } : {}) });
        res.end(JSON.stringify(refusals[mode]));
        return true;
      case "reset":
        req.socket.destroy();
        return true;
      case "timeout":
        this.#keepSilent(req);
        return true;
      case "accept-then-drop": {
        deferAnswer(res);
        const handled = await handler(req, res);
        req.socket.destroy();
        return handled;
      }
      case "hold":
        return this.#hold(target, req, res, handler);
      default:
        return mode satisfies never;
    }
  }

  #take(target: FaultTarget): FaultMode | null {
    const fault = this.#armed.find((candidate) => candidate.target === target);
    if (!fault) return null;
    fault.left -= 1;
    if (fault.left === 0) this.#armed = this.#armed.filter((candidate) => candidate !== fault);
    return fault.mode;
  }

  #keepSilent(req: IncomingMessage): void {
    this.#silent.add(req);
    const cutOff = setTimeout(() => req.socket.destroy(), LONGEST_SILENCE_MS);
    req.socket.once("close", () => {
      clearTimeout(cutOff);
      this.#silent.delete(req);
    });
  }

  /** The call counts as parked until it is released or its client is gone: a killed process holds nothing any more. */
  async #hold(target: FaultTarget, req: IncomingMessage, res: ServerResponse, handler: Handler): Promise<boolean> {
    const release = deferAnswer(res);
    this.#parked.set(res, { call: { target, path: req.url ?? "/", since: this.#now() }, release });
    res.once("close", () => this.#parked.delete(res));
    return handler(req, res);
  }
}
