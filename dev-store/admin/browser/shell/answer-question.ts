import { mayLeave } from "./save-bar.ts";
import { resourcePicker } from "./resource-picker.ts";
import type { FrameQuestion } from "../messages.ts";

/** Answers what App Bridge asks. `undefined` means no answer at all: the merchant stayed, so the app waits on. */
export async function answerQuestion(question: FrameQuestion): Promise<unknown> {
  switch (question.name) {
    case "idToken": {
      const { token }: { token: string } = await json("session-token", "POST");
      return token;
    }
    case "extensions": return json("extensions");
    case "scopes": return json("scopes");
    case "user": return json("user");
    case "leaveConfirmation": return (await mayLeave()) ? null : undefined;
    case "resourcePicker": return resourcePicker(question.request);
    default: return question satisfies never;
  }
}

async function json<T>(name: string, method = "GET"): Promise<T> {
  const answer = await fetch(`/_shopify/admin/${name}`, { method });
  if (!answer.ok) throw new Error(`The local admin answered ${answer.status} to ${name}.`);
  return answer.json();
}
