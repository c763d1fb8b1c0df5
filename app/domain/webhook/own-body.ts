import { parseLiquid, renderLiquid } from "~/domain/message/liquid-engine";
import type { MessageData, MessageSetting } from "~/domain/message/message-data";
import { jsonFault } from "./json-fault";

/** What a template made of the data is not JSON; line and column are of what it made. */
export class NotJson extends Error {
  readonly line: number;
  readonly column: number;

  constructor(line: number, column: number) {
    super(`${line}:${column} is not JSON`);
    this.name = "NotJson";
    this.line = line;
    this.column = column;
  }
}

/** The merchant's own JSON, rendered from Liquid. Throws TemplateFault and NotJson. */
export function renderOwnBody(source: string, data: MessageData, setting: MessageSetting): unknown {
  const text = renderLiquid(parseLiquid(source, "json"), "json", data, setting);
  const fault = jsonFault(text);
  if (fault) throw new NotJson(fault.line, fault.column);
  return JSON.parse(text) as unknown;
}
