// The favourites of a visitor, told to the app by the tracker. Rules and reasons: docs/tracking.md.
(() => {
const button = document.querySelector('.scenarios-favourite');
if (!button || window.Shopify?.designMode) return;

const KEY = 'scenarios-favourites';
const read = (key) => {
	try { return JSON.parse(window.localStorage.getItem(key)); } catch { return null; }
};
// The tracker keeps the visitor only while the shopper allows it.
const visitor = () => read('scenarios')?.id;

const { product, currency } = button.dataset;
const prices = Object.fromEntries(button.dataset.prices.split(',').map((each) => each.split(':')));
let marked = new Set();

// What another visitor of this browser marked is not shown: devices are shared.
function refresh() {
	const kept = read(KEY);
	if (kept) marked = new Set(kept.visitor === visitor() ? kept.products : []);
}

function load() {
	refresh();
	show();
}

function save() {
	const id = visitor();
	try {
		if (id) window.localStorage.setItem(KEY, JSON.stringify({ visitor: id, products: [...marked] }));
		else window.localStorage.removeItem(KEY);
	} catch (error) { console.debug('Scenarios', error); }
}

function show() {
	button.setAttribute('aria-pressed', `${marked.has(product)}`);
}

// The variant chosen in the product form, or the one that the page showed first.
function chosen() {
	const form = document.querySelector('form[action*="/cart/add"]');
	const field = form?.querySelector('[name="id"]:checked, select[name="id"], input[type="hidden"][name="id"]');
	return prices[field?.value] ? field.value : button.dataset.variant;
}

button.addEventListener('click', () => {
	refresh();
	const variantId = chosen();
	const had = marked.delete(product);
	if (!had) marked.add(product);
	if (had) window.scenarios.record('favourite_removed', { productId: product, variantId });
	else window.scenarios.record('favourite_added', { productId: product, variantId, price: +prices[variantId], currency });
	save();
	show();
});

// After the tracker has heard of it.
document.addEventListener('visitorConsentCollected', () => setTimeout(() => {
	if (!visitor()) marked = new Set();
	save();
	show();
}, 0));
window.addEventListener('storage', ({ key }) => key === KEY && load());
window.addEventListener('pageshow', ({ persisted }) => persisted && load());

function begin() {
	if (!window.scenarios?.record) return;
	button.hidden = false;
	load();
}
if (document.readyState === 'complete') begin();
else window.addEventListener('load', () => setTimeout(begin, 0));
})();
