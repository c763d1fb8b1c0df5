import { isDeepStrictEqual } from "node:util";

export interface Fact {
  id: string;
  what: string;
  ok: boolean;
  saw: string;
}

/** What the tour has established, each told as it is found. */
export class Facts {
  readonly all: Fact[] = [];
  readonly #tell: (fact: Fact) => void;

  constructor(tell: (fact: Fact) => void) {
    this.#tell = tell;
  }

  get ok(): boolean {
    return this.all.length > 0 && this.all.every(({ ok }) => ok);
  }

  /** Records whether what is seen is what is expected; a look that throws is a fact that does not hold. */
  async expect<T>(id: string, what: string, expected: T, look: () => Promise<T>): Promise<void> {
    await this.hold(id, what, async () => {
      const seen = await look();
      return { ok: isDeepStrictEqual(seen, expected), saw: isDeepStrictEqual(seen, expected) ? show(seen) : `${show(seen)}; expected ${show(expected)}` };
    });
  }

  async hold(id: string, what: string, look: () => Promise<Pick<Fact, "ok" | "saw">>): Promise<void> {
    let found: Pick<Fact, "ok" | "saw">;
    try {
      found = await look();
    } catch (error) {
      found = { ok: false, saw: error instanceof Error ? error.message : String(error) };
    }
    const fact = { id, what, ...found };
    this.all.push(fact);
    this.#tell(fact);
  }
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
