import { RESEND_PATH } from "../providers/resend.ts";
import { RECEIVER_HOST } from "../receiver/webhook-receiver.ts";
import { TWILIO_PATH } from "../providers/twilio.ts";
import { localCredentials } from "./local-credentials.ts";

export interface AppEnvironmentOptions {
  storeOrigin: string;
  /** Origin under which browsers reach the app: the frame proxy. */
  frameOrigin: string;
  appPort: number;
  clockPort: number;
  appBridgeUrl: string;
  scopes: readonly string[];
}

/**
 * The environment in which the unmodified app runs against this store: addresses, keys, the clock, and the preload that leads
 * its calls to Shopify here. `databaseFile` is an absolute path.
 */
export function appEnvironment(options: AppEnvironmentOptions, databaseFile: string): Record<string, string> {
  return {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(options.appPort),
    DATABASE_URL: `file:${databaseFile}`,
    SHOPIFY_API_KEY: localCredentials.apiKey,
    SHOPIFY_API_SECRET: localCredentials.apiSecret,
    SHOPIFY_APP_URL: options.frameOrigin,
    APP_BRIDGE_URL: options.appBridgeUrl,
    SCOPES: options.scopes.join(","),
    RESEND_API_KEY: localCredentials.resendApiKey,
    RESEND_BASE_URL: `${options.storeOrigin}${RESEND_PATH}`,
    RESEND_WEBHOOK_SECRET: localCredentials.resendWebhookSecret,
    TWILIO_ACCOUNT_SID: localCredentials.twilioAccountSid,
    TWILIO_AUTH_TOKEN: localCredentials.twilioAuthToken,
    TWILIO_SENDER: localCredentials.twilioSender,
    TWILIO_BASE_URL: `${options.storeOrigin}${TWILIO_PATH}`,
    VAPID_PUBLIC_KEY: localCredentials.vapidPublicKey,
    VAPID_PRIVATE_KEY: localCredentials.vapidPrivateKey,
    VAPID_SUBJECT: "mailto:push@localhost.example",
    PUSH_SERVICE_ORIGIN: options.storeOrigin,
    SECRET_KEY: localCredentials.secretKey,
    CLOCK_CONTROL: `127.0.0.1:${options.clockPort}`,
    WEBHOOK_LOOPBACK: `${RECEIVER_HOST}=${new URL(options.storeOrigin).port}`,
    DEV_STORE_URL: options.storeOrigin,
    NODE_OPTIONS: `--import ${new URL("../preload/redirect-shopify.mjs", import.meta.url).href}`,
  };
}
