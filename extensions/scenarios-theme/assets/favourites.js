// The favourites of a visitor, told to the app by the tracker, and those of the customer from other devices. Rules and reasons: docs/tracking.md.
(() => {
const button = document.querySelector('.scenarios-favourite');
const config = document.getElementById('scenarios-config');
if (!button || !config || window.Shopify?.designMode) return;

const KEY = 'scenarios-favourites';
// So long what the app said holds, and so long it may not know yet what was clicked here.
const FRESH = 3e5;
const { endpoint, customer } = JSON.parse(config.textContent);
const { product, currency } = button.dataset;
const prices = Object.fromEntries(button.dataset.prices.split(',').map((each) => each.split(':')));

let marked = new Set();
let clicks = {}; // by product: whether it was marked, and when
let asked = {}; // of which customer the app was asked, and when

const read = (key) => {
	try { return JSON.parse(window.localStorage.getItem(key)); } catch { return null; }
};

// The tracker keeps the visitor only while the shopper allows it, and begins another where somebody else is logged in.
function visitor() {
	const kept = read('scenarios');
	return kept && (kept.customer || customer) === customer ? kept.id : undefined;
}

// What another visitor of this browser marked is not shown: devices are shared.
function refresh() {
	const kept = read(KEY);
	if (!kept) return;
	const mine = kept.visitor === visitor() ? kept : {};
	marked = new Set(mine.products);
	clicks = mine.clicks || {};
	asked = mine.asked || {};
}

function load() {
	refresh();
	show();
	ask();
}

function save() {
	const id = visitor();
	try {
		if (id) window.localStorage.setItem(KEY, JSON.stringify({ visitor: id, products: [...marked], clicks, asked }));
		else window.localStorage.removeItem(KEY);
	} catch (error) { console.debug('Scenarios', error); }
}

function show() {
	button.setAttribute('aria-pressed', `${marked.has(product)}`);
}

// What the customer marked elsewhere. The first answer is added to the marks from before log-in, which the app may be about to join; later ones replace them.
function ask() {
	const id = visitor();
	const at = Date.now();
	if (!id || !customer || (asked.customer === customer && Math.abs(at - asked.at) < FRESH)) return;
	window.fetch(endpoint.replace(/\/events(\?.*)?$/, '/favourites')).then((answer) => (answer.ok ? answer.json() : null)).then((told) => {
		if (told?.customer !== customer || visitor() !== id) return;
		refresh();
		marked = new Set([...told.products, ...(asked.customer === customer ? [] : marked)]);
		for (const [each, [on, when]] of Object.entries(clicks)) {
			if (Math.abs(at - when) > FRESH) delete clicks[each];
			else if (on) marked.add(each);
			else marked.delete(each);
		}
		asked = { customer, at };
		save();
		show();
	}).catch((error) => console.debug('Scenarios', error));
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
	clicks[product] = [!had, Date.now()];
	if (had) window.scenarios.record('favourite_removed', { productId: product, variantId });
	else window.scenarios.record('favourite_added', { productId: product, variantId, price: +prices[variantId], currency });
	save();
	show();
});

// After the tracker has heard of it.
document.addEventListener('visitorConsentCollected', () => setTimeout(() => {
	if (!visitor()) [marked, clicks, asked] = [new Set(), {}, {}];
	save();
	show();
	ask();
}, 0));
window.addEventListener('storage', ({ key }) => key === KEY && load());
window.addEventListener('pageshow', ({ persisted }) => persisted && load());

function begin() {
	if (!window.scenarios?.record) return;
	button.hidden = false;
	load();
	// Shopify's consent script may answer later than the page is loaded.
	if (!visitor()) setTimeout(() => visitor() && load(), 2000);
}
if (document.readyState === 'complete') begin();
else window.addEventListener('load', () => setTimeout(begin, 0));
})();
