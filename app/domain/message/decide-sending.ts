import type { ConsentState } from "~/domain/engine/facts";
import type { Channel } from "./channel";
import type { Untruth } from "./trigger-truth";

/** What is true of one queued message at the moment of sending. */
export interface SendingFacts {
  channel: Channel;
  run: { status: string; stepId: string | null } | null;
  stepId: string;
  /** Null for a transactional message. `consent` is null when the shop has none of that key for this channel. */
  permission: { consent: { id: string; name: string } | null; key: string; state: ConsentState } | null;
  /** `address` is what the channel sends to: an e-mail address, a phone number, the browsers. */
  customer: { address: string | null; deletedAt: number | null } | null;
  /** The provider said that the address does not exist. */
  addressGone: boolean;
  /** Why that which let the customer in is no longer so (R14–R16); null where it is, or where the run is about neither cart nor products. */
  untrue: Untruth | null;
  /** The first of the codes it shows that cannot be redeemed any more, where that suppresses it (R30). */
  staleCode: { code: string; why: "used" | "expired" } | null;
  /** Whether the installation and the shop have what sending by this channel takes. */
  hasSender: boolean;
}

export type Sending =
  | { send: true; to: string; consentId: string | null }
  | { send: false; reason: SuppressedReason; values: Record<string, string> };

type SuppressedReason =
  | "run-ended" | "left-step" | "customer-deleted" | "consent-unknown" | "consent-withdrawn" | "consent-pending" | "no-consent"
  | (typeof REASONS)[Channel][keyof (typeof REASONS)[Channel]] | Untruth | "discount-used" | "discount-expired";

/** What each channel calls it when there is nobody to send to or from. */
const REASONS = {
  email: { noAddress: "no-address", addressGone: "address-bounced", noSender: "sender-missing" },
  sms: { noAddress: "no-phone", addressGone: "phone-unreachable", noSender: "sms-not-set-up" },
  push: { noAddress: "no-browser", addressGone: "no-browser", noSender: "push-not-set-up" },
} as const satisfies Record<Channel, Record<"noAddress" | "addressGone" | "noSender", string>>;

/** Whether a message may go out now (R42), and if not, the first reason why. */
export function decideSending({ channel, run, stepId, permission, customer, addressGone, untrue, staleCode, hasSender }: SendingFacts): Sending {
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
  if (!customer.address) return no(REASONS[channel].noAddress);
  if (addressGone) return no(REASONS[channel].addressGone, { address: customer.address });
  if (untrue) return no(untrue);
  if (staleCode) return no(`discount-${staleCode.why}`, { code: staleCode.code });
  if (!hasSender) return no(REASONS[channel].noSender);
  return { send: true, to: customer.address, consentId: permission?.consent?.id ?? null };
}
