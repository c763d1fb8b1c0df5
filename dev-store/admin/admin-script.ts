import { fileURLToPath } from "node:url";

const built = new Map<string, Promise<string>>();

/** The browser's script of the shell or of App Bridge, bundled from its sources at the first request. */
export function adminScript(name: "app-bridge" | "shell"): Promise<string> {
  const known = built.get(name);
  if (known) return known;
  const script = bundle(name);
  built.set(name, script);
  script.catch(() => built.delete(name));
  return script;
}

async function bundle(name: string): Promise<string> {
  const { build } = await import("vite");
  const output = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    root: fileURLToPath(new URL("./browser/", import.meta.url)),
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: { entry: fileURLToPath(new URL(`./browser/${name}/index.ts`, import.meta.url)), formats: ["iife"], name: "localAdmin", fileName: name },
    },
  });
  const chunks = (Array.isArray(output) ? output : [output]).flatMap((one) => ("output" in one ? one.output : []));
  const chunk = chunks.find((one) => one.type === "chunk");
  if (chunk?.type !== "chunk") throw new Error(`The script ${name} of the local admin could not be built.`);
  return chunk.code;
}
