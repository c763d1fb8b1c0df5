import SQLite from "better-sqlite3";

/** From now on this process is killed by SIGKILL before its statement with this number; 0 lets it live. To be called before a database is opened. */
export function killAtStatement(killAt: number): void {
  let statements = 0;
  const prepare = SQLite.prototype.prepare;
  SQLite.prototype.prepare = function counted(this: SQLite.Database, text: string) {
    const statement = prepare.call(this, text);
    const { run, all } = statement;
    const counting = (call: typeof run | typeof all) => (...values: unknown[]): unknown => {
      statements += 1;
      if (statements === killAt) process.kill(process.pid, "SIGKILL");
      return Reflect.apply(call, statement, values);
    };
    Object.assign(statement, { run: counting(run), all: counting(all) });
    return statement;
  } as typeof prepare;
}
