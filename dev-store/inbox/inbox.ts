type InboxChannel = "email" | "sms" | "push";

/** One message as its receiver got it. `at` is epoch ms UTC on the store's clock. */
export interface InboxMessage {
  id: string;
  channel: InboxChannel;
  /** As addressed: `Ola Nowak <ola@example.com>`, a phone number, a push endpoint; several are separated by a comma. */
  to: string;
  /** The bare addresses of `to`, in lower case. */
  recipients: string[];
  from: string;
  subject: string | null;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  at: number;
}

export interface InboxFilter {
  channel?: InboxChannel | undefined;
  /** A bare address, compared without case. */
  to?: string | undefined;
  /** Any part of an address, of the sender or of the subject. */
  search?: string | undefined;
}

/** Beyond this many the oldest are dropped, so that a load run does not fill the memory. */
const MOST_MESSAGES = 20_000;
/** What survives a restart. */
const MOST_KEPT = 1_000;

/** Every message that the stand-ins of the providers delivered, in the order in which they accepted them. */
export class Inbox {
  #messages: InboxMessage[];
  #byId = new Map<string, InboxMessage>();
  readonly #onChange: () => void;
  /** Grows with every change, so that a page can tell whether to ask again. */
  revision = 0;

  constructor(messages: InboxMessage[] = [], onChange: () => void = () => undefined) {
    this.#messages = [...messages];
    for (const message of messages) this.#byId.set(message.id, message);
    this.#onChange = onChange;
  }

  deliver(message: InboxMessage): void {
    this.#messages.push(message);
    this.#byId.set(message.id, message);
    if (this.#messages.length > MOST_MESSAGES) {
      for (const { id } of this.#messages.splice(0, this.#messages.length - MOST_MESSAGES)) this.#byId.delete(id);
    }
    this.#changed();
  }

  get(id: string): InboxMessage | undefined {
    return this.#byId.get(id);
  }

  /** Oldest first. */
  list({ channel, to, search }: InboxFilter = {}): InboxMessage[] {
    const address = to?.trim().toLowerCase();
    const part = search?.trim().toLowerCase();
    return this.#messages.filter((message) =>
      (!channel || message.channel === channel)
      && (!address || message.recipients.includes(address))
      && (!part || `${message.to} ${message.from} ${message.subject ?? ""}`.toLowerCase().includes(part)));
  }

  /** Returns how many there were. */
  clear(): number {
    const count = this.#messages.length;
    this.#messages = [];
    this.#byId.clear();
    this.#changed();
    return count;
  }

  /** The latest messages, for the snapshot of the store. */
  kept(): InboxMessage[] {
    return this.#messages.slice(-MOST_KEPT);
  }

  #changed(): void {
    this.revision += 1;
    this.#onChange();
  }
}
