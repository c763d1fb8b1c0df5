import type { EventProperty, PropertyType } from "./event-definition";

/** A value as the storefront's code would write it. */
const JS_SAMPLES: Readonly<Record<PropertyType, string>> = {
  string: "'Text'", integer: "7", decimal: "1.5", money: "49.90", boolean: "true", date: "'2026-12-24'", "date-time": "new Date().toISOString()", list: "['One', 'Two']",
};

/** The same from what a theme's Liquid knows; amounts there are hundredths. */
const LIQUID_SAMPLES: Readonly<Record<PropertyType, string>> = {
  string: "{{ page.title | json }}", integer: "{{ cart.item_count | json }}", decimal: "{{ cart.total_weight | divided_by: 1000.0 | json }}", money: "{{ cart.total_price | divided_by: 100.0 | json }}",
  boolean: "{% if customer %}true{% else %}false{% endif %}", date: "{{ 'now' | date: '%Y-%m-%d' | json }}", "date-time": "{{ 'now' | date: '%Y-%m-%dT%H:%M:%S%z' | json }}", list: "{{ customer.tags | json }}",
};

const call = (key: string, properties: readonly EventProperty[], samples: Readonly<Record<PropertyType, string>>, indent: string): string => [
  `${indent}window.scenarios = window.scenarios || [];`,
  ...(properties.length === 0 ? [`${indent}window.scenarios.push({ event: '${key}' });`] : [
    `${indent}window.scenarios.push({`,
    `${indent}  event: '${key}',`,
    `${indent}  properties: {`,
    ...properties.map((property) => `${indent}    ${property.key}: ${samples[property.type]},`),
    `${indent}  },`,
    `${indent}});`,
  ]),
].join("\n");

/** The line for a theme's JavaScript; it may run before the tracker has loaded, and where tracking is off it does nothing. */
export const javascriptFor = (key: string, properties: readonly EventProperty[]): string => call(key, properties, JS_SAMPLES, "");

/** The same as a piece of a theme's Liquid file. */
export const liquidFor = (key: string, properties: readonly EventProperty[]): string => `<script>\n${call(key, properties, LIQUID_SAMPLES, "  ")}\n</script>`;
