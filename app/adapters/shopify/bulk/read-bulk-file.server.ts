import { AdminApiError } from "../admin-api";

/** The bytes of a bulk query's file from the given one on. Every failure is an AdminApiError; `BULK_FILE_GONE` means that the address died. */
export type ReadBulkFile = (url: string, from: number) => AsyncIterable<Uint8Array>;

/** So long may nothing come while we wait for it. */
const SILENCE_MS = 30_000;
/** How Google's storage says that an address is no longer valid, or never was. */
const GONE: readonly number[] = [400, 401, 403, 404, 410];

/** Streams the file, so that no more of it is held than what was not yet asked for. A server that knows no ranges has the beginning read and dropped. */
export const readBulkFile: ReadBulkFile = async function* (url, from) {
  const control = new AbortController();
  const patiently = async <T>(answer: Promise<T>): Promise<T> => {
    const timer = setTimeout(() => control.abort(new Error("the file of a bulk query stopped coming")), SILENCE_MS);
    try {
      return await answer;
    } catch (error) {
      throw new AdminApiError(error instanceof Error ? error.message : String(error), { retryable: true, code: "BULK_FILE_CUT", cause: error });
    } finally {
      clearTimeout(timer);
    }
  };
  try {
    const response = await patiently(fetch(url, { signal: control.signal, headers: from > 0 ? { range: `bytes=${from}-` } : {} }));
    // Read to its end already.
    if (response.status === 416) return;
    if (GONE.includes(response.status)) throw new AdminApiError(`Shopify no longer holds the file of a bulk query (${response.status})`, { retryable: true, code: "BULK_FILE_GONE" });
    if (!response.ok || !response.body) throw new AdminApiError(`the file of a bulk query was answered with ${response.status}`, { retryable: true, code: `HTTP_${response.status}` });
    let skip = response.status === 206 ? 0 : from;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await patiently(reader.read());
      if (done) return;
      if (skip < value.length) yield skip === 0 ? value : value.subarray(skip);
      skip = Math.max(0, skip - value.length);
    }
  } finally {
    control.abort();
  }
};
