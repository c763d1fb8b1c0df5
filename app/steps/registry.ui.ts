import type { z } from "zod";
import type { StepTypeName, stepTypes } from "./registry";
import type { StepFace } from "./step-face";
import { addTagFace } from "./add-tag/ui";
import { conditionFace } from "./condition/ui";
import { delayFace } from "./delay/ui";
import { notifyStaffFace } from "./notify-staff/ui";
import { discountCodeFace } from "./discount-code/ui";
import { randomSplitFace } from "./random-split/ui";
import { removeTagFace } from "./remove-tag/ui";
import { sendEmailFace } from "./send-email/ui";
import { setCustomerDataFace } from "./set-customer-data/ui";
import { sendPushFace } from "./send-push/ui";
import { sendSmsFace } from "./send-sms/ui";
import { splitFace } from "./split/ui";
import { unsubscribeFace } from "./unsubscribe/ui";
import { waitUntilFace } from "./wait-until/ui";
import { webhookFace } from "./webhook/ui";

type ConfigOf<Type extends StepTypeName> = z.infer<Extract<(typeof stepTypes)[number], { type: Type }>["config"]>;

const faces = {
  "send-email": sendEmailFace,
  "send-sms": sendSmsFace,
  "send-push": sendPushFace,
  delay: delayFace,
  "wait-until": waitUntilFace,
  condition: conditionFace,
  split: splitFace,
  "random-split": randomSplitFace,
  "set-customer-data": setCustomerDataFace,
  "add-tag": addTagFace,
  "remove-tag": removeTagFace,
  "discount-code": discountCodeFace,
  unsubscribe: unsubscribeFace,
  webhook: webhookFace,
  "notify-staff": notifyStaffFace,
} satisfies { [Type in StepTypeName]: StepFace<ConfigOf<Type>> };

/** The face of every step type; the config a face is given is its own type's. */
export const stepFaceByName: ReadonlyMap<string, StepFace<unknown>> = new Map<string, StepFace<unknown>>(Object.entries(faces));
