import type { ChosenResource, ResourceKind } from "~/domain/scenario/chosen-resource";
import type { StepSaying } from "~/steps/step-face";

/** A product or collection as it was called when it was chosen, and that it is gone where it was deleted in Shopify since. */
export function sayResource(kind: ResourceKind, { id, title }: ChosenResource, { t, options }: Pick<StepSaying, "t" | "options">): string {
  return options.gone?.[kind].includes(id) ? t(`entryPoints:resources.${kind}.gone`, { title }) : title;
}
