export function startCommand(script: "start" | "start:web" | "start:worker"): { file: string; flags: string[] };
