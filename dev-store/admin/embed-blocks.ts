import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";

export interface EmbedBlock {
  /** The extension's handle, which `shopify.app.extensions()` groups by. */
  extension: string;
  /** File name without `.liquid`. */
  handle: string;
  name: string;
  target: "head" | "body" | "compliance_head" | "section";
}

const schema = z.object({ name: z.string(), target: z.enum(["head", "body", "compliance_head", "section"]) });
const extensionFile = z.object({ extensions: z.array(z.object({ type: z.string(), handle: z.string().optional(), name: z.string().optional() })).optional(), type: z.string().optional(), name: z.string().optional(), handle: z.string().optional() });

/** The blocks of the app's theme extensions, read from their files at every call. A block whose schema is broken throws with its path. */
export function embedBlocks(extensionsDirectory: string): EmbedBlock[] {
  if (!existsSync(extensionsDirectory)) return [];
  return readdirSync(extensionsDirectory, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap((entry) => {
    const root = join(extensionsDirectory, entry.name);
    const blocks = join(root, "blocks");
    if (!existsSync(blocks)) return [];
    const extension = handleOf(root) ?? entry.name;
    return readdirSync(blocks).filter((file) => file.endsWith(".liquid")).map((file) => {
      const text = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(readFileSync(join(blocks, file), "utf8"))?.[1];
      const parsed = schema.safeParse(text === undefined ? null : JSON.parse(text));
      if (!parsed.success) throw new Error(`${join(blocks, file)} has no usable {% schema %}: ${z.prettifyError(parsed.error)}`);
      return { extension, handle: file.replace(/\.liquid$/, ""), target: parsed.data.target, name: translated(root, parsed.data.name) };
    });
  });
}

function handleOf(root: string): string | undefined {
  const path = join(root, "shopify.extension.toml");
  if (!existsSync(path)) return undefined;
  const file = extensionFile.parse(parse(readFileSync(path, "utf8")));
  return file.handle ?? file.extensions?.find((one) => one.type === "theme")?.handle;
}

/** Names in a schema may be keys (`t:tracker.name`) of the extension's default locale. */
function translated(root: string, name: string): string {
  const locales = join(root, "locales");
  if (!name.startsWith("t:") || !existsSync(locales)) return name;
  const file = readdirSync(locales).find((one) => one.endsWith(".default.schema.json"));
  let found: unknown = file ? JSON.parse(readFileSync(join(locales, file), "utf8")) : null;
  for (const key of name.slice(2).split(".")) found = typeof found === "object" && found !== null ? Reflect.get(found, key) : null;
  return typeof found === "string" ? found : name;
}
