import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AppEmbeds } from "./app-embeds.ts";
import type { Exchange } from "./exchange.ts";

const THEME_DIR = fileURLToPath(new URL("./theme/", import.meta.url));
const IMAGE_DIR = fileURLToPath(new URL("../images/", import.meta.url));
const { resolve } = createRequire(import.meta.url);
const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".json": "application/json; charset=utf-8",
};

/** Pictures, the theme's own files, its fonts and the app extension's assets. Answers false for other addresses and missing files. */
export async function staticFiles(embeds: AppEmbeds, exchange: Exchange): Promise<boolean> {
  const file = fileAt(embeds, exchange.url.pathname);
  const type = file === null ? undefined : TYPES[extname(file)];
  if (file === null || type === undefined || (exchange.method !== "GET" && exchange.method !== "HEAD")) return false;
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!found?.isFile()) return false;
  const etag = `"${found.size}-${Math.round(found.mtimeMs)}"`;
  const headers = { "Content-Type": type, ETag: etag, "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*" };
  if (exchange.req.headers["if-none-match"] === etag) exchange.res.writeHead(304, headers).end();
  else if (exchange.method === "HEAD") exchange.res.writeHead(200, { ...headers, "Content-Length": found.size }).end();
  else {
    exchange.res.writeHead(200, { ...headers, "Content-Length": found.size });
    createReadStream(file).on("error", (error) => exchange.res.destroy(error)).pipe(exchange.res);
  }
  return true;
}

function fileAt(embeds: AppEmbeds, path: string): string | null {
  const [, folder, name] = /^\/(images|theme|fonts)\/([\w-][\w.-]*)$/.exec(path) ?? [];
  switch (folder) {
    case "images": return join(IMAGE_DIR, name ?? "");
    case "theme": return join(THEME_DIR, name ?? "");
    case "fonts": {
      const family = name?.split("-")[0] ?? "";
      return family === "fraunces" || family === "figtree" ? join(resolve(`@fontsource-variable/${family}/package.json`), "..", "files", name ?? "") : null;
    }
    default: return embeds.assetFile(path);
  }
}
