import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { Liquid } from "liquidjs";
import { z } from "zod";
import { addShopifyFilters } from "./liquid-filters.ts";
import type { Store } from "../state/store.ts";

const setting = z.object({ type: z.string(), id: z.string().optional(), default: z.union([z.string(), z.number(), z.boolean()]).optional() });
const templates = z.object({ templates: z.array(z.string()).optional() });
const schema = z.object({
  target: z.enum(["head", "body", "section", "compliance_head"]),
  javascript: z.string().optional(),
  stylesheet: z.string().optional(),
  available_if: z.string().optional(),
  enabled_on: templates.optional(),
  disabled_on: templates.optional(),
  settings: z.array(setting).default([]),
});

const SCHEMA_TAG = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/;

interface Block {
  handle: string;
  liquid: string;
  schema: z.infer<typeof schema>;
}

export interface EmbedMarkup {
  head: string;
  body: string;
  /** App blocks, where the template has a place for them. */
  section: string;
  /** Those that this theme shows above its footer once the merchant placed them. */
  aboveFooter: string;
}

/** The theme app extension as the shop's theme shows it: the real files, read anew at every page so that an edit shows at once. */
export class AppEmbeds {
  readonly #store: Store;
  readonly #dir: string;
  readonly #name: string;
  readonly #engine: Liquid;

  /** `dir` holds `blocks/`, `assets/`, `snippets/` and `locales/`. */
  constructor(store: Store, dir: string) {
    this.#store = store;
    this.#dir = dir;
    this.#name = basename(dir);
    this.#engine = new Liquid({ root: join(dir, "snippets"), extname: ".liquid" });
    addShopifyFilters(this.#engine, () => store.state.shop.currency, (name) => this.assetUrl(name), (key) => this.#translate(key));
  }

  /** Where the storefront serves an asset of the extension. */
  assetUrl(name: string): string {
    return `/extensions/${this.#name}/assets/${encodeURIComponent(name)}`;
  }

  /** The file behind an asset's address; null for what is no asset of this extension. */
  assetFile(path: string): string | null {
    const prefix = `/extensions/${this.#name}/assets/`;
    const name = path.startsWith(prefix) ? path.slice(prefix.length) : "";
    return /^[\w-][\w.-]*$/.test(name) ? join(this.#dir, "assets", name) : null;
  }

  /** The embeds and blocks that are on, rendered for one page: into the head, at the end of the body, and where its template shows app blocks. */
  async render(globals: Record<string, unknown>, template: string): Promise<EmbedMarkup> {
    const markup: EmbedMarkup = { head: "", body: "", section: "", aboveFooter: "" };
    for (const block of this.#blocks()) {
      const { target, javascript, stylesheet } = block.schema;
      const embed = this.#store.installation.embed(block.handle);
      if (!embed.enabled || !(await this.#belongs(block, globals, template))) continue;
      const settings = { ...defaults(block), ...embed.settings };
      const id = `${this.#name}-${block.handle}`;
      const html = String(await this.#engine.parseAndRender(block.liquid, { ...globals, block: { id, type: block.handle, settings, shopify_attributes: "" } }));
      if (stylesheet) markup.head += `<link rel="stylesheet" href="${this.assetUrl(stylesheet)}" media="all">\n`;
      if (javascript) markup.head += `<script src="${this.assetUrl(javascript)}" defer="defer"></script>\n`;
      if (block.handle === "sign-up") markup.aboveFooter += `<div id="shopify-block-${id}" class="shopify-block shopify-app-block">${html}</div>\n`;
      else if (target === "section") markup.section += `<div id="shopify-block-${id}" class="shopify-block shopify-app-block">${html}</div>\n`;
      else if (target === "body") markup.body += `<div id="shopify-block-${id}" class="shopify-block shopify-app-block">${html}</div>\n`;
      else markup.head += html;
    }
    return markup;
  }

  async #belongs({ schema: { available_if, enabled_on, disabled_on } }: Block, globals: Record<string, unknown>, template: string): Promise<boolean> {
    if (enabled_on?.templates && !enabled_on.templates.some((wanted) => wanted === "*" || wanted === template)) return false;
    if (disabled_on?.templates?.some((refused) => refused === "*" || refused === template)) return false;
    return available_if === undefined || String(await this.#engine.parseAndRender(available_if, globals)).trim() === "true";
  }

  #blocks(): Block[] {
    const folder = join(this.#dir, "blocks");
    return readdirSync(folder).filter((file) => file.endsWith(".liquid")).sort().map((file) => {
      const source = readFileSync(join(folder, file), "utf8");
      const [, json] = SCHEMA_TAG.exec(source) ?? [];
      if (json === undefined) throw new Error(`blocks/${file} has no {% schema %}, so Shopify would refuse it.`);
      return { handle: basename(file, ".liquid"), liquid: source.replace(SCHEMA_TAG, ""), schema: schema.parse(JSON.parse(json)) };
    });
  }

  #translate(key: string): string {
    const texts: unknown = JSON.parse(readFileSync(join(this.#dir, "locales", "en.default.json"), "utf8"));
    const text = key.split(".").reduce<unknown>((inner, part) => (inner instanceof Object ? new Map(Object.entries(inner)).get(part) : undefined), texts);
    return typeof text === "string" ? text : `translation missing: en.${key}`;
  }
}

function defaults({ schema: { settings } }: Block): Record<string, string | number | boolean> {
  return Object.fromEntries(settings.flatMap(({ id, default: value }) => (id === undefined || value === undefined ? [] : [[id, value] as const])));
}
