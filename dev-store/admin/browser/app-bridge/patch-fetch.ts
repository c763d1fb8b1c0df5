import { forgetIdToken, idToken } from "./id-token.ts";

/** As App Bridge does: requests to the app's own origin carry the session token, and one refused for its token is made once more. */
export function patchFetch(openInTop: (url: string) => void): void {
  const realFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin || request.headers.has("authorization")) return realFetch(input, init);
    const again = request.clone();
    let answer = await realFetch(await signed(request));
    if (answer.status === 401 && answer.headers.has("x-shopify-retry-invalid-session-request")) {
      forgetIdToken();
      answer = await realFetch(await signed(again));
    }
    const reauthorize = answer.headers.get("x-shopify-api-request-failure-reauthorize-url");
    if (answer.headers.has("x-shopify-api-request-failure-reauthorize") && reauthorize) openInTop(reauthorize);
    return answer;
  };
}

async function signed(request: Request): Promise<Request> {
  const headers = new Headers(request.headers);
  headers.set("authorization", `Bearer ${await idToken()}`);
  headers.set("x-requested-with", "XMLHttpRequest");
  return new Request(request, { headers });
}
