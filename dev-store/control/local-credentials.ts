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
  vapidPublicKey: "BP4zmCHbCLo-QhVra82QWJxk44fgpNPd3QJyHr2nbToa2k-U1LzvArJuBLLLttu0hizSLbPquagYZgvrz20HGoo",
  vapidPrivateKey: "oQqUX4m4JPmCCDJ8F2F1M-BPndCkG_GYFwPNQrFoPrY",
  secretKey: "local-store-links-are-signed-with-this-and-nothing-else",
};
