import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ResendError } from "./resend-error.ts";

export interface SenderDomain {
  id: string;
  name: string;
  status: "not_started" | "pending" | "verified";
  /** Epoch ms UTC. */
  createdAt: number;
}

const newDomain = z.object({ name: z.string().regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i) });

/** The domains from which the account may send. Verifying succeeds at once: nobody here has DNS records to set. */
export class SenderDomains {
  #domains: SenderDomain[];
  readonly #now: () => number;

  constructor(now: () => number, kept: SenderDomain[] = []) {
    this.#now = now;
    this.#domains = [...kept];
  }

  /** Makes `name` a verified domain, as the merchant's own is before the story begins. */
  own(name: string): void {
    const known = this.#domains.find((domain) => domain.name === name.toLowerCase());
    if (known) known.status = "verified";
    else this.#domains.push({ id: randomUUID(), name: name.toLowerCase(), status: "verified", createdAt: this.#now() });
  }

  create(body: unknown): SenderDomain {
    const parsed = newDomain.safeParse(body);
    if (!parsed.success) throw new ResendError(422, "validation_error", "The `name` field must be a valid domain.");
    const name = parsed.data.name.toLowerCase();
    if (this.#domains.some((domain) => domain.name === name)) throw new ResendError(403, "validation_error", `The ${name} domain has been registered already.`);
    const domain: SenderDomain = { id: randomUUID(), name, status: "not_started", createdAt: this.#now() };
    this.#domains.push(domain);
    return domain;
  }

  verify(id: string): SenderDomain {
    const domain = this.get(id);
    domain.status = "verified";
    return domain;
  }

  get(id: string): SenderDomain {
    const domain = this.#domains.find((candidate) => candidate.id === id);
    if (!domain) throw new ResendError(404, "not_found", "Domain not found");
    return domain;
  }

  list(): SenderDomain[] {
    return [...this.#domains];
  }

  /** Throws ResendError 403 unless `address` lies in a verified domain. Subdomains need their own verification, as at Resend. */
  requireVerified(address: string): void {
    const name = address.slice(address.lastIndexOf("@") + 1);
    if (this.#domains.some((domain) => domain.name === name && domain.status === "verified")) return;
    throw new ResendError(403, "validation_error", `The ${name} domain is not verified. Please, add and verify your domain on https://resend.com/domains`);
  }
}

/** The shape of Resend's API. */
export function domainOnTheWire(domain: SenderDomain) {
  const record = domain.status === "verified" ? "verified" : "not_started";
  return {
    object: "domain",
    id: domain.id,
    name: domain.name,
    status: domain.status,
    created_at: new Date(domain.createdAt).toISOString(),
    region: "eu-west-1",
    capabilities: { sending: "enabled", receiving: "disabled" },
    records: [
      { record: "SPF", name: "send", type: "MX", value: "feedback-smtp.eu-west-1.amazonses.com", ttl: "Auto", status: record, priority: 10 },
      { record: "SPF", name: "send", type: "TXT", value: "\"v=spf1 include:amazonses.com ~all\"", ttl: "Auto", status: record },
      { record: "DKIM", name: "resend._domainkey", type: "TXT", value: "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB", ttl: "Auto", status: record },
    ],
  };
}
