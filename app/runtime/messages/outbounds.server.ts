import { z } from "zod";
import type { OutgoingEmail } from "~/adapters/channels/email-channel";
import type { OutgoingSms } from "~/adapters/channels/sms-channel";
import type { Statements } from "~/adapters/db/database.server";
import type { AppContext } from "~/app-context";
import { textsOfEmail } from "~/domain/message/check-email-template";
import { textsOfPush } from "~/domain/message/render-push";
import { textsOfSms } from "~/domain/message/render-sms";
import type { Channel } from "~/domain/message/channel";
import { smsSenderOf } from "~/domain/message/sms-sender";
import { sendEmail, sendEmailConfig, type SendEmailConfig } from "~/steps/send-email/definition";
import { sendPush, sendPushConfig, type SendPushConfig } from "~/steps/send-push/definition";
import { sendSms, sendSmsConfig, type SendSmsConfig } from "~/steps/send-sms/definition";
import { outbound, type Outbound } from "./outbound";
import { prepareEmail } from "./prepare-email.server";
import { preparePush } from "./prepare-push.server";
import { prepareSms } from "./prepare-sms.server";
import { resolvingBrowsers, type StoredPush } from "./resolve-browsers.server";

const storedEmail: z.ZodType<OutgoingEmail> = z.object({
  from: z.string(), to: z.string(), subject: z.string(), html: z.string(), text: z.string(),
  headers: z.record(z.string(), z.string()), tags: z.array(z.object({ name: z.string(), value: z.string() })),
});
const storedSms: z.ZodType<OutgoingSms> = z.object({ from: z.string(), to: z.string(), text: z.string(), callback: z.string().nullable() });
const storedPush: z.ZodType<StoredPush> = z.object({ shopId: z.number(), browsers: z.array(z.string()), notification: z.string(), topic: z.string(), ttl: z.number() });

/** Every channel, whether it is set up or not: what was queued for one that no longer is gets its outcome too. */
export function createOutbounds({ db, email, sms, push, setUp }: Pick<AppContext, "email" | "sms" | "push" | "setUp"> & { db: Pick<Statements, "forShop"> }): Record<Channel, Outbound> {
  return {
    email: outbound<SendEmailConfig, OutgoingEmail>({ name: "email", channel: email, stepType: sendEmail.type, config: sendEmailConfig, payload: storedEmail, hasSender: (shop) => shop.senderEmail !== "", texts: textsOfEmail, prepare: prepareEmail }),
    sms: outbound<SendSmsConfig, OutgoingSms>({
      name: "sms", channel: sms, stepType: sendSms.type, config: sendSmsConfig, payload: storedSms,
      hasSender: (shop) => smsSenderOf(shop, setUp.sms) !== null,
      texts: textsOfSms,
      prepare: (config, sources, about) => prepareSms(config, sources, about, smsSenderOf(about.shop, setUp.sms) ?? ""),
    }),
    push: outbound<SendPushConfig, StoredPush>({
      name: "push", channel: push && resolvingBrowsers(db, push), stepType: sendPush.type, config: sendPushConfig, payload: storedPush, hasSender: () => true, texts: textsOfPush, prepare: preparePush,
    }),
  };
}
