import { dark, ink, light } from "./colour.ts";
import { ellipse, strip, turned } from "./lathe.ts";
import type { Drawing } from "./drawing.ts";
import type { Picture } from "./picture.ts";

export const lightPictures: Record<string, Picture> = {
  "rice-paper-pendant": {
    backdrop: { wall: "#8b9a8b", table: "#b59a78", horizon: 540 },
    draw: (d) => {
      halo(d, 300, 300, 230, 0.75);
      d.add(`<path d="M300 0V128" stroke="#2b241d" stroke-width="4"/>`, `<rect x="286" y="112" width="28" height="26" rx="5" fill="#2b241d"/>`);
      d.add(`<circle cx="300" cy="304" r="172" fill="${d.radial([[0, "#fffdf2"], [0.55, "#fbeecb"], [0.9, "#e8cf9c"], [1, "#cfb07a"]], [0.46, 0.46, 0.56])}"/>`);
      for (let index = -9; index <= 9; index += 1) {
        const y = 304 + index * 18;
        const half = Math.sqrt(172 ** 2 - (index * 18) ** 2);
        d.add(`<path d="M${300 - half} ${y}Q300 ${y + 18 + index * 1.6} ${300 + half} ${y}" fill="none" stroke="#a98852" stroke-width="2" opacity=".5"/>`);
      }
      d.add(ellipse(300, 138, 44, "#7a6038", 8), ellipse(300, 470, 44, "#fff6d8", 7));
    },
  },
  "mushroom-table-lamp": {
    backdrop: { wall: "#7c8b7b", table: "#b08a66", horizon: 430 },
    draw: (d) => {
      halo(d, 300, 340, 190, 0.65);
      d.add(ellipse(300, 494, 210, "#ffe9b4", 40).replace("/>", ' opacity=".5" filter="url(#far)"/>'));
      d.shadow(300, 500, 74, 0.8);
      turned(d, 300, [[300, 26], [360, 28], [430, 38], [474, 62], [494, 74]], { colour: ink.clay, gloss: 0.3 });
      d.add(ellipse(300, 302, 150, "#fff3cd", 26));
      turned(d, 300, [[132, 2], [138, 46], [166, 104], [220, 150], [272, 172], [296, 172]], { colour: ink.clay, gloss: 0.34 });
      d.add(`<path d="M128 298A172 35 0 0 0 472 298A172 26 0 0 1 128 298Z" fill="#ffedbd"/>`);
    },
  },
  "beeswax-tapers": {
    backdrop: { wall: "#5d6b5c", table: "#a98463" },
    draw: (d) => {
      for (const [x, base] of [[236, 486], [372, 502]] as const) {
        halo(d, x, base - 372, 60, 0.9);
        d.shadow(x, base, 54);
        turned(d, x, [[base - 322, 9], [base - 316, 13], [base - 190, 16], [base - 72, 18]], { colour: ink.wax, gloss: 0.3 });
        turned(d, x, [[base - 88, 28], [base - 78, 24], [base - 52, 16], [base - 22, 34], [base - 6, 54]], { colour: ink.chalk, open: 0.72, inside: ink.wax });
        flame(d, x, base - 322, 1);
      }
    },
  },
  "juniper-berry-candle": {
    backdrop: { wall: "#39483d", table: "#8a6547" },
    draw: (d) => {
      halo(d, 290, 250, 120, 0.6);
      d.shadow(290, 492, 104);
      turned(d, 290, [[290, 112], [316, 114], [410, 114], [462, 108], [484, 94]], { colour: ink.oat, open: 0.92, inside: "#f3e2b6", speckle: "#7a5a40", dip: { to: 448, colour: "#efe6d4" } });
      d.add(ellipse(290, 296, 100, "#fbeecb", 18), ellipse(290, 296, 52, "#fff8e2", 9));
      flame(d, 290, 292, 0.9);
      d.add(`<rect x="228" y="354" width="124" height="76" rx="4" fill="#fbf6ea"/><text x="290" y="388" font-family="Fraunces, Georgia, serif" font-size="23" fill="${ink.forest}" text-anchor="middle">juniper</text><path d="M252 402H328" stroke="${ink.clay}" stroke-width="1.6"/><text x="290" y="418" font-family="Figtree, sans-serif" font-size="10" letter-spacing="3" fill="${ink.forest}" text-anchor="middle">180 G</text>`);
      for (const [x, y] of [[440, 508], [466, 496], [484, 514], [456, 520], [504, 500]] as const) d.add(ellipse(x + 4, y + 9, 14, "#1d130c", 5).replace("/>", ' opacity=".4"/>'), `<circle cx="${x}" cy="${y}" r="13" fill="${d.radial([[0, "#8f9cc0"], [0.5, "#3d4770"], [1, "#1f2545"]], [0.34, 0.3, 0.8])}"/>`);
    },
  },
  "brass-chamberstick": {
    backdrop: { wall: "#4c3b33", table: "#7d5a40" },
    draw: (d) => {
      halo(d, 280, 190, 130, 0.7);
      d.shadow(280, 494, 130);
      turned(d, 280, [[458, 142], [470, 144], [484, 120], [492, 104]], { colour: ink.brass, open: 0.9, inside: ink.brass, gloss: 0.5 });
      d.add(`<circle cx="446" cy="450" r="32" fill="none" stroke="${dark(ink.brass, 0.35)}" stroke-width="15"/><circle cx="445" cy="448" r="32" fill="none" stroke="${light(ink.brass, 0.2)}" stroke-width="7"/>`);
      turned(d, 280, [[240, 14], [250, 21], [330, 23], [400, 24]], { colour: ink.chalk, gloss: 0.3 });
      turned(d, 280, [[388, 34], [396, 30], [430, 27], [456, 40], [468, 60]], { colour: ink.brass, gloss: 0.55, open: 0.76, inside: "#7a5a20" });
      d.add(`<path d="M262 246q-4 34 2 50q6 10 9 -6q2 -24 1 -40Z" fill="#fffaf0"/>`);
      flame(d, 280, 242, 1.15);
    },
  },
  "opal-globe-lamp": {
    backdrop: { wall: "#a9745c", table: "#d9c3a3", horizon: 430 },
    draw: (d) => {
      halo(d, 300, 300, 220, 0.8);
      d.shadow(300, 500, 100);
      turned(d, 300, [[446, 96], [458, 104], [482, 104], [494, 98]], { colour: ink.oak, gloss: 0.2, ribs: { count: 18, strength: 0.08 } });
      d.add(`<circle cx="300" cy="306" r="158" fill="${d.radial([[0, "#ffffff"], [0.5, "#fffaea"], [0.86, "#f7e6bf"], [1, "#e2c48b"]], [0.44, 0.44, 0.58])}"/>`, `<ellipse cx="242" cy="232" rx="40" ry="26" transform="rotate(-38 242 232)" fill="#fff" opacity=".8" filter="url(#soft)"/>`);
      strip(d, "M396 488C470 496 520 516 620 512", 5, "#3a2c22");
    },
  },
};

function halo(d: Drawing, cx: number, cy: number, r: number, strength: number): void {
  d.add(`<circle cx="${cx}" cy="${cy}" r="${r}" fill="#ffdf9a" opacity="${strength * 0.8}" filter="url(#glow)"/>`);
}

function flame(d: Drawing, x: number, y: number, size: number): void {
  d.add(`<g transform="translate(${x} ${y}) scale(${size})"><path d="M0 2V-14" stroke="#33241a" stroke-width="3.4"/><path d="M0 -6C-17 -20 -13 -42 1 -66C13 -42 17 -20 0 -6Z" fill="${d.gradient([[0, "#fff1b8"], [0.55, "#ffc65a"], [1, "#f08a2c"]], [0, 0, 0, 1])}"/><path d="M0 -9C-8 -18 -6 -30 1 -42C7 -30 8 -18 0 -9Z" fill="#fffbe6"/></g>`);
}
