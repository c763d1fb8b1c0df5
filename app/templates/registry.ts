import { abandonedCart } from "./abandoned-cart/template";
import type { ScenarioTemplate } from "./scenario-template";

/** The library, in the order in which it is shown. */
export const scenarioTemplates = [abandonedCart] as const satisfies readonly ScenarioTemplate[];

/** The template of this id, or undefined. */
export const findTemplate = (id: string): ScenarioTemplate | undefined => scenarioTemplates.find((template) => template.id === id);
