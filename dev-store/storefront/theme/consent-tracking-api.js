/**
 * Shopify's Customer Privacy API for a shop that must ask first, as in the European Union: nothing is allowed until the visitor has
 * chosen. Her choice lies in a cookie; `visitorConsentCollected` comes only when it changes.
 */
(() => {
  const COOKIE = "_tracking_consent";
  const PURPOSES = ["analytics", "marketing", "preferences", "sale_of_data"];
  const UNASKED = { analytics: "", marketing: "", preferences: "", sale_of_data: "" };

  const read = () => {
    const found = document.cookie.split("; ").find((each) => each.startsWith(`${COOKIE}=`));
    if (!found) return { ...UNASKED };
    try {
      return { ...UNASKED, ...JSON.parse(decodeURIComponent(found.slice(COOKIE.length + 1))) };
    } catch (error) {
      console.warn("The consent cookie cannot be read; asking again.", error);
      return { ...UNASKED };
    }
  };
  const allows = (purpose) => read()[purpose] === "yes";

  window.Shopify.customerPrivacy = {
    currentVisitorConsent: read,
    analyticsProcessingAllowed: () => allows("analytics"),
    marketingAllowed: () => allows("marketing"),
    preferencesProcessingAllowed: () => allows("preferences"),
    saleOfDataAllowed: () => allows("sale_of_data"),
    userCanBeTracked: () => allows("analytics") && allows("marketing"),
    shouldShowBanner: () => read().analytics === "",
    saleOfDataRegion: () => false,
    getRegion: () => window.themePage.country,
    /** Takes booleans; a purpose left out keeps its answer. */
    setTrackingConsent: (consent, callback) => {
      const before = read();
      const after = { ...before };
      for (const purpose of PURPOSES) if (typeof consent[purpose] === "boolean") after[purpose] = consent[purpose] ? "yes" : "no";
      document.cookie = `${COOKIE}=${encodeURIComponent(JSON.stringify(after))}; Path=/; Max-Age=31536000; SameSite=Lax`;
      const changed = PURPOSES.some((purpose) => before[purpose] !== after[purpose]);
      setTimeout(() => {
        if (changed) {
          document.dispatchEvent(new CustomEvent("visitorConsentCollected", {
            detail: { analyticsAllowed: allows("analytics"), marketingAllowed: allows("marketing"), preferencesAllowed: allows("preferences"), saleOfDataAllowed: allows("sale_of_data") },
          }));
        }
        callback?.();
      }, 0);
    },
  };
})();
