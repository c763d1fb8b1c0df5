export function migrateDatabase(file: string): Promise<void>;
