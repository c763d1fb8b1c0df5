import type { Frame } from "playwright-core";

declare global {
  interface Window {
    frameTimes: number[];
  }
}

/** Milliseconds between the frames that the page drew while `work` went on, without the first, which began before. */
export async function frameTimes(frame: Frame, work: () => Promise<void>): Promise<number[]> {
  await frame.evaluate(() => {
    window.frameTimes = [];
    const note = (at: number) => {
      window.frameTimes.push(at);
      if (window.frameTimes.length < 20_000) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await work();
  const drawn = await frame.evaluate(() => {
    const times = window.frameTimes;
    window.frameTimes = Array.from({ length: 20_000 }, () => 0);
    return times;
  });
  return drawn.slice(2).map((at, index) => at - (drawn[index + 1] ?? at));
}
