import { z } from "zod";
import type { OutgoingEmail } from "~/adapters/channels/email-channel";
import type { OutgoingSms } from "~/adapters/channels/sms-channel";
import type { AppContext } from "~/app-context";
import { textsOfEmail } from "~/domain/message/check-email-template";
import { textsOfSms } from "~/domain/message/render-sms";
import { smsSenderOf } from "~/domain/message/sms-sender";
import { sendEmail, sendEmailConfig, type SendEmailConfig } from "~/steps/send-email/definition";
import { sendSms, sendSmsConfig, type SendSmsConfig } from "~/steps/send-sms/definition";
import { outbound, type Outbound } from "./outbound";
import { prepareEmail } from "./prepare-email.server";
import { prepareSms } from "./prepare-sms.server";

const storedEmail: z.ZodType<OutgoingEmail> = z.object({
  from: z.string(), to: z.string(), subject: z.string(), html: z.string(), text: z.string(),
  headers: z.record(z.string(), z.string()), tags: z.array(z.object({ name: z.string(), value: z.string() })),
});
const storedSms: z.ZodType<OutgoingSms> = z.object({ from: z.string(), to: z.string(), text: z.string(), callback: z.string().nullable() });

/** Every channel, whether it is set up or not: what was queued for one that no longer is gets its outcome too. */
export function createOutbounds({ email, sms, setUp }: Pick<AppContext, "email" | "sms" | "setUp">): Record<"email" | "sms", Outbound> {
  return {
    email: outbound<SendEmailConfig, OutgoingEmail>({ name: "email", channel: email, stepType: sendEmail.type, config: sendEmailConfig, payload: storedEmail, hasSender: (shop) => shop.senderEmail !== "", texts: textsOfEmail, prepare: prepareEmail }),
    sms: outbound<SendSmsConfig, OutgoingSms>({
      name: "sms", channel: sms, stepType: sendSms.type, config: sendSmsConfig, payload: storedSms,
      hasSender: (shop) => smsSenderOf(shop, setUp.sms) !== null,
      texts: textsOfSms,
      prepare: (config, sources, about) => prepareSms(config, sources, about, smsSenderOf(about.shop, setUp.sms) ?? ""),
    }),
  };
}
