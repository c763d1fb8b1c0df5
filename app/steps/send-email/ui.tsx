import { EmailIcon } from "@shopify/polaris-icons";
import { excerptOfLiquid } from "~/components/messages/excerpt-of-liquid";
import { writtenLinks } from "~/domain/message/written-links";
import type { StepFace } from "../step-face";
import type { SendEmailConfig } from "./definition";
import { SendEmailPanel } from "./send-email-panel";

export const sendEmailFace: StepFace<SendEmailConfig> = {
  name: "sendEmail.name",
  hint: "sendEmail.hint",
  icon: EmailIcon,
  summary: ({ subject }, { t }) => excerptOfLiquid(subject, (name) => t("steps:sendEmail.variable", { name })) || t("steps:sendEmail.noSubject"),
  links: ({ body }) => writtenLinks(body),
  Panel: SendEmailPanel,
};
