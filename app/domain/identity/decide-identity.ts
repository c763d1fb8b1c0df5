/** What tells who a visitor is, the weaker first (R44). */
export const IDENTIFIED_BY = ["link", "form", "checkout", "login"] as const;
export type IdentifiedBy = (typeof IDENTIFIED_BY)[number];

/** Who a visitor is taken for, and by what. */
export interface Identity {
  customerId: string;
  by: IdentifiedBy;
}

/** Whom Shopify's signature says is logged in: a customer of ours, one we have not been told of yet, or nobody. */
export type Login = { customerId: string } | "stranger" | "nobody";

export interface Evidence {
  /** Absent where nothing is said of it, as in a webhook. */
  login?: Login | undefined;
  /** The customer whom a checkout or an order names. */
  checkout?: string | undefined;
  /** The customer whom a sign-up form made. */
  form?: string | undefined;
  /** The customer to whom the message was written whose link was followed. */
  link?: string | undefined;
}

export interface Verdict {
  /** Whether it is the visitor whom the browser was taken for, or another begins. */
  visitor: "same" | "next";
  identity: Identity | null;
}

/**
 * R44: who uses a browser. A visitor who is somebody's stays so for ever: where the stronger evidence names another, or who was logged in
 * is not any more, another visitor begins, so that nobody is handed another's history. What is weaker than what is known changes nothing;
 * a link never counts against a log-in, since mails are forwarded.
 */
export function decideIdentity(known: Identity | null, evidence: Evidence): Verdict {
  const { login } = evidence;
  if (typeof login === "object") return told(known, { customerId: login.customerId, by: "login" });
  if (login === "stranger") return { visitor: known === null ? "same" : "next", identity: null };
  const loggedOut = login === "nobody" && known?.by === "login";
  const by = (["checkout", "form", "link"] as const).find((each) => evidence[each] !== undefined);
  const customerId = by && evidence[by];
  const verdict: Verdict = by === undefined || customerId === undefined ? { visitor: "same", identity: loggedOut ? null : known } : told(loggedOut ? null : known, { customerId, by });
  return loggedOut ? { ...verdict, visitor: "next" } : verdict;
}

function told(known: Identity | null, said: Identity): Verdict {
  if (known === null) return { visitor: "same", identity: said };
  const stronger = IDENTIFIED_BY.indexOf(said.by) - IDENTIFIED_BY.indexOf(known.by);
  if (known.customerId === said.customerId) return { visitor: "same", identity: stronger > 0 ? said : known };
  return stronger >= 0 ? { visitor: "next", identity: said } : { visitor: "same", identity: known };
}
