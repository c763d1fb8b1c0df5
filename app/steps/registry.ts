import type { StepType } from "~/domain/scenario/step-type";
import { addTag } from "./add-tag/definition";
import { condition } from "./condition/definition";
import { delay } from "./delay/definition";
import { notifyStaff } from "./notify-staff/definition";
import { discountCode } from "./discount-code/definition";
import { randomSplit } from "./random-split/definition";
import { removeTag } from "./remove-tag/definition";
import { sendEmail } from "./send-email/definition";
import { setCustomerData } from "./set-customer-data/definition";
import { sendPush } from "./send-push/definition";
import { sendSms } from "./send-sms/definition";
import { split } from "./split/definition";
import { webhook } from "./webhook/definition";
import { unsubscribe } from "./unsubscribe/definition";
import { waitUntil } from "./wait-until/definition";

/** Every step type, in the order in which the palette shows them. */
export const stepTypes = [sendEmail, sendSms, sendPush, delay, waitUntil, condition, split, randomSplit, setCustomerData, addTag, removeTag, discountCode, unsubscribe, webhook, notifyStaff] as const satisfies readonly StepType[];

export type StepTypeName = (typeof stepTypes)[number]["type"];

export const stepTypeByName: ReadonlyMap<string, StepType> = new Map(stepTypes.map((type) => [type.type, type]));
