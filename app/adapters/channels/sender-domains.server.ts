import { Resend } from "resend";

/** Asks the e-mail provider about the domains from which it may send. */
export interface SenderDomains {
  /** True when the provider has verified the domain of this address. Throws when the provider cannot be asked. */
  isVerified(address: string): Promise<boolean>;
}

export function resendSenderDomains(apiKey: string): SenderDomains {
  const resend = new Resend(apiKey);
  return {
    async isVerified(address) {
      const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
      const { data, error } = await resend.domains.list();
      if (error) throw new Error(`the e-mail provider does not tell its domains: ${error.message}`);
      return data.data.some((known) => known.status === "verified" && (domain === known.name.toLowerCase() || domain.endsWith(`.${known.name.toLowerCase()}`)));
    },
  };
}
