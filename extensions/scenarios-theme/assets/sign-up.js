// Sends what was agreed to in a sign-up form, in the words that were shown. The tracker's id goes along where tracking was allowed.
(() => {
function visitorId() {
	try {
		const privacy = window.Shopify?.customerPrivacy;
		const allowed = privacy?.analyticsProcessingAllowed() && privacy.marketingAllowed();
		return (allowed && JSON.parse(localStorage.getItem('scenarios'))?.id) || null;
	} catch (error) {
		console.debug('Scenarios', error);
		return null;
	}
}

document.addEventListener('submit', (event) => {
	const form = event.target.closest?.('[data-scenarios-sign-up]');
	if (!form) return;
	event.preventDefault();
	if (form.dataset.sending || window.Shopify?.designMode) return;
	const { email, phone, website } = form.elements;
	const said = form.querySelector('[data-said]');
	const say = (what, at) => {
		for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
		// Names that no theme uses for something else.
		said.textContent = said.getAttribute(`data-say-${what}`);
		at?.setAttribute('aria-invalid', 'true');
		at?.focus();
	};
	const ticked = [...form.querySelectorAll('[name=consent]:checked')];
	if (!email.value.trim() || !email.checkValidity()) return say('email', email);
	if (!ticked.length) return say('consent', form.querySelector('[name=consent]'));
	const consents = ticked.map((box) => ({ key: box.value, text: box.nextElementSibling.textContent.trim() }));
	form.dataset.sending = 'true';
	fetch(form.dataset.endpoint, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ form: form.dataset.form, email: email.value, phone: phone?.value ?? null, consents, visitorId: visitorId(), website: website.value }),
	}).then(async (answer) => {
		const { error } = answer.ok ? {} : await answer.json();
		if (error?.path === 'phone') return say('phone', phone);
		if (error?.path === 'email') return say('email', email);
		if (error) console.warn('Scenarios', error.message);
		if (answer.ok) form.reset();
		say(answer.ok ? 'done' : 'failed');
	}).catch(() => say('failed')).finally(() => delete form.dataset.sending);
});
})();
