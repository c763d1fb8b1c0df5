import { z } from "zod";
import type { Twilio } from "../providers/twilio.ts";
import { checked, type ControlRoute } from "./control-route.ts";

const reply = z.strictObject({ from: z.string().regex(/^\+[1-9]\d{6,14}$/, "Expected a phone number like +48501501503"), to: z.string().min(2).optional(), text: z.string().min(1).max(1_600) });

/** `POST /_dev/sms`: somebody answers a text message, with STOP for example; `to` is the shop's sender, the installation's where it is left out. */
export function smsRoutes(twilio: Twilio, sender: string): ControlRoute[] {
  return [{
    method: "POST",
    path: "/sms",
    handle: async ({ body }) => {
      const { from, to = sender, text } = checked(reply, body);
      return { body: { status: await twilio.receive({ from, to, text }) } };
    },
  }];
}
