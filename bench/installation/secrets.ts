/** Of the installation that the chaos run makes for itself. */
export const secrets = {
  shopify: "the-secret-of-the-chaos-run",
  resendWebhook: `whsec_${Buffer.from("a secret of the chaos run, signed").toString("base64")}`,
  links: "0123456789abcdef0123456789abcdef",
};
