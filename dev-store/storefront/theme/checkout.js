/** Keeps the address as soon as it is typed, as Shopify's checkout does. */
const form = document.querySelector("[data-checkout]");
form?.elements.namedItem("email").addEventListener("change", (event) => {
  if (event.target.validity.valid && event.target.value !== "") {
    fetch(`/checkouts/cn/${form.dataset.checkout}/contact`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ email: event.target.value }) });
  }
});
