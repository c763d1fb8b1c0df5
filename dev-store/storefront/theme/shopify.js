/**
 * What Shopify puts into the head of every storefront page, before the theme's and the apps' scripts: the page's clock (moved with
 * the dev store's), window.Shopify, and the loader of the Customer Privacy API.
 */
(() => {
  const page = window.themePage;

  if (Math.abs(page.clockOffset) > 1000) {
    const RealDate = Date;
    const now = () => RealDate.now() + page.clockOffset;
    window.Date = new Proxy(RealDate, {
      construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget === window.Date ? target : newTarget),
      apply: () => new RealDate(now()).toString(),
      get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
    });
  }

  const features = { "consent-tracking-api": { version: "0.1", src: "/theme/consent-tracking-api.js" } };
  const loading = new Map();

  const load = ({ name, version }) => {
    const feature = features[name];
    if (!feature || feature.version !== version) return Promise.reject(new Error(`Feature ${name} ${version} is not there.`));
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = feature.src;
        script.async = true;
        script.onload = resolve;
        script.onerror = () => reject(new Error(`Feature ${name} did not load.`));
        document.head.append(script);
      }));
    }
    return loading.get(name);
  };

  window.Shopify = {
    shop: page.shop,
    locale: page.locale,
    country: page.country,
    currency: { active: page.currency, rate: "1.0" },
    theme: { name: "Juniper", id: 1, role: "main", style: { id: null, handle: null } },
    routes: { root: "/" },
    designMode: undefined,
    /** The callback gets an error, or nothing, once all are there. */
    loadFeatures: (wanted, callback) => {
      Promise.all(wanted.map(load)).then(() => callback?.(), (error) => callback?.(error));
    },
  };
})();
