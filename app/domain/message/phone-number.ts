import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";

/** A phone number as providers take it (E.164), or null for one that cannot exist. `country` (ISO 3166) reads numbers written without their own. */
export function toPhoneNumber(text: string | null, country: string | null = null): string | null {
  if (text === null) return null;
  const home = country?.toUpperCase();
  const parsed = home !== undefined && isSupportedCountry(home) ? parsePhoneNumberFromString(text, home) : parsePhoneNumberFromString(text);
  return parsed?.isValid() ? parsed.number : null;
}
