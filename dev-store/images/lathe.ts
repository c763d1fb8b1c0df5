import { dark, light } from "./colour.ts";
import type { Drawing } from "./drawing.ts";

/** From the top down: height on the picture and radius there. */
export type Profile = [y: number, radius: number][];

export interface Turned {
  colour: string;
  /** Radius of the hole as a share of the rim's; 0 is closed. */
  open?: number;
  inside?: string;
  /** A second colour from the top down to this height. */
  dip?: { to: number; colour: string };
  speckle?: string;
  ribs?: { count: number; strength: number };
  gloss?: number;
  rim?: string;
}

const TILT = 0.2;

/** Something turned on a wheel or a lathe, standing on the vertical line at `cx`. Answers its outline. */
export function turned(drawing: Drawing, cx: number, profile: Profile, look: Turned): string {
  const [topY, topR] = first(profile);
  const outline = outlineOf(cx, profile);
  const { colour, gloss } = look;
  drawing.add(`<path d="${outline}" fill="${drawing.round(colour, gloss)}"/>`);
  if (look.ribs) drawing.add(drawing.clipped(outline, ribs(cx, profile, look.ribs)));
  if (look.dip) {
    const { to, colour: glaze } = look.dip;
    const reach = Math.max(...profile.map(([, radius]) => radius));
    const region = `M${cx - reach} ${topY - 40} H${cx + reach} V${to} Q${cx + reach * 0.5} ${to + reach * 0.34} ${cx} ${to + reach * 0.18} T${cx - reach} ${to} Z`;
    drawing.add(drawing.clipped(outline, `<path d="${region}" fill="${drawing.round(glaze, gloss)}"/>`));
  }
  if (look.speckle) drawing.add(drawing.clipped(outline, speckles(drawing, cx, profile, look.speckle)));
  const top = look.dip?.colour ?? colour;
  if (topR > 3) {
    drawing.add(`<ellipse cx="${cx}" cy="${topY}" rx="${topR}" ry="${topR * TILT}" fill="${look.rim ?? light(top, 0.22)}"/>`);
    if (look.open) {
      const hole = topR * look.open;
      const inside = look.inside ?? top;
      drawing.add(`<ellipse cx="${cx}" cy="${topY + 1}" rx="${hole}" ry="${hole * TILT}" fill="${drawing.gradient([[0, dark(inside, 0.62)], [0.5, dark(inside, 0.42)], [1, dark(inside, 0.12)]])}"/>`);
    }
  }
  drawing.add(shine(cx, profile, gloss ?? 0.22));
  return outline;
}

/** A bent strip: handles, spouts, wires. Drawn as a dark edge under a lit core. */
export function strip(drawing: Drawing, path: string, width: number, colour: string): void {
  drawing.add(
    `<path d="${path}" fill="none" stroke="${dark(colour, 0.4)}" stroke-width="${width}" stroke-linecap="round"/>`,
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width * 0.72}" stroke-linecap="round" transform="translate(${-width * 0.07} ${-width * 0.08})"/>`,
    `<path d="${path}" fill="none" stroke="${light(colour, 0.4)}" stroke-width="${width * 0.2}" stroke-linecap="round" opacity=".7" transform="translate(${-width * 0.2} ${-width * 0.2})"/>`,
  );
}

export function ellipse(cx: number, cy: number, rx: number, fill: string, ry = rx * TILT): string {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
}

function first(profile: Profile): [number, number] {
  const top = profile[0];
  if (!top) throw new RangeError("A profile needs points.");
  return top;
}

function outlineOf(cx: number, profile: Profile): string {
  const right = profile.map(([y, radius]): [number, number] => [cx + radius, y]);
  const left = [...profile].reverse().map(([y, radius]): [number, number] => [cx - radius, y]);
  const [, bottomR] = profile.at(-1) ?? [0, 0];
  const [leftX, leftY] = left[0] ?? [0, 0];
  const [startX, startY] = right[0] ?? [0, 0];
  return `M${startX} ${startY}${smooth(right)}A${Math.max(bottomR, 0.1)} ${Math.max(bottomR * TILT, 0.1)} 0 0 1 ${leftX} ${leftY}${smooth(left)}Z`;
}

/** Catmull-Rom through the points, as Bézier pieces. */
function smooth(points: [number, number][]): string {
  let path = "";
  for (let i = 0; i < points.length - 1; i += 1) {
    const from = points[i] ?? [0, 0];
    const to = points[i + 1] ?? from;
    const before = points[i - 1] ?? from;
    const after = points[i + 2] ?? to;
    path += `C${from[0] + (to[0] - before[0]) / 6} ${from[1] + (to[1] - before[1]) / 6} ${to[0] - (after[0] - from[0]) / 6} ${to[1] - (after[1] - from[1]) / 6} ${to[0]} ${to[1]}`;
  }
  return path;
}

function ribs(cx: number, profile: Profile, { count, strength }: { count: number; strength: number }): string {
  return Array.from({ length: count }, (_, index) => {
    const turn = Math.sin(-Math.PI / 2 + (Math.PI * (index + 0.5)) / count);
    const points = profile.map(([y, radius]): [number, number] => [cx + radius * turn, y + radius * TILT * Math.sqrt(1 - turn * turn) * 0.9]);
    const [x, y] = points[0] ?? [0, 0];
    const line = `M${x} ${y}${smooth(points)}`;
    return `<path d="${line}" fill="none" stroke="#1d130c" stroke-width="2.4" opacity="${strength}"/><path d="${line}" fill="none" stroke="#fff" stroke-width="1.6" opacity="${strength * 0.8}" transform="translate(-3 0)"/>`;
  }).join("");
}

function speckles(drawing: Drawing, cx: number, profile: Profile, colour: string): string {
  const heights = profile.map(([y]) => y);
  const reach = Math.max(...profile.map(([, radius]) => radius));
  const top = Math.min(...heights);
  const bottom = Math.max(...heights) + 30;
  const { random } = drawing;
  return Array.from({ length: 90 }, () =>
    `<circle cx="${(cx - reach + random.next() * reach * 2).toFixed(1)}" cy="${(top + random.next() * (bottom - top)).toFixed(1)}" r="${(0.8 + random.next() ** 3 * 2.4).toFixed(1)}" fill="${colour}" opacity="${(0.35 + random.next() * 0.4).toFixed(2)}"/>`).join("");
}

function shine(cx: number, profile: Profile, strength: number): string {
  const points = profile.map(([y, radius]): [number, number] => [cx - radius * 0.52, y + radius * TILT * 0.8]);
  const inner = points.length > 3 ? points.slice(1, -1) : points;
  const [x, y] = inner[0] ?? [0, 0];
  return `<path d="M${x} ${y}${smooth(inner)}" fill="none" stroke="#fffaf0" stroke-width="9" stroke-linecap="round" opacity="${strength}" filter="url(#soft)"/>`;
}
