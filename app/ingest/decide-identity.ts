/** Who a visitor is taken for, and by what. */
export interface Identity {
  customerId: string;
  by: string;
}

export interface Evidence {
  /** The customer whom Shopify says is logged in, if we know her. */
  login?: string | undefined;
  /** The customer to whom the message was written whose link was followed. */
  link?: string | undefined;
}

/**
 * R44: log-in tells who a visitor is, whatever was believed before. A signed link tells it of a visitor not known
 * otherwise; it never overrides a log-in, since mails are forwarded. Answers the new identity, or null to leave it.
 */
export function decideIdentity(known: Identity | null, { login, link }: Evidence): Identity | null {
  if (login !== undefined) return known?.customerId === login && known.by === "login" ? null : { customerId: login, by: "login" };
  if (link === undefined || known?.customerId === link) return null;
  return known === null || known.by === "link" ? { customerId: link, by: "link" } : null;
}
