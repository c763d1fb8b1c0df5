import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openToken, signToken } from "./signed-token.ts";

const grant = z.object({
  kind: z.enum(["online", "offline", "refresh"]),
  shop: z.string(),
  scopes: z.array(z.string()),
  issued: z.number(),
  /** Epoch ms of real time; null never expires. */
  expires: z.number().nullable(),
  id: z.string(),
});

export type AccessGrant = z.infer<typeof grant>;

const PREFIXES = { online: "shpua_", offline: "shpat_", refresh: "shprt_" } as const;

/**
 * Access and refresh tokens of the one installed app. They carry their grant, signed, so that a restart of the local
 * store does not sign out an app that kept its session. Real time throughout.
 */
export class AccessTokens {
  readonly #secret: string;
  readonly #realNow: () => number;
  readonly #spent = new Set<string>();
  #revokedBefore = 0;

  constructor(secret: string, realNow: () => number) {
    this.#secret = `access:${secret}`;
    this.#realNow = realNow;
  }

  issue(kind: AccessGrant["kind"], shop: string, scopes: string[], lifeSeconds: number | null): string {
    const issued = this.#realNow();
    const expires = lifeSeconds === null ? null : issued + lifeSeconds * 1000;
    return PREFIXES[kind] + signToken({ kind, shop, scopes, issued, expires, id: randomUUID() }, this.#secret);
  }

  /** The grant of a token in force, else null: unknown, expired, revoked, or a refresh token already used. */
  read(token: string): AccessGrant | null {
    const prefix = token.slice(0, 6);
    const parsed = grant.safeParse(openToken(token.slice(6), this.#secret));
    if (!parsed.success || PREFIXES[parsed.data.kind] !== prefix) return null;
    const { issued, expires, id } = parsed.data;
    if (issued < this.#revokedBefore || this.#spent.has(id)) return null;
    if (expires !== null && this.#realNow() >= expires) return null;
    return parsed.data;
  }

  /** A refresh token serves once. */
  spend(token: AccessGrant): void {
    this.#spent.add(token.id);
  }

  /** The app was uninstalled: nothing issued until now is valid any more. */
  revokeAll(): void {
    this.#revokedBefore = this.#realNow() + 1;
  }
}
