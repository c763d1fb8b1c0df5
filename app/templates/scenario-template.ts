import type { ScenarioDefinition } from "~/domain/scenario/definition";

/** R34: the categories of the library, beside "All". */
export const TEMPLATE_CATEGORIES = ["abandoned-cart"] as const;
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/** A ready-made scenario. Name and words of the library are in the locale file `templates.json` under its id. */
export interface ScenarioTemplate {
  id: string;
  category: TemplateCategory;
  /** What a scenario made from it is called at first. */
  name: string;
  /** A definition of its own at each call, with the message texts in the merchant's language. */
  definition(): ScenarioDefinition;
}
