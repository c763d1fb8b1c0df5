export function runStep(title: string, command: string, args: string[], env?: Record<string, string>): Promise<string>;
export function showProgress(title: string): (well: boolean) => void;
