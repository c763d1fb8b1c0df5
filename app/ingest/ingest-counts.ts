import type { RefusalCode } from "./refusal";

/** What this process took and refused since it started, for the operator. */
export class IngestCounts {
  private accepted = 0;
  private duplicates = 0;
  private readonly refused = new Map<RefusalCode, number>();

  take(accepted: number, duplicates: number): void {
    this.accepted += accepted;
    this.duplicates += duplicates;
  }

  refuse(code: RefusalCode): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }

  read(): { accepted: number; duplicates: number; refused: Partial<Record<RefusalCode, number>> } {
    return { accepted: this.accepted, duplicates: this.duplicates, refused: Object.fromEntries(this.refused) };
  }
}
