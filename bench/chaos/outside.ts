import type { Instant } from "../../app/domain/instant.ts";
import type { SeededRandom } from "../../dev-store/state/seeded-random.ts";
import { startMailProvider } from "../installation/mail-provider.ts";
import { startPushService } from "../installation/push-service.ts";
import { secrets } from "../installation/secrets.ts";
import { startTextProvider } from "../installation/text-provider.ts";
import { indexOf, phoneOf, WEBHOOK_HOST } from "./chaos-shop.ts";
import { delivery, displayed, textStatus } from "./facts.ts";
import type { Taken } from "./judge-messages.ts";
import type { Logs } from "./judge.ts";
import type { Storm } from "./storm.ts";
import { startWebhookReceiver } from "./webhook-receiver.ts";

/** Everybody whom the app calls, each of whom fails in their own way and reports to the app through the storm. `now` is domain time. */
export async function startOutside(random: SeededRandom, now: () => Instant, storm: Pick<Storm, "reported">) {
  const chance = () => random.next();
  const mails = await startMailProvider(chance, (mail) => storm.reported(delivery(mail, now())));
  const texts = await startTextProvider(chance, now, (text) => {
    // Twilio does not tell again what nobody heard, so of some nothing is heard.
    for (const status of ["sent", "delivered"] as const) storm.reported(textStatus(text, status), { seldom: true });
  });
  const pushes = await startPushService(chance, (shown) => storm.reported(displayed(shown), { seldom: true }));
  const webhooks = await startWebhookReceiver(chance);
  const all = { mails, texts, pushes, webhooks };

  return {
    mailUrl: mails.url,
    pushes,
    /** Variables that lead an installation here. */
    environment: {
      TWILIO_ACCOUNT_SID: secrets.twilio.accountSid, TWILIO_AUTH_TOKEN: secrets.twilio.authToken, TWILIO_SENDER: secrets.twilio.sender, TWILIO_BASE_URL: texts.url,
      VAPID_PUBLIC_KEY: secrets.vapid.publicKey, VAPID_PRIVATE_KEY: secrets.vapid.privateKey, VAPID_SUBJECT: "mailto:push@chaos.example", WEBHOOK_LOOPBACK: `${WEBHOOK_HOST}=${webhooks.port}`,
    },
    /** From now on nobody fails. */
    calmDown: () => Object.values(all).forEach((one) => one.calmDown()),
    /** One line each: how they fared. */
    tell: () => Object.entries(all).map(([name, one]) => `${name}: ${one.tell()}`),
    count: () => `${mails.delivered.length} e-mails, ${texts.taken.length} texts, ${pushes.shown.length} pushes, ${webhooks.taken.size} webhooks`,
    /** Calls that broke somebody's rules. */
    broken: () => Object.values(all).flatMap(({ broken }) => broken),
    logs: (customers: number): Logs => ({ messages: [...mails.delivered.flatMap(ofMail), ...ofTexts(texts.taken, customers), ...pushes.shown.map(ofPush)], webhooks: webhooks.taken, notes: mails.delivered.flatMap(({ tags }) => tagOf(tags, "note") ?? []) }),
    close: () => Object.values(all).forEach((one) => one.close()),
  };
}

type Mail = Awaited<ReturnType<typeof startMailProvider>>["delivered"][number];
type Text = Awaited<ReturnType<typeof startTextProvider>>["taken"][number];
type Push = Awaited<ReturnType<typeof startPushService>>["shown"][number];

const tagOf = (tags: Mail["tags"], name: string): string | undefined => tags.find((tag) => tag.name === name)?.value;

/** None where it is a note to the staff. */
function ofMail({ providerId, to, subject, tags }: Mail): Taken[] {
  const messageId = tagOf(tags, "message");
  return messageId === undefined ? [] : [{ channel: "email", messageId, providerId, index: indexOf(to), what: subject }];
}

function ofTexts(taken: readonly Text[], customers: number): Taken[] {
  const numbers = new Map(Array.from({ length: customers }, (_, index) => [phoneOf(index), index]));
  // The short links in it are the message's own: the same twice, or another one, is told by what stands before them.
  return taken.map(({ sid, to, body, callback }) => ({ channel: "sms", messageId: new URL(callback).searchParams.get("message") ?? "", providerId: sid, index: numbers.get(to) ?? -1, what: body.split(":")[0] ?? "" }));
}

/** Its tag is the message's id without hyphens. */
function ofPush({ owner, tag, title }: Push): Taken {
  return { channel: "push", messageId: tag.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"), providerId: tag, index: indexOf(owner), what: title };
}
