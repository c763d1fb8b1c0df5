import type { ConsentState } from "~/domain/engine/facts";

/** What is true of one queued message at the moment of sending. */
export interface SendingFacts {
  run: { status: string; stepId: string | null } | null;
  stepId: string;
  /** Null for a transactional message. `consent` is null when the shop has none of that key for e-mail. */
  permission: { consent: { id: string; name: string } | null; key: string; state: ConsentState } | null;
  customer: { email: string | null; deletedAt: number | null } | null;
  addressBounced: boolean;
  /** The cart that the run is about, as it is now; null when the run is about none. */
  cart: { empty: boolean; ordered: boolean; ofAnother: boolean } | null;
  /** The first of the codes it shows that cannot be redeemed any more, where that suppresses it (R30). */
  staleCode: { code: string; why: "used" | "expired" } | null;
  senderEmail: string;
}

export type Sending =
  | { send: true; to: string; consentId: string | null }
  | { send: false; reason: SuppressedReason; values: Record<string, string> };

type SuppressedReason =
  | "run-ended" | "left-step" | "customer-deleted" | "consent-unknown" | "consent-withdrawn" | "consent-pending" | "no-consent"
  | "no-address" | "address-bounced" | "cart-ordered" | "cart-empty" | "cart-of-another" | "discount-used" | "discount-expired" | "sender-missing";

/** Whether a message may go out now (R42), and if not, the first reason why. */
export function decideSending({ run, stepId, permission, customer, addressBounced, cart, staleCode, senderEmail }: SendingFacts): Sending {
  const no = (reason: SuppressedReason, values: Record<string, string> = {}): Sending => ({ send: false, reason, values });
  if (run?.status !== "active") return no("run-ended");
  if (run.stepId !== stepId) return no("left-step");
  if (!customer || customer.deletedAt !== null) return no("customer-deleted");
  if (permission) {
    if (!permission.consent) return no("consent-unknown", { consent: permission.key });
    const consent = permission.consent.name;
    switch (permission.state) {
      case "granted": break;
      case "withdrawn": return no("consent-withdrawn", { consent });
      case "pending": return no("consent-pending", { consent });
      case "never-asked": return no("no-consent", { consent });
      default: return permission.state satisfies never;
    }
  }
  if (!customer.email) return no("no-address");
  if (addressBounced) return no("address-bounced", { address: customer.email });
  // A browser that she was taken for by a forwarded link, or that she shared, is somebody else's now (R44).
  if (cart?.ofAnother) return no("cart-of-another");
  if (cart?.ordered) return no("cart-ordered");
  if (cart?.empty) return no("cart-empty");
  if (staleCode) return no(`discount-${staleCode.why}`, { code: staleCode.code });
  if (senderEmail === "") return no("sender-missing");
  return { send: true, to: customer.email, consentId: permission?.consent?.id ?? null };
}
