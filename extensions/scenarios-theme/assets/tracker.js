// Tells the app what a consenting visitor does. Rules and reasons: docs/tracking.md.
(() => {
const element = document.getElementById('scenarios-config');
if (window.scenariosTracker || !element || Shopify.designMode) return;
window.scenariosTracker = true;

const callIn = (url) => /\/cart\/(add|change|update|clear)(\.js)?([?#]|$)/.exec(url)?.[1];
const { endpoint, customer, page, product, items, currency } = JSON.parse(element.textContent);
const root = Shopify.routes?.root || '/';
const ask = window.fetch;

let visitor; // while consent holds
let tab; // unsent events, and what awaits a cart
let sending; // events under way, at the queue's head
let refused, addedAt, viewedAt, flushTimer, lookTimer;

const now = () => Date.now();
const newId = () => ('0' + now().toString(16)).replace(/.{8}/, '$&-') + '-7' + crypto.randomUUID().slice(15);
const safe = (work) => function (...given) {
	try { return work.apply(this, given); } catch (error) { console.debug('Scenarios', error); }
};
const later = (work, ms) => setTimeout(safe(work), ms);
const on = (target, name, work, capture) => target.addEventListener(name, safe(work), capture);
const post = (url, body) => ask(url, { method: 'POST', body, keepalive: true }).then(({ status }) => status, () => 500);

const store = (area) => safe((value) => {
	if (value === undefined) return JSON.parse(window[area].getItem('scenarios'));
	if (value) window[area].setItem('scenarios', JSON.stringify(value));
	else window[area].removeItem('scenarios');
});
const inBrowser = store('localStorage');
const inTab = store('sessionStorage');
const persist = () => visitor && inTab(tab);

function forget() {
	tab = { visitor: visitor?.id, queue: [], tries: 0, adds: [] };
	sending = 0;
}

function allowed() {
	const privacy = Shopify.customerPrivacy;
	return privacy?.analyticsProcessingAllowed() && privacy.marketingAllowed();
}

function granted() {
	if (visitor && !allowed()) withdraw();
	const stored = visitor && inBrowser();
	if (stored && stored.id !== visitor.id) forget(visitor = stored);
	return visitor;
}

function withdraw() {
	if ((visitor || inBrowser())?.cart) hint('');
	visitor = null;
	refused = true;
	forget();
	inTab(null);
	inBrowser(null);
}

function start() {
	const stored = inBrowser();
	const left = inTab();
	if (refused) forget();
	visitor = stored && (stored.customer || customer) === customer ? stored : { id: newId() };
	if (customer) visitor.customer = customer;
	inBrowser(visitor);
	if (left?.visitor === visitor.id) tab = { ...left, queue: [...left.queue, ...tab.queue], viewed: tab.viewed };
	tab.visitor = visitor.id;
	persist();
	schedule();
	look(items && !visitor.cart);
}

function settle(decided) {
	if (allowed()) visitor || start();
	else if (decided || inBrowser()) withdraw();
}

function record(type, data, at = now()) {
	const { pathname, search } = location;
	tab.queue.push({ id: newId(), at, type, page: { path: pathname.slice(0, 1024), query: search.slice(0, 1024) }, data });
	if (tab.queue.length > 200) tab.queue.splice(sending, 1);
	persist();
	if (!tab.tries) schedule();
}

function schedule() {
	clearTimeout(flushTimer);
	flushTimer = later(flush, tab.tries ? 500 * 4 ** tab.tries : tab.queue.length < 20 ? 1000 : 0);
}

function batch(from) {
	let events = tab.queue.slice(from, from + 20);
	if (JSON.stringify(events).length > 2e4) events = events.slice(0, 5);
	return [events.length, JSON.stringify({ v: 1, sentAt: now(), visitorId: visitor.id, events })];
}

function flush() {
	if (sending || !granted() || !tab.queue.length) return;
	const mine = tab;
	const [count, body] = batch(0);
	sending = count;
	post(endpoint, body).then((status) => {
		if (tab !== mine) return;
		sending = 0;
		if ((status < 500 && status !== 429) || ++tab.tries > 3) {
			tab.queue.splice(0, count);
			tab.tries = 0;
		}
		persist();
		if (tab.queue.length) schedule();
	});
}

function leave() {
	if (!granted()) return;
	while (tab.queue.length > sending) {
		const [count, body] = batch(sending);
		navigator.sendBeacon?.(endpoint, body) || post(endpoint, body);
		tab.queue.splice(sending, count);
	}
	persist();
}

function hint(value) {
	post(root + 'cart/update.js', new URLSearchParams({ 'attributes[_scenarios_visitor]': value }));
}

function look(anyway) {
	if (!granted() || !(anyway || tab.viewed || tab.changed)) return;
	const mine = tab;
	const { viewed, changed, adds } = tab;
	ask(root + 'cart.js').then((answer) => answer.json()).then((cart) => {
		if (tab !== mine) return;
		tab.adds = tab.adds.slice(adds.length);
		if (tab.viewed === viewed) tab.viewed = 0;
		if (tab.changed === changed) tab.changed = 0;
		for (const add of adds) recordAdd(add, cart.items);
		const token = cart.token.split('?')[0];
		const lines = cart.items.slice(0, 100).map((line) =>
			({ productId: `${line.product_id}`, variantId: `${line.variant_id}`, quantity: line.quantity, linePrice: line.final_line_price }));
		const data = { cart: { token, currency: cart.currency, totalPrice: cart.total_price, lines } };
		if (viewed || changed) record(viewed ? 'cart_viewed' : 'cart_updated', data, viewed || changed);
		if (!lines.length || visitor.cart === token) return;
		visitor.cart = token;
		inBrowser(visitor);
		hint(visitor.id);
	}).catch(() => {});
}

function cartChanged() {
	tab.changed = now();
	persist();
	clearTimeout(lookTimer);
	lookTimer = later(look, 300);
}

function cartViewed() {
	if (viewedAt > now() - 1000) return;
	tab.viewed = viewedAt = now();
	look();
}

function recordAdd({ variantId, quantity, at }, lines) {
	const line = lines.find((each) => each?.variant_id == variantId);
	const price = line ? line.price : product?.prices[variantId];
	const productId = `${line ? line.product_id : product?.id}`;
	if (price >= 0) record('product_added_to_cart', { productId, variantId, quantity, price, currency }, at);
	return price >= 0;
}

const sights = {};
function cartAdded(by, adds, lines = []) {
	addedAt = now();
	for (const add of adds) {
		const last = sights[add.variantId];
		if (last?.at > add.at - 1000 && last.by !== by) continue;
		sights[add.variantId] = { by, at: add.at };
		if (!recordAdd(add, lines)) tab.adds = [...tab.adds, add];
	}
	cartChanged();
}

const addsOf = (wanted) => wanted.filter((item) => /^[1-9]\d*$/.test(item?.id))
	.map(({ id, quantity }) => ({ variantId: `${id}`, quantity: Math.max(1, quantity | 0), at: now() }));

function addsIn(body) {
	if (typeof body === 'string') return addsIn(body[0] === '{' ? JSON.parse(body) : new URLSearchParams(body));
	if (!body?.get) return addsOf(body?.items || [body]);
	const wanted = {};
	for (const [name, value] of body) {
		const [, at, field] = /^(.*\[)?(id|quantity)\]?$/.exec(name) || [];
		if (field) wanted[at] = { ...wanted[at], [field]: value };
	}
	return addsOf(Object.values(wanted));
}

const begun = safe((url, body) => {
	const call = callIn(url);
	if (!call) return;
	if (call !== 'add') return safe(cartChanged);
	const adds = safe(addsIn)(body) || [];
	return safe((answer) => {
		const lines = answer?.items || [answer];
		cartAdded('request', adds.length ? adds : addsOf(lines.map((line) => ({ id: line?.variant_id }))), lines);
	});
});

window.fetch = function (input, init) {
	const end = begun(input?.url || input, init?.body);
	const promise = ask.apply(window, arguments);
	if (end) promise.then((answer) => answer.ok && answer.clone().json().catch(() => null).then(end), () => {});
	return promise;
};

const { open, send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method, url) {
	this.scenariosUrl = url;
	return open.apply(this, arguments);
};
XMLHttpRequest.prototype.send = function (body) {
	const end = begun(this.scenariosUrl, body);
	if (end) on(this, 'load', () => {
		if (this.status < 300) end(this.responseType === 'json' ? this.response : safe(JSON.parse)(this.responseText));
	});
	return send.apply(this, arguments);
};

on(window, 'submit', (event) => {
	if (event.defaultPrevented || callIn(event.target.getAttribute('action')) !== 'add') return;
	cartAdded('form', addsIn(new FormData(event.target)));
	leave();
});
on(window, 'click', (event) => {
	const link = event.target.closest?.('a[href]');
	if (link?.origin !== location.origin || link.pathname !== root + 'cart') return;
	later(() => event.defaultPrevented && cartViewed(), 0);
}, true);
on(document, 'shopify:cart:view', () => {
	if (!(addedAt > now() - 2000)) cartViewed(); // else by itself
});
on(document, 'shopify:cart:lines-update', ({ action, lines, promise }) => {
	const adds = addsOf(lines.map((line) => ({ id: line.merchandiseId?.split('/')[4], quantity: line.quantity })));
	promise?.then((result) => {
		if (result?.userErrors?.length) return;
		if (action === 'add') cartAdded('theme', adds);
		else cartChanged();
	}).catch(() => {});
});
on(window, 'pagehide', leave);
on(document, 'visibilitychange', () => document.hidden && leave());
on(window, 'pageshow', (event) => event.persisted && (tab = inTab() || tab, settle(), opened()));
on(document, 'visitorConsentCollected', () => settle(true));

const opened = safe(() => {
	record('page_viewed');
	if (product) record('product_viewed', { productId: product.id, variantId: product.variant, price: product.price, currency });
	if (page === 'cart') cartViewed();
});

const told = safe(({ event: name, properties }) => {
	const data = { name, properties };
	if (JSON.stringify(data).length > 3e3) console.warn('Scenarios: too large', name);
	else record('custom_event', data);
});

forget();
const address = new URL(location);
const { searchParams } = address;
const token = searchParams.get('scn');
if (token) {
	searchParams.delete('scn');
	history.replaceState(history.state, '', address);
}
opened();
[].concat(window.scenarios || []).forEach(told);
window.scenarios = { push: told, record };
if (token?.length <= 256) record('message_link_followed', { token });
Shopify.loadFeatures?.([{ name: 'consent-tracking-api', version: '0.1' }], safe((error) => error || settle()));
})();
