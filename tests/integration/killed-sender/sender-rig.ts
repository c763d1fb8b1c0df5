import type { ChildProcess } from "node:child_process";
import type { Channel } from "~/domain/message/channel";
import { killRig } from "../../factories/kill-rig";
import { SECRET, type Provider } from "../../factories/message-world";

/** The program that sends what is due and can be killed, for the test file that calls this at its top. */
export function senderRig() {
  const rig = killRig("tests/integration/killed-sender/send-process.ts", { external: ["twilio", "web-push"] });
  return {
    ...rig,
    /** Starts it on a database at the instant `now`; it is killed before its statement number `killAt`, never where that is left out. */
    send: (file: string, provider: Pick<Provider, "baseUrl" | "twilioUrl">, { now, killAt = 0, channel = "email" }: { now: number; killAt?: number; channel?: Channel }): ChildProcess =>
      rig.start(file, now, provider.baseUrl, SECRET, killAt, channel, provider.twilioUrl),
  };
}
