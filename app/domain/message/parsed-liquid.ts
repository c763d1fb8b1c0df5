import { parseLiquid, type Writing } from "./liquid-engine";

type Parsed = ReturnType<typeof parseLiquid>;

const MOST_PARSED = 200;
const cache = new Map<string, Parsed>();

/** A scenario's texts are rendered for thousands of people: each is read once. Pure, since equal texts parse alike. Throws TemplateFault. */
export function parsedLiquid(source: string, writing: Writing): Parsed {
  const key = `${writing}\n${source}`;
  let template = cache.get(key);
  if (!template) {
    template = parseLiquid(source, writing);
    if (cache.size >= MOST_PARSED) cache.clear();
    cache.set(key, template);
  }
  return template;
}
