import { EmailIcon } from "@shopify/polaris-icons";
import { writtenLinks } from "~/domain/message/written-links";
import type { StepFace } from "../step-face";
import type { SendEmailConfig } from "./definition";
import { SendEmailPanel } from "./send-email-panel";

/** The last name of a Liquid output: of `{{ customer.first_name | default: "you" }}` it is first_name. */
const VARIABLE = /\{\{-?\s*(?:[\w-]+\.)*([\w-]+)[^}]*\}\}/g;

export const sendEmailFace: StepFace<SendEmailConfig> = {
  name: "sendEmail.name",
  hint: "sendEmail.hint",
  icon: EmailIcon,
  summary: ({ subject }, { t }) => subject.trim().replace(VARIABLE, (_, name: string) => t("steps:sendEmail.variable", { name: name.replaceAll("_", " ") })) || t("steps:sendEmail.noSubject"),
  links: ({ body }) => writtenLinks(body),
  Panel: SendEmailPanel,
};
