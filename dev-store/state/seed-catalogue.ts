/** The goods of Juniper & Clay. `variants` are title → price in cents; one entry named "Default Title" means no choice. */
export interface SeedProduct {
  handle: string;
  title: string;
  type: string;
  text: string;
  care: string;
  alt: string;
  tags: string[];
  variants: Record<string, number>;
  /** Cents it cost before, where it is on sale. */
  was?: number;
  /** Variant titles that are sold out. */
  soldOut?: string[];
}

export interface SeedCollection {
  handle: string;
  title: string;
  text: string;
  products: SeedProduct[];
}

const only = (cents: number) => ({ "Default Title": cents });
const each = (cents: number, ...titles: string[]) => Object.fromEntries(titles.map((title) => [title, cents]));

export const seedCatalogue: SeedCollection[] = [
  {
    handle: "kitchen-and-table", title: "Kitchen & Table", text: "Quiet, sturdy things for long breakfasts and late suppers.",
    products: [
      { handle: "stoneware-dinner-plate", title: "Stoneware Dinner Plate", type: "Tableware", tags: ["stoneware", "dining"], variants: each(2400, "Oat", "Clay", "Juniper"), alt: "A stoneware dinner plate with a raised rim", text: "A generous plate with a low rim that keeps sauce where it belongs. Thrown in small batches, so the glaze pools a little differently on each one.", care: "27 cm. Dishwasher and microwave safe." },
      { handle: "everyday-breakfast-bowl", title: "Everyday Breakfast Bowl", type: "Tableware", tags: ["stoneware", "breakfast"], variants: each(1900, "Sage", "Oat", "Ink"), alt: "A round breakfast bowl with a dipped glaze", text: "Deep enough for porridge, wide enough for salad. The dipped glaze leaves a band of bare clay that sits warmly in the hand.", care: "15 cm, 600 ml. Dishwasher safe." },
      { handle: "olive-wood-serving-board", title: "Olive Wood Serving Board", type: "Kitchen", tags: ["wood", "serving"], variants: { Small: 3800, Large: 5400 }, alt: "An olive wood serving board with a handle", text: "Cut from trees that no longer bear fruit, oiled by hand, and grained like a landscape seen from the air.", care: "Wash by hand, oil twice a year." },
      { handle: "linen-apron", title: "Linen Apron", type: "Kitchen", tags: ["linen", "cooking"], variants: each(4900, "Juniper", "Flax", "Rust"), alt: "A linen apron hanging from a peg", text: "A cross-back apron in heavy washed linen, with two pockets big enough for a phone and a wooden spoon. Softer after every wash.", care: "100 % European linen. 40 °C." },
      { handle: "oak-salt-cellar", title: "Oak Salt Cellar", type: "Kitchen", tags: ["wood", "cooking"], variants: only(2200), alt: "A round oak salt cellar with a swivel lid", text: "A swivel lid held by a magnet: open with a thumb, season, close. Turned from a single piece of oak.", care: "8 cm. Wipe clean." },
      { handle: "ribbed-glass-carafe", title: "Ribbed Glass Carafe", type: "Tableware", tags: ["glass", "drinks"], variants: each(3200, "Clear", "Smoke"), was: 3900, alt: "A ribbed glass carafe with water", text: "Mouth-blown and ribbed, so it never slips, even with wet hands. Holds a bottle of wine or a summer's worth of lemonade.", care: "1 l. Wash by hand." },
      { handle: "beech-spoon-set", title: "Beech Spoon Set", type: "Kitchen", tags: ["wood", "cooking"], variants: only(2600), alt: "Three beech cooking spoons in a stoneware pot", text: "A stirrer, a scraper and a taster, shaped for the corners of real pans. Three spoons that make the rest of the drawer redundant.", care: "Untreated beech. Wash by hand." },
      { handle: "linen-napkins", title: "Linen Napkins, Set of Four", type: "Tableware", tags: ["linen", "dining"], variants: each(3600, "Oat", "Clay", "Sage"), alt: "Four folded linen napkins", text: "Stonewashed napkins that need no ironing, hemmed with mitred corners. Better than paper in every way there is.", care: "42 × 42 cm. 40 °C." },
    ],
  },
  {
    handle: "ceramics", title: "Ceramics", text: "Thrown, glazed and fired in Bolesławiec, sixty kilometres of clay from our door.",
    products: [
      { handle: "speckled-mug", title: "Speckled Mug", type: "Ceramics", tags: ["stoneware", "coffee"], variants: each(1800, "Chalk", "Clay", "Juniper"), alt: "A speckled stoneware mug", text: "The mug people reach past the others for. Iron in the clay comes through the glaze as a fine speckle; the handle takes three fingers.", care: "350 ml. Dishwasher safe." },
      { handle: "moon-vase", title: "Moon Vase", type: "Ceramics", tags: ["stoneware", "flowers"], variants: { Small: 4200, Large: 6800 }, soldOut: ["Large"], alt: "A round moon vase with a single branch", text: "Two bowls joined at the waist, after the Korean moon jars: nearly round, never quite. Lovely with one branch, or none.", care: "Watertight. Wash by hand." },
      { handle: "pouring-jug", title: "Pouring Jug", type: "Ceramics", tags: ["stoneware", "breakfast"], variants: each(2900, "Oat", "Ink"), alt: "A stoneware pouring jug", text: "Milk, gravy, custard, tulips. A cleanly cut lip that pours without a drip and stops when you do.", care: "700 ml. Dishwasher safe." },
      { handle: "round-teapot", title: "Round Teapot", type: "Ceramics", tags: ["stoneware", "tea"], variants: each(6400, "Juniper", "Clay"), alt: "A round stoneware teapot", text: "Four cups, a built-in strainer, and a lid that stays on to the last drop. The belly keeps tea warm for the second half of the chapter.", care: "1.1 l. Wash by hand." },
      { handle: "espresso-cup-pair", title: "Espresso Cup Pair", type: "Ceramics", tags: ["stoneware", "coffee"], variants: each(2400, "Chalk", "Ink", "Rust"), alt: "Two small espresso cups, stacked", text: "Thick walls and a narrow mouth, so the crema lasts as long as the conversation. They stack.", care: "80 ml each. Dishwasher safe." },
      { handle: "cork-lid-storage-jar", title: "Cork Lid Storage Jar", type: "Ceramics", tags: ["stoneware", "storage"], variants: { "0.5 l": 2700, "1 l": 3400 }, alt: "A stoneware storage jar with a cork lid", text: "For coffee, sugar, or the good biscuits. The Portuguese cork closes tight and opens with a satisfying small sound.", care: "Jar dishwasher safe." },
      { handle: "pedestal-fruit-bowl", title: "Pedestal Fruit Bowl", type: "Ceramics", tags: ["stoneware", "serving"], variants: only(7900), was: 9400, alt: "A pedestal bowl with pears", text: "A wide bowl on a tall foot, which makes three lemons look like a painting.", care: "30 cm. Wash by hand." },
    ],
  },
  {
    handle: "textiles", title: "Textiles", text: "Linen, wool and jute in colours that get better with washing.",
    products: [
      { handle: "lambswool-throw", title: "Lambswool Throw", type: "Textiles", tags: ["wool", "living"], variants: each(11900, "Rust", "Oat", "Forest"), alt: "A folded lambswool throw with fringes", text: "Woven in a family mill from soft first-shearing wool, with a hand-twisted fringe. Warm without weight.", care: "140 × 200 cm. Wool cycle or air." },
      { handle: "linen-cushion", title: "Linen Cushion", type: "Textiles", tags: ["linen", "living"], variants: each(4400, "Clay", "Sage", "Ink", "Ochre"), alt: "A linen cushion with piped edges", text: "Heavy linen with a fine piped edge and a feather filling that takes a karate chop well, should you be so inclined.", care: "50 × 50 cm. Cover 40 °C." },
      { handle: "washed-linen-duvet-set", title: "Washed Linen Duvet Set", type: "Bedding", tags: ["linen", "bedroom"], variants: { "Single, Sage": 14900, "Double, Sage": 18900, "Double, Oat": 18900 }, was: 21900, alt: "A bed made with washed linen", text: "Cool in July, warm in January, crumpled on purpose all year. One cover and matching pillowcases.", care: "OEKO-TEX. 40 °C." },
      { handle: "quilted-bedspread", title: "Quilted Bedspread", type: "Bedding", tags: ["cotton", "bedroom"], variants: each(15900, "Chalk", "Clay"), alt: "A folded quilted bedspread", text: "Two layers of cotton muslin quilted by hand in wandering lines. The thing everyone fights over on Sunday.", care: "230 × 250 cm. 30 °C." },
      { handle: "striped-tea-towels", title: "Striped Tea Towels, Pair", type: "Textiles", tags: ["linen", "kitchen"], variants: each(2200, "Rust stripe", "Ink stripe"), alt: "Two striped tea towels", text: "Half linen, half cotton: they dry glasses without lint and look fine on the oven door meanwhile.", care: "50 × 70 cm. 60 °C." },
      { handle: "jute-rug", title: "Braided Jute Rug", type: "Rugs", tags: ["jute", "living"], variants: { "Ø 120 cm": 9900, "Ø 180 cm": 16900 }, alt: "A round braided jute rug", text: "Coiled and stitched by hand. It smells faintly of meadow for the first week and then simply gets on with it.", care: "Vacuum. Turn once a season." },
      { handle: "boucle-cushion", title: "Bouclé Cushion", type: "Textiles", tags: ["wool", "living"], variants: each(4900, "Cream", "Mushroom"), alt: "A cream bouclé cushion", text: "A cloud with a zip. Looped wool yarn on the front, brushed cotton on the back.", care: "45 × 45 cm. Wash by hand." },
    ],
  },
  {
    handle: "light", title: "Light & Candles", text: "Lamps for corners, candles for dinner, and no ceiling spots.",
    products: [
      { handle: "rice-paper-pendant", title: "Rice Paper Pendant", type: "Lighting", tags: ["paper", "lamp"], variants: { "Ø 40 cm": 5900, "Ø 60 cm": 7900 }, alt: "A round rice paper pendant lamp", text: "Handmade paper over bamboo ribs, soft as a clouded moon. Folds flat in its box.", care: "E27, up to 12 W LED." },
      { handle: "mushroom-table-lamp", title: "Mushroom Table Lamp", type: "Lighting", tags: ["metal", "lamp"], variants: each(12900, "Clay", "Cream", "Juniper"), alt: "A mushroom table lamp, lit", text: "A spun steel shade on a short foot that throws all its light down onto the page. Dims with a tap.", care: "32 cm. LED included." },
      { handle: "beeswax-tapers", title: "Beeswax Tapers, Pair", type: "Candles", tags: ["beeswax", "dining"], variants: each(1400, "Natural", "Rust", "Forest"), alt: "Two beeswax taper candles in holders", text: "Dipped by hand in pure beeswax from Masuria: eight slow hours each, dripless, honeyed.", care: "28 cm, fits 22 mm holders." },
      { handle: "juniper-berry-candle", title: "Juniper Berry Candle", type: "Candles", tags: ["scent", "soy"], variants: { "180 g": 2900, "400 g": 4900 }, alt: "A scented candle in a stoneware pot", text: "A walk in the forest after rain: juniper, moss, a little smoke. Soy wax in a stoneware pot you will keep.", care: "Burns 40 to 80 hours." },
      { handle: "brass-chamberstick", title: "Brass Chamberstick", type: "Candles", tags: ["brass", "dining"], variants: only(3900), alt: "A brass chamberstick with a candle", text: "For carrying a candle to bed, as everyone should once. Solid brass that darkens where you hold it.", care: "Polish, or do not." },
      { handle: "opal-globe-lamp", title: "Opal Globe Lamp", type: "Lighting", tags: ["glass", "lamp"], variants: { "Ø 20 cm": 8900, "Ø 30 cm": 11900 }, soldOut: ["Ø 30 cm"], alt: "An opal globe lamp on an oak foot", text: "A mouth-blown globe resting on a ring of oak. It does nothing but glow, and does it very well.", care: "E27, up to 8 W LED." },
    ],
  },
  {
    handle: "garden", title: "Garden & Plants", text: "For balconies, windowsills and the optimistic.",
    products: [
      { handle: "terracotta-planter", title: "Terracotta Planter", type: "Planters", tags: ["terracotta", "plants"], variants: { "Ø 16 cm": 2400, "Ø 22 cm": 3600, "Ø 30 cm": 5200 }, alt: "A terracotta planter with a rubber plant", text: "Frost-proof Tuscan clay with a thrown rim and a saucer that fits. It greens with age, like the best of us.", care: "With drainage and saucer." },
      { handle: "copper-watering-can", title: "Copper Watering Can", type: "Garden", tags: ["copper", "plants"], variants: only(6900), alt: "A copper watering can with a long spout", text: "A long curved spout that reaches under leaves, balanced so that a full litre feels like half.", care: "1 l. Will patinate." },
      { handle: "seagrass-basket-planter", title: "Seagrass Basket Planter", type: "Planters", tags: ["seagrass", "plants"], variants: { Small: 2800, Medium: 3900, Large: 5400 }, alt: "A seagrass basket with a fern", text: "Woven by hand around a waterproof liner. Hides the plastic pot nobody wants to see.", care: "Wipe clean." },
      { handle: "herb-pot-trio", title: "Herb Pot Trio", type: "Planters", tags: ["stoneware", "kitchen"], variants: each(4200, "Sage", "Oat"), alt: "Three herb pots on a tray", text: "Three small pots on one tray, made for a kitchen windowsill: basil, thyme, and the mint that outgrows both.", care: "34 cm tray. Wash by hand." },
      { handle: "jute-garden-twine", title: "Jute Garden Twine", type: "Garden", tags: ["jute", "plants"], variants: each(900, "Natural", "Green"), alt: "A ball of jute twine on a wooden dibber", text: "One hundred metres on a turned beech spool, with a blade in the base. You will use it for everything but the garden.", care: "100 m." },
      { handle: "ash-plant-stool", title: "Ash Plant Stool", type: "Garden", tags: ["wood", "plants"], variants: { Low: 7400, Tall: 8900 }, alt: "An ash plant stool with a pot", text: "Three legs, one disc, no screws. Lifts a fern to the height it deserves.", care: "Oiled ash. Wipe dry." },
    ],
  },
  {
    handle: "bath", title: "Bath & Calm", text: "Small rituals: hot water, good soap, ten minutes with the door closed.",
    products: [
      { handle: "waffle-bath-towel", title: "Waffle Bath Towel", type: "Bath", tags: ["cotton", "towel"], variants: each(3400, "Chalk", "Clay", "Sage"), alt: "A stack of waffle towels", text: "A deep waffle that drinks water and dries by the evening. Takes half the room of a terry towel in any bag.", care: "70 × 140 cm. 60 °C." },
      { handle: "olive-oil-soap", title: "Olive Oil Soap", type: "Bath", tags: ["soap", "scent"], variants: each(850, "Juniper", "Lavender", "Unscented"), alt: "Two bars of olive oil soap on a dish", text: "Cold-pressed, cured for six months, cut by wire. Mild enough for faces and knives alike.", care: "120 g. No palm oil." },
      { handle: "reed-diffuser", title: "Reed Diffuser", type: "Bath", tags: ["scent", "glass"], variants: each(3300, "Fig leaf", "Juniper"), was: 3900, alt: "A reed diffuser in amber glass", text: "Seven reeds, three months, one quiet scent. Turn the reeds when guests are due.", care: "150 ml." },
      { handle: "beech-bath-brush", title: "Beech Bath Brush", type: "Bath", tags: ["wood", "bath"], variants: only(2400), alt: "A beech bath brush with a long handle", text: "A long curved handle and firm tampico bristles. Ninety seconds before the shower and you are somebody else.", care: "Hang to dry." },
      { handle: "cork-bath-mat", title: "Cork Bath Mat", type: "Bath", tags: ["cork", "bath"], variants: only(4800), alt: "A rolled cork bath mat", text: "Warm underfoot on the coldest morning, and dry again before breakfast.", care: "45 × 60 cm. Wipe clean." },
      { handle: "travertine-tray", title: "Travertine Tray", type: "Bath", tags: ["stone", "storage"], variants: { Round: 3900, Oval: 4600 }, alt: "A travertine tray with a small bottle", text: "Cut from one block, holes and all. Rings, keys, soap: whatever is put on it looks chosen.", care: "Wipe clean." },
    ],
  },
];
