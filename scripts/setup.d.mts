/** Makes a fresh clone ready: dependencies, database client, build, and the programs named. Throws an Error whose message is for people. */
export function setup(options?: { apt?: string[] }): Promise<void>;
