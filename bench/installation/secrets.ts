import webPush from "web-push";

/** Of the installation that the chaos run makes for itself. */
export const secrets = {
  shopify: "the-secret-of-the-chaos-run",
  resendWebhook: `whsec_${Buffer.from("a secret of the chaos run, signed").toString("base64")}`,
  links: "0123456789abcdef0123456789abcdef",
  twilio: { accountSid: "AC00000000000000000000000000000001", authToken: "the-token-of-the-chaos-run", sender: "+48500009999" },
  vapid: webPush.generateVAPIDKeys(),
};
