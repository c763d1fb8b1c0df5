import { dark, light } from "./colour.ts";
import type { Drawing } from "./drawing.ts";

/** One leaf from (x, y), pointing along `angle` degrees (0 is up, clockwise). */
export function leaf(drawing: Drawing, x: number, y: number, angle: number, length: number, width: number, colour: string): void {
  const shape = `M0 0C${-width} ${-length * 0.3} ${-width * 0.8} ${-length * 0.8} 0 ${-length}C${width * 0.8} ${-length * 0.8} ${width} ${-length * 0.3} 0 0Z`;
  drawing.add(`<g transform="translate(${x} ${y}) rotate(${angle})"><path d="${shape}" fill="${drawing.gradient([[0, light(colour, 0.16)], [0.5, colour], [0.52, dark(colour, 0.16)], [1, dark(colour, 0.32)]])}"/><path d="M0 0V${-length * 0.92}" stroke="${light(colour, 0.34)}" stroke-width="1.4" opacity=".6"/></g>`);
}

/** A stem along a quadratic curve with leaves on both sides, smaller towards the tip. */
export function sprig(drawing: Drawing, from: [number, number], bend: [number, number], to: [number, number], size: number, colour: string, pairs = 6): void {
  drawing.add(`<path d="M${from} Q${bend} ${to}" fill="none" stroke="${dark(colour, 0.4)}" stroke-width="3.4" stroke-linecap="round"/>`);
  for (let index = 1; index <= pairs; index += 1) {
    const t = 0.25 + (0.75 * index) / pairs;
    const at = (axis: 0 | 1) => (1 - t) ** 2 * from[axis] + 2 * (1 - t) * t * bend[axis] + t * t * to[axis];
    const dx = 2 * (1 - t) * (bend[0] - from[0]) + 2 * t * (to[0] - bend[0]);
    const dy = 2 * (1 - t) * (bend[1] - from[1]) + 2 * t * (to[1] - bend[1]);
    const heading = (Math.atan2(dx, -dy) * 180) / Math.PI;
    const length = size * (1.15 - 0.5 * t);
    for (const side of [-1, 1]) leaf(drawing, at(0), at(1), heading + side * (46 + drawing.random.int(-9, 9)), length, length * 0.3, drawing.random.chance(0.4) ? light(colour, 0.12) : colour);
  }
  leaf(drawing, to[0], to[1], (Math.atan2(to[0] - bend[0], bend[1] - to[1]) * 180) / Math.PI, size * 0.6, size * 0.18, light(colour, 0.1));
}

/** A bush of leaves spreading from one point. */
export function tuft(drawing: Drawing, x: number, y: number, reach: number, colour: string, count = 22, spread = 78, width = 0.26): void {
  const angles = Array.from({ length: count }, (_, index) => -spread + (2 * spread * index) / (count - 1) + drawing.random.int(-7, 7));
  const order = angles.map((angle) => [angle, drawing.random.next()] as const).sort((a, b) => a[1] - b[1]);
  for (const [angle, chance] of order) {
    const length = reach * (0.6 + 0.4 * chance) * (1 - Math.abs(angle) / 400);
    leaf(drawing, x + angle * 0.25, y, angle, length, length * width * 0.6, chance > 0.6 ? light(colour, 0.14) : chance < 0.3 ? dark(colour, 0.18) : colour);
  }
}
