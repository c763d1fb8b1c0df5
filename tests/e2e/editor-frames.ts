import type { Frame, Page } from "playwright-core";

export interface FrameTimes {
  frames: number;
  /** Time between two frames as the browser drew them. */
  worstMs: number;
  over50Ms: number;
  /** The longest piece of work of the page's own thread. */
  longestTaskMs: number;
}

/**
 * Pans the canvas and drags a card across it, and tells how long each frame took (issue 2: none over 50 ms with 200
 * steps). `page` moves the mouse; `frame` is where the editor is drawn, the page itself or the admin's frame.
 */
export async function measureEditorFrames(page: Page, frame: Page | Frame): Promise<{ panning: FrameTimes; dragging: FrameTimes; dropping: FrameTimes }> {
  const canvas = frame.locator(".react-flow");
  const box = await canvas.boundingBox();
  if (!box) throw new Error("the canvas is not in sight");
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };

  await page.mouse.move(box.x + 40, middle.y);
  await page.mouse.down();
  const panning = await timeFrames(frame, async () => {
    for (let turn = 0; turn < 60; turn += 1) await page.mouse.move(box.x + 40 + Math.sin(turn / 6) * 30 + turn * 4, middle.y - turn * 5);
    for (let turn = 60; turn > 0; turn -= 1) await page.mouse.move(box.x + 40 + turn * 4, middle.y - turn * 5);
  });
  await page.mouse.up();

  const card = await frame.locator("[data-step-card]").nth(1).boundingBox();
  if (!card) throw new Error("no card is in sight");
  await page.mouse.move(card.x + 80, card.y + 20);
  await page.mouse.down();
  const dragging = await timeFrames(frame, async () => {
    for (let turn = 0; turn < 90; turn += 1) await page.mouse.move(middle.x + Math.sin(turn / 9) * 260, middle.y + Math.cos(turn / 7) * 180);
    // At the lower edge the canvas pans by itself.
    for (let turn = 0; turn < 40; turn += 1) await page.mouse.move(middle.x + Math.sin(turn / 5) * 40, box.y + box.height - 12);
  });
  const target = await frame.locator('[data-taking="true"]').nth(2).boundingBox();
  if (target) await page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 4 });
  const dropping = await timeFrames(frame, () => page.mouse.up());
  return { panning, dragging, dropping };
}

async function timeFrames(frame: Page | Frame, act: () => Promise<void>): Promise<FrameTimes> {
  const watch = await frame.evaluateHandle(() => {
    const gaps: number[] = [];
    const tasks: number[] = [0];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: "longtask" });
    let last = performance.now();
    let running = requestAnimationFrame(function next(now) {
      gaps.push(now - last);
      last = now;
      running = requestAnimationFrame(next);
    });
    return { gaps, tasks, stop: () => (cancelAnimationFrame(running), observer.disconnect()) };
  });
  await act();
  return watch.evaluate(async (watched) => {
    // Two more frames, so that what the last movement asked for is counted.
    await new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))));
    watched.stop();
    const gaps = watched.gaps.slice(1);
    return { frames: gaps.length, worstMs: Math.max(0, ...gaps), over50Ms: gaps.filter((gap) => gap > 50).length, longestTaskMs: Math.max(...watched.tasks) };
  });
}
