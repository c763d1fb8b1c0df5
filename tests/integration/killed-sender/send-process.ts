import { pino } from "pino";
import { createResendChannel } from "~/adapters/channels/resend-channel.server";
import { createTwilioChannel } from "~/adapters/channels/twilio-channel.server";
import { createWebPushChannel } from "~/adapters/channels/web-push-channel.server";
import { MovableClock } from "~/adapters/clock/movable-clock";
import { createSign } from "~/adapters/crypto/create-sign.server";
import { newId } from "~/adapters/db/new-id.server";
import { openSqliteDatabase } from "~/adapters/db/sqlite-database.server";
import { CHANNELS } from "~/domain/message/channel";
import { createOutbounds } from "~/runtime/messages/outbounds.server";
import { messagesWork } from "~/runtime/messages/messages.server";
import { localCredentials } from "../../../dev-store/control/local-credentials.ts";
import { killAtStatement } from "../../factories/kill-at-statement";

/** A process that sends all that is due and is killed by SIGKILL before its statement number `killAt`; 0 lets it live. */
const [file = "", now = "", provider = "", secret = "", killAt = "0", channel = "email", twilio = ""] = process.argv.slice(2);

const VAPID = { publicKey: localCredentials.vapidPublicKey, privateKey: localCredentials.vapidPrivateKey, subject: "mailto:push@example.com" };

killAtStatement(Number(killAt));
const db = openSqliteDatabase(`file:${file}`);
const context = {
  db, clock: new MovableClock(Number(now), true), newId, log: pino({ level: "silent" }), wake: { wake: () => undefined }, sign: createSign(secret),
  email: createResendChannel({ apiKey: "re_local", baseUrl: provider, timeout: 60_000, callsPerSecond: 1_000 }), env: { SHOPIFY_APP_URL: "https://app.example" },
  sms: createTwilioChannel({ accountSid: "AC00000000000000000000000000000001", authToken: "a token", baseUrl: twilio, timeout: 60_000, callsPerSecond: 1_000 }), push: createWebPushChannel({ ...VAPID, timeout: 60_000, callsPerSecond: 1_000 }), setUp: { sms: { sender: "+48500009999" }, push: { publicKey: VAPID.publicKey } },
};
const work = messagesWork(context, createOutbounds(context)[CHANNELS.find((each) => each === channel) ?? "email"], { soleOwner: true });
while ((await work.runDue()) > 0) continue;
await work.finish?.();
await db.close();
