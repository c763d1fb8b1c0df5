export type StartScript = "start" | "start:web" | "start:worker";
export function startCommand(script: StartScript): { file: string; flags: string[] };
