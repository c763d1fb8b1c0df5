import type { TFunction } from "i18next";
import type { ScenarioSettings } from "~/domain/scenario/definition";

/** R8: each of the ways to leave early as a sentence, in the order of the settings. A consent that is gone is named by its key. */
export function exitsInWords(exits: ScenarioSettings["exits"], t: TFunction<"editor">, consents: readonly { key: string; name: string }[]): string[] {
  const nameOf = (wanted: string) => consents.find(({ key }) => key === wanted)?.name ?? wanted;
  return [
    ...(exits.onOrder ? [t("overview.onOrder")] : []),
    ...(!exits.onOrder && exits.onProductBought === true ? [t("overview.onProductBought")] : []),
    ...(exits.onConsentWithdrawn ?? []).map((key) => t("overview.onConsentWithdrawn", { consent: nameOf(key) })),
    ...(exits.whileIn ? [t("overview.whileIn")] : []),
    ...(exits.onTag ?? []).filter((tag) => tag !== "").map((tag) => t("overview.onTag", { tag })),
    ...exits.onPage.map(({ path }) => t("overview.onPage", { path })),
  ];
}
