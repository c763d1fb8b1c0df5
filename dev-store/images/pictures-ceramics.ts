import { dark, ink, light } from "./colour.ts";
import { ellipse, strip, turned } from "./lathe.ts";
import { leaf, sprig } from "./plants.ts";
import type { Drawing } from "./drawing.ts";
import type { Picture } from "./picture.ts";

export const ceramicsPictures: Record<string, Picture> = {
  "speckled-mug": {
    backdrop: { wall: "#d9c9b4", table: "#b98f6a" },
    draw: (d) => {
      d.shadow(290, 482, 108);
      strip(d, "M382 322C470 306 476 428 378 428", 30, ink.chalk);
      turned(d, 285, [[268, 106], [290, 106], [400, 104], [452, 98], [474, 82]], { colour: ink.chalk, open: 0.93, inside: "#6b4a36", speckle: "#6b4a36", dip: { to: 425, colour: "#f4efe5" } });
      d.add(ellipse(285, 273, 92, "#4a2d1c"), `<path d="M255 250C240 220 275 205 258 172M305 245C292 215 325 200 308 165" stroke="#fff" stroke-width="7" fill="none" opacity=".28" filter="url(#soft)"/>`);
    },
  },
  "moon-vase": {
    backdrop: { wall: "#b9c0ae", table: "#d8cbb4" },
    draw: (d) => {
      sprig(d, [300, 240], [310, 150], [420, 62], 62, ink.leaf, 6);
      sprig(d, [296, 240], [270, 160], [190, 96], 48, ink.deepLeaf, 5);
      d.shadow(300, 506, 96);
      turned(d, 300, [[222, 44], [240, 46], [262, 82], [310, 134], [372, 152], [436, 132], [484, 84], [502, 66]], { colour: ink.chalk, open: 0.82, gloss: 0.35 });
    },
  },
  "pouring-jug": {
    backdrop: { wall: "#c7b39b", table: "#8f6b4e" },
    draw: (d) => {
      d.shadow(300, 492, 100);
      strip(d, "M390 262C492 248 486 416 386 430", 27, ink.oat);
      d.add(`<path d="M222 246C190 226 176 232 168 244C184 262 208 286 226 304Z" fill="${dark(ink.oat, 0.16)}"/>`);
      turned(d, 300, [[240, 88], [282, 76], [330, 84], [400, 106], [450, 104], [484, 82]], { colour: ink.oat, open: 0.92, dip: { to: 370, colour: "#efe6d6" }, speckle: "#7a5a40" });
      d.add(`<path d="M236 232C204 222 182 228 166 243C186 250 210 262 224 262Z" fill="${light(ink.oat, 0.5)}"/>`);
    },
  },
  "round-teapot": {
    backdrop: { wall: "#cdbba5", table: "#b79a7b" },
    draw: (d) => {
      d.shadow(295, 492, 128);
      strip(d, "M404 318C520 268 528 430 410 438", 24, ink.juniper);
      d.add(`<path d="M196 420C140 400 136 330 92 288C100 276 122 276 132 284C160 312 176 340 214 350Z" fill="${d.gradient([[0, light(ink.juniper, 0.2)], [0.6, ink.juniper], [1, dark(ink.juniper, 0.35)]], [0, 0, 0.4, 1])}"/>`, ellipse(112, 284, 20, dark(ink.juniper, 0.6), 6));
      turned(d, 295, [[296, 66], [312, 92], [350, 124], [398, 132], [448, 112], [482, 78]], { colour: ink.juniper, gloss: 0.3, speckle: "#1c2a22" });
      turned(d, 295, [[268, 16], [280, 44], [294, 62], [300, 66]], { colour: ink.juniper, gloss: 0.3 });
      turned(d, 295, [[238, 12], [250, 18], [262, 13], [270, 15]], { colour: light(ink.juniper, 0.1) });
    },
  },
  "espresso-cup-pair": {
    backdrop: { wall: "#a9604a", table: "#cbb096" },
    draw: (d) => {
      d.shadow(240, 490, 78);
      strip(d, "M302 404C356 394 358 466 298 462", 18, ink.chalk);
      turned(d, 240, [[372, 74], [420, 73], [462, 64], [484, 48]], { colour: ink.chalk, open: 0.9 });
      strip(d, "M306 286C358 278 360 346 302 342", 18, ink.night);
      turned(d, 240, [[252, 76], [302, 75], [344, 66], [374, 50]], { colour: ink.night, open: 0.9, inside: "#3a2116", speckle: "#8794a5" });
      d.add(ellipse(240, 257, 64, "#5a321c", 12), ellipse(236, 258, 46, "#8a5530", 8));
      d.shadow(440, 506, 56);
      turned(d, 440, [[462, 60], [480, 70], [496, 66], [504, 46]], { colour: ink.chalk, open: 0.92 });
      for (const [x, y] of [[420, 462], [446, 458], [462, 466]] as const) d.add(`<ellipse cx="${x}" cy="${y}" rx="13" ry="9" fill="${d.round("#7a4b2c")}"/><path d="M${x - 8} ${y}q8 -4 16 0" stroke="#2e180c" stroke-width="2" fill="none"/>`);
    },
  },
  "cork-lid-storage-jar": {
    backdrop: { wall: "#9fae9a", table: "#cdbda4" },
    draw: (d) => {
      d.shadow(270, 496, 100);
      turned(d, 270, [[214, 86], [232, 100], [300, 108], [420, 108], [470, 104], [488, 88]], { colour: ink.oat, dip: { to: 440, colour: "#ece3d2" }, speckle: "#8a6a4c" });
      turned(d, 270, [[172, 78], [190, 82], [216, 78], [224, 76]], { colour: ink.cork, speckle: "#5d3d22", gloss: 0.12 });
      d.add(`<rect x="222" y="318" width="96" height="58" rx="5" fill="#fbf6ea" opacity=".92"/><text x="270" y="355" font-family="Fraunces, Georgia, serif" font-size="26" fill="${ink.walnut}" text-anchor="middle">coffee</text>`);
      d.shadow(446, 512, 40, 0.8);
      for (const [x, y, turn] of [[420, 500, -20], [456, 506, 30], [486, 494, 80], [440, 486, 10]] as const) d.add(`<g transform="translate(${x} ${y}) rotate(${turn})"><ellipse rx="19" ry="13" fill="${d.round("#6f4327")}"/><path d="M-16 0q16 -6 32 0" stroke="#2e180c" stroke-width="2.4" fill="none"/></g>`);
    },
  },
  "pedestal-fruit-bowl": {
    backdrop: { wall: "#8f4f39", table: "#d7c3a8", horizon: 420 },
    draw: (d) => {
      d.shadow(300, 500, 96);
      pear(d, 230, 292, -10, "#c8b04e");
      pear(d, 372, 290, 14, "#b8a347");
      pear(d, 300, 278, 2, "#d3ba57");
      turned(d, 300, [[296, 178], [320, 170], [356, 122], [382, 52], [398, 34], [440, 36], [474, 62], [492, 84]], { colour: ink.chalk, open: 0 });
      d.add(`<path d="M122 298A178 35 0 0 0 478 298A178 20 0 0 1 122 298Z" fill="${light(ink.chalk, 0.6)}"/>`);
      leaf(d, 300, 184, 40, 46, 14, ink.leaf);
    },
  },
};

function pear(d: Drawing, x: number, base: number, turn: number, colour: string): void {
  d.add(`<g transform="rotate(${turn} ${x} ${base})"><path d="M${x} ${base - 112}C${x + 34} ${base - 112} ${x + 24} ${base - 72} ${x + 46} ${base - 44}C${x + 70} ${base - 6} ${x + 42} ${base + 30} ${x} ${base + 30}C${x - 42} ${base + 30} ${x - 70} ${base - 6} ${x - 46} ${base - 44}C${x - 24} ${base - 72} ${x - 34} ${base - 112} ${x} ${base - 112}Z" fill="${d.radial([[0, light(colour, 0.35)], [0.55, colour], [1, dark(colour, 0.4)]], [0.36, 0.5, 0.7])}"/><path d="M${x} ${base - 108}q4 -18 14 -26" stroke="#4a3320" stroke-width="5" fill="none" stroke-linecap="round"/></g>`);
}
