import twilio from "twilio";

/** Whether Twilio signed a callback to this address (X-Twilio-Signature); the address is the one Twilio was given, with its query. */
export type VerifyTwilioWebhook = (signature: string, url: string, form: Record<string, string>) => boolean;

export function createTwilioVerifier(authToken: string): VerifyTwilioWebhook {
  return (signature, url, form) => twilio.validateRequest(authToken, signature, url, form);
}
