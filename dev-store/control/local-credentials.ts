/** Secrets of the local store: the same on every machine, worth nothing outside it. */
export const localCredentials = {
  apiKey: "scenarios-local-api-key",
  apiSecret: "scenarios-local-api-secret",
  resendApiKey: "re_local_0123456789",
  resendWebhookSecret: "whsec_bG9jYWwtc3RvcmUtcmVzZW5kLXdlYmhvb2tz",
  twilioAccountSid: "AC00000000000000000000000000000001",
  twilioAuthToken: "local-twilio-token",
  /** Whom the shop's text messages come from. */
  twilioSender: "+48500009999",
  secretKey: "local-store-links-are-signed-with-this-and-nothing-else",
};
