import { createContext, useContext } from "react";
import type { Segments } from "~/domain/message/count-segments";
import type { Instant } from "~/domain/instant";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { OverdueChoice } from "~/domain/scenario/overdue";
import type { Stay } from "~/domain/scenario/pin";
import type { PlanEffect } from "~/domain/scenario/plan-change";
import type { Problem, WarningsChoice } from "~/domain/scenario/problem";
import type { ScenarioStatus } from "~/domain/scenario/status";
import type { ThemeForms } from "~/domain/theme/theme-forms";
import type { WebhookTested } from "~/domain/webhook/webhook-tested";
import type { MessageDraft, TestableDraft } from "./editor-call";

export interface FoundCustomer {
  id: string;
  name: string;
  email: string | null;
}

/** A message as its receiver would see it, or where the writing of it went wrong (line and column from 1). */
export type MessagePreview =
  | ({ ok: true; products: "her-cart" | "sample"; sampleCode: boolean; customer: FoundCustomer | null } & ShownMessage)
  | MessageFault;

/** What its receiver sees, by channel. */
export type ShownMessage =
  | { channel: "email"; subject: string; preheader: string; html: string }
  | { channel: "sms"; text: string; count: Segments }
  | { channel: "push"; title: string; body: string; icon: string | null; image: string | null; url: string };

export interface MessageFault {
  ok: false;
  reason: "template" | "empty-subject" | "empty-body";
  message: string;
  line: number | null;
  column: number | null;
}

export type TestAnswer = { ok: true; to: string } | { ok: false; reason: MessageFault["reason"] | "address" | "sender-missing" | "provider"; message: string };

export type SaveAnswer =
  | { is: "saved"; revision: number }
  /** `revision`: what was saved elsewhere since. */
  | { is: "conflict"; revision: number }
  /** It was deleted meanwhile, or its status does not allow it. */
  | { is: "refused" }
  | { is: "problems"; problems: Problem[] };

/** R40: what a save does to those inside who go on by the newest version; `pinned` finish on an older one and are not touched. */
export interface SavePlan {
  effects: PlanEffect[];
  inside: number;
  pinned: number;
}

/** R40: what the merchant chose for those inside. */
export interface InsideChoice {
  /** Where those go on who stand in a step that this deletes, by the step; the others leave. */
  moves: Record<string, string>;
  /** Who finishes on the version they are in. */
  stay: Stay;
  /** R38: hours over which those go on one after the other whom a shortened wait makes due; 0: at once. */
  spreadHours: number;
}

export type StatusAnswer = { is: "done"; status: ScenarioStatus; revision: number } | { is: "problems" | "warnings"; problems: Problem[] } | { is: "overdue"; count: number } | { is: "refused" };

export interface SaveRequest extends InsideChoice {
  name: string;
  definition: ScenarioDefinition;
  /** The one this draft was made from. */
  revision: number;
}

export interface VersionLine {
  id: string;
  number: number;
  publishedAt: Instant;
  /** Whether it is the one that runs. */
  newest: boolean;
  /** R40: how many inside finish on it, though it is not the newest. */
  pinned: number;
}

/** What the editor asks of the server. Every call rejects with an Error when the server cannot be reached or refuses. */
export interface EditorServer {
  save(request: SaveRequest): Promise<SaveAnswer>;
  /** R40: what saving this would do to whom. */
  planSave(definition: ScenarioDefinition): Promise<SavePlan>;
  /** R41, the newest first. */
  listVersions(): Promise<VersionLine[]>;
  readVersion(versionId: string): Promise<ScenarioDefinition>;
  /** R40: those who finish on an older version go on by the newest; answers how many stay, in steps that it has no more. */
  bringToNewest(): Promise<{ stay: number }>;
  activate(overdue: OverdueChoice, warnings: WarningsChoice): Promise<StatusAnswer>;
  /** R9: those inside are held where they stand, or leave. */
  stop(how: "hold" | "run-on" | "remove"): Promise<StatusAnswer>;
  /** R10: has the theme read anew. */
  readThemeForms(): Promise<ThemeForms>;
  findCustomers(text: string): Promise<FoundCustomer[]>;
  previewMessage(draft: MessageDraft, customerId: string | null): Promise<MessagePreview>;
  /** One delivery with a sample customer, marked as a test; nothing is stored or counted. `config` is the step's. */
  testWebhook(config: unknown): Promise<WebhookTested>;
  sendTestMessage(draft: TestableDraft, customerId: string | null, to: string): Promise<TestAnswer>;
}

const EditorServerContext = createContext<EditorServer | null>(null);

export const EditorServerProvider = EditorServerContext.Provider;

export function useEditorServer(): EditorServer {
  const server = useContext(EditorServerContext);
  if (!server) throw new Error("useEditorServer stands below EditorServerProvider");
  return server;
}
