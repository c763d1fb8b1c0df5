import { z } from "zod";
import { MOST_SPREAD_HOURS, overdueChoice } from "~/domain/scenario/overdue";
import { staySchema } from "~/domain/scenario/pin";
import { warningsChoice } from "~/domain/scenario/problem";

/** What the editor sends to its server, one JSON object a call. The definition is checked again by the service that saves it. */
const testable = z.discriminatedUnion("channel", [
  z.object({ channel: z.literal("email"), subject: z.string().max(300), preheader: z.string().max(300), body: z.string().max(100_000), transactional: z.boolean() }),
  z.object({ channel: z.literal("sms"), text: z.string().max(5_000) }),
]);
const message = z.discriminatedUnion("channel", [
  ...testable.options,
  z.object({ channel: z.literal("push"), title: z.string().max(300), body: z.string().max(1_000), icon: z.string().max(2_000), image: z.string().max(2_000), url: z.string().max(2_000) }),
]);
const customerId = z.string().max(64).nullable();

export const editorCall = z.discriminatedUnion("call", [
  z.object({ call: z.literal("save"), name: z.string().trim().min(1).max(200), definition: z.unknown(), revision: z.number().int().positive(), moves: z.record(z.string().max(64), z.string().max(64)), stay: staySchema, spreadHours: z.number().int().min(0).max(MOST_SPREAD_HOURS) }),
  z.object({ call: z.literal("plan-save"), definition: z.unknown() }),
  z.object({ call: z.literal("list-versions") }),
  z.object({ call: z.literal("read-version"), versionId: z.string().max(64) }),
  z.object({ call: z.literal("bring-to-newest") }),
  z.object({ call: z.literal("activate"), overdue: overdueChoice, warnings: warningsChoice }),
  z.object({ call: z.literal("stop"), how: z.enum(["hold", "run-on", "remove"]) }),
  z.object({ call: z.literal("read-theme-forms") }),
  z.object({ call: z.literal("find-customers"), text: z.string().max(200) }),
  z.object({ call: z.literal("preview-message"), message, customerId }),
  z.object({ call: z.literal("test-webhook"), config: z.unknown() }),
  z.object({ call: z.literal("send-test-message"), message: testable, customerId, to: z.string().max(320) }),
]);

export type EditorCall = z.input<typeof editorCall>;
export type MessageDraft = z.infer<typeof message>;
/** What can be sent to an address that somebody types; a browser has none. */
export type TestableDraft = z.infer<typeof testable>;
