import { PART_BYTES } from "~/domain/trait-import/line-fault";

const CALLS = "/app/traits/import-calls";
const TRIES = 4;
const REST_MS = 1_500;

/** Sends a file in pieces; one that does not arrive is sent again. Answers the import's id, or null where it was refused or the line stayed down. `onProgress` in percent. */
export async function uploadFile(file: File, onProgress: (percent: number) => void): Promise<string | null> {
  const begun = await call({ do: "begin", fileName: file.name.slice(0, 255), size: String(file.size) });
  if (!begun || typeof begun["id"] !== "string") return null;
  const parts = Math.ceil(file.size / PART_BYTES);
  for (let part = 0; part < parts; part += 1) {
    const content = await base64Of(file.slice(part * PART_BYTES, (part + 1) * PART_BYTES));
    if (content === null || !(await call({ do: "part", importId: begun["id"], part: String(part), content }))) return null;
    onProgress(Math.round(((part + 1) / parts) * 100));
  }
  return begun["id"];
}

async function call(fields: Record<string, string>): Promise<Record<string, unknown> | null> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const response = await fetch(CALLS, { method: "POST", body }).catch(() => null);
    if (response?.ok) return (await response.json()) as Record<string, unknown>;
    if (response && response.status < 500 && response.status !== 429) return null;
    await new Promise((resolve) => setTimeout(resolve, REST_MS * attempt));
  }
  return null;
}

function base64Of(blob: Blob): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === "string" ? reader.result.slice(reader.result.indexOf(",") + 1) : null);
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(blob);
  });
}
