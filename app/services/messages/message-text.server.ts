import i18next from "i18next";
import messages from "~/locales/en/messages.json";

const texts = i18next.createInstance();
void texts.init({ lng: "en", fallbackLng: "en", resources: { en: { messages } }, defaultNS: "messages", initAsync: false, interpolation: { escapeValue: false } });

type TextKey = `email.${keyof typeof messages.email}` | `sms.${keyof typeof messages.sms}` | `push.${keyof typeof messages.push}` | `note.${keyof typeof messages.note}` | `page.${PageKey<keyof typeof messages.page>}`;
type PageKey<Page extends keyof typeof messages.page> = Page extends unknown ? `${Page}.${keyof (typeof messages.page)[Page] & string}` : never;

/** A text that customers, or staff by e-mail, read, outside the admin. Plain text: escape it where it goes into HTML. */
export function messageText(key: TextKey, values: Record<string, string> = {}): string {
  return (texts.t as (key: string, values: Record<string, string>) => string)(`messages:${key}`, values);
}
