import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Instant } from "~/domain/instant";
import { formatMoney } from "~/domain/money";

export interface ShopFormatSettings {
  currency: string;
  /** IANA zone of the shop. */
  timeZone: string;
  /** Language of the admin, BCP 47. */
  language: string;
}

export interface ShopFormat {
  currency: string;
  /** Shop currency unless another is named. */
  money(minor: number, currency?: string): string;
  number(value: number): string;
  /** Share in percent with one digit, or a dash where there is no whole. */
  share(part: number, whole: number): string;
  date(at: Instant): string;
  /** A shop-local date, YYYY-MM-DD, in short. */
  day(day: string): string;
  time(at: Instant): string;
  dateTime(at: Instant): string;
}

const ShopFormatContext = createContext<ShopFormat | null>(null);

/** Amounts, numbers and instants in the words of the shop: same on the server and in the browser. */
export function ShopFormatProvider({ settings, children }: { settings: ShopFormatSettings; children: ReactNode }) {
  const { currency, timeZone, language } = settings;
  const format = useMemo<ShopFormat>(() => {
    const numbers = new Intl.NumberFormat(language);
    const shares = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
    const days = new Intl.DateTimeFormat(language, { timeZone: "UTC", day: "numeric", month: "short" });
    const dates = new Intl.DateTimeFormat(language, { timeZone, dateStyle: "medium" });
    const times = new Intl.DateTimeFormat(language, { timeZone, timeStyle: "short" });
    const dateTimes = new Intl.DateTimeFormat(language, { timeZone, dateStyle: "medium", timeStyle: "short" });
    return {
      currency,
      money: (minor, other = currency) => formatMoney(minor, other, language),
      number: (value) => numbers.format(value),
      share: (part, whole) => (whole > 0 ? shares.format(part / whole) : "–"),
      date: (at) => dates.format(at),
      day: (day) => days.format(Date.parse(day)),
      time: (at) => times.format(at),
      dateTime: (at) => dateTimes.format(at),
    };
  }, [currency, timeZone, language]);
  return <ShopFormatContext.Provider value={format}>{children}</ShopFormatContext.Provider>;
}

export function useShopFormat(): ShopFormat {
  const format = useContext(ShopFormatContext);
  if (!format) throw new Error("useShopFormat stands below ShopFormatProvider");
  return format;
}
