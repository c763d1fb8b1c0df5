import { z } from "zod";
import type { AdminQuery } from "../admin-api";

const data = z.object({ customerEmailMarketingConsentUpdate: z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable() });

type Variables = {
  input: {
    customerId: string;
    emailMarketingConsent: { marketingState: "SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING"; marketingOptInLevel?: "SINGLE_OPT_IN"; consentUpdatedAt: string };
  };
};

export const updateEmailConsent: AdminQuery<Variables, z.infer<typeof data>> = {
  document: `mutation UpdateEmailConsent($input: CustomerEmailMarketingConsentUpdateInput!) {
    customerEmailMarketingConsentUpdate(input: $input) { userErrors { message } }
  }`,
  data,
};
