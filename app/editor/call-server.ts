import type { EditorCall } from "./editor-call";
import type { EditorServer } from "./editor-server";

/** The editor's calls over HTTP. App Bridge puts the session token on the request. */
export function callServer(url: string): EditorServer {
  const ask = async <Answer>(call: EditorCall): Promise<Answer> => {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify(call) });
    if (!response.ok) throw new Error(`${call.call} was answered ${response.status}`);
    return (await response.json()) as Answer;
  };
  return {
    save: (request) => ask({ call: "save", ...request }),
    planSave: (definition) => ask({ call: "plan-save", definition }),
    listVersions: () => ask({ call: "list-versions" }),
    readVersion: (versionId) => ask({ call: "read-version", versionId }),
    bringToNewest: () => ask({ call: "bring-to-newest" }),
    activate: (overdue, warnings) => ask({ call: "activate", overdue, warnings }),
    stop: (how) => ask({ call: "stop", how }),
    readThemeForms: () => ask({ call: "read-theme-forms" }),
    findCustomers: (text) => ask({ call: "find-customers", text }),
    previewMessage: (message, customerId) => ask({ call: "preview-message", message, customerId }),
    testWebhook: (config) => ask({ call: "test-webhook", config }),
    sendTestMessage: (message, customerId, to) => ask({ call: "send-test-message", message, customerId, to }),
  };
}
