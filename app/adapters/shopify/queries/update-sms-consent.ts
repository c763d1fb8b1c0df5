import { z } from "zod";
import type { AdminQuery } from "../admin-api";

const data = z.object({ customerSmsMarketingConsentUpdate: z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable() });

type Variables = {
  input: {
    customerId: string;
    smsMarketingConsent: { marketingState: "SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING"; marketingOptInLevel?: "SINGLE_OPT_IN"; consentUpdatedAt: string };
  };
};

export const updateSmsConsent: AdminQuery<Variables, z.infer<typeof data>> = {
  document: `mutation UpdateSmsConsent($input: CustomerSmsMarketingConsentUpdateInput!) {
    customerSmsMarketingConsentUpdate(input: $input) { userErrors { message } }
  }`,
  data,
};
