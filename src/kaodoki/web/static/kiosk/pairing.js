// @ts-check
// The form that takes a pairing code.

import {pair, Refusal} from './api.js';
import {currentLanguage, say} from './language.js';

/**
 * @param {HTMLFormElement} form
 * @param {{onPaired: () => Promise<void>, onFailed: (message: string) => void}} then
 */
export function offerPairing(form, {onPaired, onFailed}) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));
  takeCodeFromAddress(form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await pair(form, currentLanguage());
      form.reset();
      await onPaired();
    } catch (error) {
      onFailed(error instanceof Refusal && error.message ? error.message : say('pair_offline'));
    } finally {
      button.disabled = false;
    }
  });
}

/**
 * A scanned QR code brings the pairing code after the "#"; it does not stay in the address.
 * @param {HTMLFormElement} form
 */
function takeCodeFromAddress(form) {
  const code = new URLSearchParams(location.hash.slice(1)).get('pair');
  const field = form.querySelector('input[name="pairing_code"]');
  if (code && field instanceof HTMLInputElement) {
    field.value = code;
    history.replaceState(null, '', location.pathname + location.search);
  }
}
