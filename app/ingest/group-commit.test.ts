import { describe, expect, it } from "vitest";
import { GroupCommit } from "./group-commit";

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("group commit", () => {
  it("lets all that arrives while a write runs share the next, and answers only after it", async () => {
    const groups: number[][] = [];
    let finish: (() => void) | undefined;
    const commits = new GroupCommit<number, string>({
      weigh: () => 1,
      heaviest: 100,
      async write(items) {
        groups.push([...items]);
        await new Promise<void>((resolve) => (finish = resolve));
        return items.map((item) => `kept ${item}`);
      },
    });
    const answers: string[] = [];
    const submit = (item: number) => void commits.submit(item).then((outcome) => answers.push(outcome));
    submit(1);
    submit(2);
    await turn();
    submit(3);
    submit(4);
    await turn();
    expect([groups, answers]).toEqual([[[1, 2]], []]);
    finish?.();
    await turn();
    await turn();
    expect([groups, answers]).toEqual([[[1, 2], [3, 4]], ["kept 1", "kept 2"]]);
    finish?.();
    await turn();
    expect(answers).toHaveLength(4);
  });

  it("cuts groups by weight and keeps the order", async () => {
    const groups: number[][] = [];
    const commits = new GroupCommit<number, number>({
      weigh: (item) => item,
      heaviest: 10,
      async write(items) {
        groups.push([...items]);
        return items;
      },
    });
    await Promise.all([6, 4, 1, 20, 3].map((item) => commits.submit(item)));
    expect(groups).toEqual([[6, 4], [1], [20], [3]]);
  });

  it("writes the others though one of the group cannot be written", async () => {
    const commits = new GroupCommit<string, string>({
      weigh: () => 1,
      heaviest: 10,
      async write(items) {
        if (items.includes("poison")) throw new Error("cannot be written");
        return items;
      },
    });
    const outcomes = await Promise.allSettled(["a", "poison", "b"].map((item) => commits.submit(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    await expect(commits.submit("c")).resolves.toBe("c");
  });
});
