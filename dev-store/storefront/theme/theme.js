/**
 * The theme's own script. It adds to the cart in one of three styles, as themes in the wild do: `fetch` (with the DOM events of new
 * themes), `xhr`, or `form`, where the browser posts and this script keeps out of the way.
 */
const style = document.body.dataset.cartStyle;
const root = window.Shopify.routes.root;
const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];
const money = (hundredths) => new Intl.NumberFormat("en-IE", { style: "currency", currency: window.Shopify.currency.active }).format(hundredths / 100);
const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

/* Cart calls */

const announce = (name, detail) => {
  if (style === "fetch") document.dispatchEvent(Object.assign(new CustomEvent(name, { bubbles: true }), detail));
};

function post(path, fields) {
  if (style === "xhr") {
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      call.open("POST", root + path);
      call.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
      call.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      call.onload = () => {
        const answer = JSON.parse(call.responseText);
        if (call.status < 300) resolve(answer);
        else reject(new Error(answer.description));
      };
      call.onerror = () => reject(new Error("The shop did not answer. Please try again."));
      call.send(new URLSearchParams(fields).toString());
    });
  }
  return fetch(root + path, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(fields) })
    .then(async (response) => {
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.description);
      return answer;
    });
}

const cartNow = () => fetch(`${root}cart.js`).then((response) => response.json());

const variantGid = (id) => `gid://shopify/ProductVariant/${id}`;

async function change(key, quantity) {
  const promise = post("cart/change.js", { id: key, quantity });
  announce("shopify:cart:lines-update", { action: "update", lines: [{ merchandiseId: variantGid(key.split(":")[0]), quantity }], promise });
  return promise;
}

/* The drawer */

const drawer = find("[data-drawer]");
let openedFrom = null;

function showCount(cart) {
  for (const badge of findAll("[data-basket-count]")) {
    badge.textContent = String(cart.item_count);
    badge.hidden = cart.item_count === 0;
  }
}

function drawerLine(item) {
  const stepper = element("div", { className: "stepper" },
    element("button", { type: "button", textContent: "−", ariaLabel: `One less of ${item.product_title}`, onclick: () => step(item, -1) }),
    element("output", { textContent: String(item.quantity) }),
    element("button", { type: "button", textContent: "+", ariaLabel: `One more of ${item.product_title}`, onclick: () => step(item, 1) }));
  const text = element("div", { className: "line-text" }, element("a", { href: item.url }, element("strong", { textContent: item.product_title })));
  if (item.variant_title) text.append(element("span", { textContent: item.variant_title }));
  text.append(stepper);
  return element("li", { className: "line" },
    element("a", { href: item.url }, element("img", { src: item.image, alt: item.featured_image.alt ?? "", width: 88, height: 88 })),
    text,
    element("strong", { className: "line-total", textContent: money(item.final_line_price) }));
}

async function step(item, by) {
  try {
    showDrawer(await change(item.key, item.quantity + by));
  } catch (error) {
    say(error.message);
  }
}

function showDrawer(cart) {
  showCount(cart);
  const holder = find("[data-drawer-lines]", drawer);
  const foot = find("[data-drawer-foot]", drawer);
  foot.hidden = cart.item_count === 0;
  find("[data-drawer-total]", drawer).textContent = money(cart.total_price);
  holder.replaceChildren(cart.item_count === 0
    ? element("div", { className: "empty" }, element("p", { className: "lead", textContent: "Nothing in it yet." }), element("a", { className: "button", href: "/collections/all", textContent: "Have a look around" }))
    : element("ul", { className: "lines" }, ...cart.items.map(drawerLine)));
}

async function openDrawer() {
  openedFrom = document.activeElement;
  showDrawer(await cartNow());
  drawer.hidden = false;
  document.body.classList.add("is-covered");
  requestAnimationFrame(() => drawer.classList.add("is-open"));
  find(".drawer-panel", drawer).focus();
  announce("shopify:cart:view", {});
}

function closeDrawer() {
  drawer.classList.remove("is-open");
  document.body.classList.remove("is-covered");
  drawer.hidden = true;
  openedFrom?.focus?.();
}

if (style !== "form") {
  for (const opener of findAll("[data-open-basket]")) {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      openDrawer();
    });
  }
}
for (const closer of findAll("[data-close-basket]")) closer.addEventListener("click", closeDrawer);
document.addEventListener("keydown", (event) => {
  if (drawer.hidden) return;
  if (event.key === "Escape") closeDrawer();
  if (event.key !== "Tab") return;
  const stops = findAll("a[href], button:not([disabled])", drawer).filter((each) => each.offsetParent !== null);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
});

/* The product page */

const form = find("[data-add-to-cart]");
if (form) {
  const variants = JSON.parse(find("[data-variants]").textContent);
  const button = find("[data-add]", form);
  const refusal = find("[data-add-error]", form);

  const chosen = () => variants.find((variant) => String(variant.id) === new FormData(form).get("id"));

  form.addEventListener("change", (event) => {
    const variant = chosen();
    if (event.target.name !== "id" || !variant) return;
    find("[data-option]", form).textContent = variant.title;
    const onSale = variant.compare_at_price > variant.price;
    find("[data-price]").replaceChildren(element("span", { className: onSale ? "now" : "", textContent: money(variant.price) }), ...(onSale ? [" ", element("s", { textContent: money(variant.compare_at_price) })] : []));
    button.disabled = !variant.available;
    button.textContent = variant.available ? "Add to basket" : "Sold out";
    refusal.hidden = true;
    history.replaceState(history.state, "", `?variant=${variant.id}`);
  });

  form.addEventListener("submit", async (event) => {
    if (style === "form") return;
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    const quantity = Number(fields.quantity) || 1;
    button.disabled = true;
    refusal.hidden = true;
    try {
      const promise = post("cart/add.js", style === "fetch" ? { items: [{ id: Number(fields.id), quantity }] } : { id: fields.id, quantity });
      announce("shopify:cart:lines-update", { action: "add", lines: [{ merchandiseId: variantGid(fields.id), quantity }], promise });
      await promise;
      await openDrawer();
    } catch (error) {
      refusal.textContent = error.message;
      refusal.hidden = false;
    } finally {
      button.disabled = !chosen()?.available;
    }
  });
}

/* The cart page */

for (const stepper of findAll("[data-stepper]")) {
  const input = find("input", stepper);
  const changed = async () => {
    if (!stepper.dataset.line || style === "form") return;
    try {
      await change(stepper.dataset.line, Number(input.value));
      location.reload();
    } catch (error) {
      input.value = input.defaultValue;
      say(error.message);
    }
  };
  input.addEventListener("change", changed);
  for (const button of findAll("button", stepper)) {
    button.addEventListener("click", () => {
      input.value = String(Math.max(Number(input.min), Math.min(Number(input.max), Number(input.value) + Number(button.dataset.step))));
      changed();
    });
  }
}
for (const link of findAll("[data-remove]")) {
  link.addEventListener("click", (event) => {
    if (style === "form") return;
    event.preventDefault();
    change(link.dataset.remove, 0).then(() => location.reload(), (error) => say(error.message));
  });
}
for (const select of findAll("[data-submit-on-change]")) select.addEventListener("change", () => select.form.submit());

/* Cookies */

const banner = find("[data-consent]");

function choose(allowed) {
  window.Shopify.customerPrivacy.setTrackingConsent({ analytics: allowed, marketing: allowed, preferences: allowed, sale_of_data: allowed }, () => {
    banner.hidden = true;
  });
}

window.Shopify.loadFeatures([{ name: "consent-tracking-api", version: "0.1" }], (error) => {
  if (error) return;
  banner.hidden = !window.Shopify.customerPrivacy.shouldShowBanner();
  find("[data-consent-accept]").addEventListener("click", () => choose(true));
  find("[data-consent-decline]").addEventListener("click", () => choose(false));
  find("[data-open-consent]").addEventListener("click", () => {
    banner.hidden = false;
    banner.focus();
  });
});

/* A word at the bottom of the page */

const toast = find("[data-toast]");
let quiet;
function say(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(quiet);
  quiet = setTimeout(() => { toast.hidden = true; }, 5000);
}

const menu = find(".menu");
document.addEventListener("click", (event) => {
  if (menu.open && !menu.contains(event.target)) menu.open = false;
});
