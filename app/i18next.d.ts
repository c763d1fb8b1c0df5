import "i18next";
import type { resources } from "~/locales/i18n";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: (typeof resources)["en"];
  }
}
