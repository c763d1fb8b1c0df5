import { randomUUID } from "node:crypto";
import { convert } from "html-to-text";
import type { Inbox } from "../inbox/inbox.ts";
import type { DevClock } from "../state/types.ts";
import { bareAddress, type AcceptedEmail } from "./parse-email.ts";
import type { ResendCallbacks } from "./resend-callbacks.ts";

/** What `GET /emails/:id` tells. */
export interface SentEmail extends AcceptedEmail {
  id: string;
  createdAt: number;
  lastEvent: "sent" | "delivered" | "bounced" | "complained";
}

const COMPLAINS_AFTER_MS = 30_000;
const MOST_SENT = 20_000;
const PLAIN = { wordwrap: 100, selectors: ["h1", "h2", "h3"].map((selector) => ({ selector, options: { uppercase: false } })) };

/** Takes an accepted e-mail to its end: into the inbox of whoever has one, and back to the app as callbacks. */
export class EmailOutbox {
  readonly #sent = new Map<string, SentEmail>();
  readonly #clock: DevClock;
  readonly #inbox: Inbox;
  readonly #callbacks: ResendCallbacks;

  constructor(clock: DevClock, inbox: Inbox, callbacks: ResendCallbacks) {
    this.#clock = clock;
    this.#inbox = inbox;
    this.#callbacks = callbacks;
  }

  get(id: string): SentEmail | undefined {
    return this.#sent.get(id);
  }

  clear(): void {
    this.#sent.clear();
  }

  /** Each call is one mail. What bounces never reaches an inbox. */
  send(email: AcceptedEmail): string {
    const id = randomUUID();
    const fate = fateOf(email);
    const at = this.#clock.now();
    this.#sent.set(id, { ...email, id, createdAt: at, lastEvent: fate });
    if (this.#sent.size > MOST_SENT) for (const oldest of this.#sent.keys()) { this.#sent.delete(oldest); break; }
    if (fate !== "bounced") this.#inbox.deliver(asReceived(id, email, at));
    this.#announce(id, email, fate, at);
    return id;
  }

  #announce(id: string, email: AcceptedEmail, fate: SentEmail["lastEvent"], at: number): void {
    const data = {
      email_id: id,
      message_id: messageId(id),
      created_at: new Date(at).toISOString(),
      from: email.from,
      to: email.to,
      subject: email.subject,
      ...(email.tags.length > 0 ? { tags: Object.fromEntries(email.tags.map(({ name, value }) => [name, value])) } : {}),
    };
    this.#callbacks.announce({ type: "email.sent", data });
    if (fate === "bounced") {
      const bounce = { type: "Permanent", subType: "General", message: "The recipient's email provider sent a hard bounce message: the mailbox does not exist." };
      this.#callbacks.announce({ type: "email.bounced", data: { ...data, bounce } });
      return;
    }
    this.#callbacks.announce({ type: "email.delivered", data });
    if (fate === "complained") this.#callbacks.announce({ type: "email.complained", data }, COMPLAINS_AFTER_MS);
  }
}

/** Addresses at bounce.example.com do not exist; those that begin with `complain@` press "spam". */
function fateOf({ to }: AcceptedEmail): "delivered" | "bounced" | "complained" {
  const addresses = to.map((address) => bareAddress(address) ?? "");
  if (addresses.some((address) => address.endsWith("@bounce.example.com") || address === "bounced@resend.dev")) return "bounced";
  if (addresses.some((address) => address.startsWith("complain@") || address === "complained@resend.dev")) return "complained";
  return "delivered";
}

function messageId(id: string): string {
  return `<${id}@eu-west-1.amazonses.com>`;
}

function asReceived(id: string, email: AcceptedEmail, at: number) {
  const to = email.to.join(", ");
  return {
    id,
    channel: "email" as const,
    to,
    recipients: [...email.to, ...email.cc, ...email.bcc].map((address) => bareAddress(address) ?? address.toLowerCase()),
    from: email.from,
    subject: email.subject,
    html: email.html,
    text: email.text ?? convert(email.html ?? "", PLAIN),
    headers: {
      From: email.from,
      To: to,
      ...(email.cc.length > 0 ? { Cc: email.cc.join(", ") } : {}),
      ...(email.replyTo.length > 0 ? { "Reply-To": email.replyTo.join(", ") } : {}),
      Subject: email.subject,
      Date: new Date(at).toUTCString(),
      "Message-ID": messageId(id),
      ...email.headers,
    },
    at,
  };
}
