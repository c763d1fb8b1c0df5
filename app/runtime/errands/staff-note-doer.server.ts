import { z } from "zod";
import type { AppContext } from "~/app-context";
import { MOST_NOTES_AN_HOUR } from "~/domain/errand/staff-note";
import { escapeHtml } from "~/domain/message/escape-html";
import { formatSender } from "~/domain/message/format-sender";
import { parseLiquid, renderLiquid, TemplateFault } from "~/domain/message/liquid-engine";
import { UNKNOWN_OUTCOME } from "~/domain/message/unknown-outcome";
import { HOUR } from "~/domain/instant";
import { compiledVersions } from "~/runtime/runs/compiled-versions.server";
import { frameNote } from "~/services/messages/frame-note.server";
import { readStaffEmails } from "~/services/shop/staff-emails";
import { notifyStaff, notifyStaffConfig } from "~/steps/notify-staff/definition";
import type { ErrandDoer, Prepared, Tried } from "./errand-doer";
import { loadErrandSubject } from "./errand-subject.server";

export type StaffNoteContext = Pick<AppContext, "log" | "email">;

const payloadShape = z.object({ from: z.string(), to: z.array(z.string()).min(1), subject: z.string(), text: z.string() });

/**
 * R31. Once: the provider drops what comes again under the same key, and after 23 hours, when it forgets keys, a note whose
 * fate nobody knows stays unknown. One e-mail for each address, not tracked, counted in no figure of messages.
 */
export function staffNoteDoer({ email, log }: StaffNoteContext): ErrandDoer {
  return {
    policy: { mostTries: 8, first: 30_000, factor: 4, longest: HOUR },
    leaseMs: 60_000,

    async prepare(db, shop, errand, now): Promise<Prepared> {
      const to = readStaffEmails(shop.staffEmails);
      if (to.length === 0) return { ok: false, status: "failed", reason: "no-staff", error: null };
      if (shop.senderEmail === "") return { ok: false, status: "failed", reason: "sender-missing", error: null };
      const step = (await compiledVersions(db, shop.id, [errand.versionId], log)).get(errand.versionId)?.steps.get(errand.stepId);
      if (step?.type.type !== notifyStaff.type) return { ok: false, status: "failed", reason: "step-missing", error: null };
      const config = notifyStaffConfig.parse(step.config);
      const subject = await loadErrandSubject(db, shop, errand, now);
      if (!subject) return { ok: false, status: "cancelled", reason: "customer-deleted", error: null };
      try {
        const rendered = (source: string) => renderLiquid(parseLiquid(source, "text"), "text", subject.data, subject.setting);
        const line = rendered(config.subject).replace(/\s+/g, " ").trim();
        if (line === "") return { ok: false, status: "failed", reason: "empty-subject", error: null };
        const text = frameNote(rendered(config.text), shop, subject);
        return { ok: true, payload: JSON.stringify({ from: formatSender(shop), to, subject: line, text }) };
      } catch (error) {
        if (error instanceof TemplateFault) return { ok: false, status: "failed", reason: "template", error: `${error.line}:${error.column} ${error.message}` };
        throw error;
      }
    },

    async admit(tx, shop, _errand, now) {
      const { count } = await tx.forShop(shop.id).selectFrom("Errand").select((row) => row.fn.countAll<number>().as("count"))
        .where("kind", "=", "staff-note").where("preparedAt", ">", now - HOUR).executeTakeFirstOrThrow();
      return Number(count) >= MOST_NOTES_AN_HOUR ? { reason: "too-many-notes" } : null;
    },

    async act(shop, { id, unheard, payload, preparedAt, retriedAt, error: before }, now): Promise<Tried> {
      if (unheard === 1 && preparedAt !== null && now - preparedAt >= UNKNOWN_OUTCOME.email.within) return { outcome: "unknown", reason: "no-answer", error: before };
      const { from, to, subject, text } = payloadShape.parse(JSON.parse(payload));
      const html = `<div style="white-space:pre-wrap;font-family:sans-serif;font-size:15px;line-height:1.5">${escapeHtml(text)}</div>`;
      await email.turn();
      // What a person asks for again is another mail; each further try of it is the same.
      const answer = await email.send(retriedAt === null ? id : `${id}:${retriedAt}`, to.map((address) => ({ from, to: address, subject, html, text, headers: {}, tags: [{ name: "shop", value: String(shop.id) }, { name: "note", value: id }] })));
      switch (answer.outcome) {
        case "later": return { outcome: "later", certain: answer.certain, after: answer.after, reason: "no-answer", error: answer.reason };
        case "refused": return { outcome: "failed", reason: "rejected", error: answer.reason };
        case "answered": {
          const refused = answer.results.flatMap((result, index) => (result.accepted ? [] : [`${to[index] ?? ""}: ${result.reason}`]));
          if (refused.length === to.length) return { outcome: "failed", reason: "rejected", error: refused.join("; ") };
          return { outcome: "done", result: { to: to.length - refused.length, ...(refused.length > 0 ? { refused } : {}) } };
        }
        default: return answer satisfies never;
      }
    },
  };
}
