import { countries } from "./seed-names.ts";
import type { Country } from "./seed-names.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { Customer, MarketingConsent } from "./types.ts";

const DAY = 86_400_000;
const FIRST_ID = 7_204_518_400_000;
const NONE: MarketingConsent = { state: "NOT_SUBSCRIBED", optInLevel: null, updatedAt: null };

/**
 * Customers without purchases yet, oldest first. The three the tour works with come last: they signed up lately, may be
 * written to, and have bought nothing.
 */
export function seedCustomers(random: SeededRandom, now: number, count: number): Customer[] {
  const named = namedCustomers(now);
  const taken = new Set(named.map((customer) => customer.email));
  const ages = Array.from({ length: count - named.length }, () => Math.round((20 + 700 * random.next() ** 1.4) * DAY)).sort((a, b) => b - a);
  const others = ages.map((age, index) => someone(random, now, now - age, String(FIRST_ID + index * 37), taken));
  return [...others, ...named.map((customer, index) => ({ ...customer, id: String(FIRST_ID + (ages.length + index) * 37) }))];
}

function namedCustomers(now: number): Customer[] {
  const person = (firstName: string, lastName: string, email: string, place: Pick<Customer, "locale" | "city" | "countryCode" | "phone">, daysAgo: number): Customer => ({
    id: "", email, firstName, lastName, ...place, tags: ["newsletter"],
    emailConsent: { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAt: now - daysAgo * DAY },
    smsConsent: NONE,
    ordersCount: 0, totalSpentMinor: 0, lastOrderId: null, createdAt: now - daysAgo * DAY, updatedAt: now - daysAgo * DAY,
  });
  return [
    person("Ola", "Nowak", "ola@example.com", { locale: "pl", city: "Kraków", countryCode: "PL", phone: "+48500001001" }, 12),
    person("Petr", "Dvořák", "petr@example.com", { locale: "cs", city: "Brno", countryCode: "CZ", phone: "+420601001002" }, 9),
    person("Emma", "Clarke", "emma@example.com", { locale: "en", city: "Bristol", countryCode: "GB", phone: "+447700900103" }, 6),
  ];
}

function someone(random: SeededRandom, now: number, createdAt: number, id: string, taken: Set<string | null>): Customer {
  const country = random.weighted(countries.map((candidate) => [candidate, candidate.share] as const));
  const female = random.chance(0.72);
  const firstName = random.pick(female ? country.women : country.men);
  const [masculine = "", feminine = masculine] = random.pick(country.surnames).split("/");
  const lastName = female ? feminine : masculine;
  const phone = random.chance(0.44) ? phoneOf(random, country) : null;
  return {
    id,
    email: emailOf(random, country, firstName, lastName, taken),
    phone,
    firstName,
    lastName,
    locale: country.locale,
    tags: tagsOf(random),
    emailConsent: emailConsentOf(random, now, createdAt),
    smsConsent: phone ? smsConsentOf(random, now, createdAt) : NONE,
    city: random.pick(country.cities),
    countryCode: country.code,
    ordersCount: 0,
    totalSpentMinor: 0,
    lastOrderId: null,
    createdAt,
    updatedAt: createdAt,
  };
}

function emailConsentOf(random: SeededRandom, now: number, createdAt: number): MarketingConsent {
  const state = random.weighted([["SUBSCRIBED", 52], ["NOT_SUBSCRIBED", 32], ["UNSUBSCRIBED", 13], ["PENDING", 3]] as const);
  switch (state) {
    case "NOT_SUBSCRIBED": return NONE;
    case "SUBSCRIBED": return { state, optInLevel: random.chance(0.25) ? "CONFIRMED_OPT_IN" : "SINGLE_OPT_IN", updatedAt: createdAt };
    case "PENDING": return { state, optInLevel: "CONFIRMED_OPT_IN", updatedAt: createdAt };
    case "UNSUBSCRIBED": return { state, optInLevel: "SINGLE_OPT_IN", updatedAt: later(random, now, createdAt) };
  }
}

function smsConsentOf(random: SeededRandom, now: number, createdAt: number): MarketingConsent {
  const state = random.weighted([["NOT_SUBSCRIBED", 58], ["SUBSCRIBED", 34], ["UNSUBSCRIBED", 8]] as const);
  if (state === "NOT_SUBSCRIBED") return NONE;
  return { state, optInLevel: "SINGLE_OPT_IN", updatedAt: state === "UNSUBSCRIBED" ? later(random, now, createdAt) : createdAt };
}

function later(random: SeededRandom, now: number, createdAt: number): number {
  return Math.round(createdAt + random.next() * (now - createdAt - DAY));
}

function tagsOf(random: SeededRandom): string[] {
  const odds: [string, number][] = [["newsletter", 0.3], ["workshop-guest", 0.06], ["friends-and-family", 0.03], ["interior-designer", 0.04], ["gift-buyer", 0.08], ["wholesale", 0.02]];
  return odds.filter(([, chance]) => random.chance(chance)).map(([tag]) => tag).sort();
}

function emailOf(random: SeededRandom, country: Country, firstName: string, lastName: string, taken: Set<string | null>): string {
  const first = plain(firstName);
  const last = plain(lastName);
  const forms = [`${first}.${last}`, `${first}${last}`, `${first[0] ?? ""}.${last}`, `${last}.${first}`];
  for (let attempt = 0; ; attempt += 1) {
    const number = attempt > 1 || random.chance(0.25) ? String(random.int(2, 99)) : "";
    const email = `${random.pick(forms)}${number}@${random.pick(country.mail)}`;
    if (taken.has(email)) continue;
    taken.add(email);
    return email;
  }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/ł/g, "l").replace(/ü/g, "ue").replace(/ö/g, "oe").normalize("NFD").replace(/[^a-z]/g, "");
}

function phoneOf(random: SeededRandom, country: Country): string {
  const rest = String(random.int(0, 10 ** country.phoneDigits - 1)).padStart(country.phoneDigits, "0");
  return `${country.phone}${rest}`;
}
