// @ts-check
// Keys for whoever decides over many photos: J and K move, A approves, R opens the reasons.

/** @returns {HTMLElement[]} */
function cards() {
  return [...document.querySelectorAll('[data-submission]')].filter((card) => card instanceof HTMLElement);
}

/** @param {number} step */
function move(step) {
  const all = cards();
  const here = all.findIndex((card) => card.contains(document.activeElement));
  const next = all[Math.max(0, Math.min(all.length - 1, here + step))];
  next?.focus();
  next?.scrollIntoView({block: 'nearest'});
}

/** The card that has the focus, or the first. @returns {HTMLElement|undefined} */
function current() {
  const all = cards();
  return all.find((card) => card.contains(document.activeElement)) ?? all[0];
}

function approve() {
  const form = current()?.querySelector('form[data-approve]');
  if (form instanceof HTMLFormElement) form.requestSubmit();
}

function reject() {
  const details = current()?.querySelector('details[data-reject]');
  if (!(details instanceof HTMLDetailsElement)) return;
  details.open = true;
  details.querySelector('select')?.focus();
}

/** @type {Record<string, () => void>} */
const KEYS = {j: () => move(1), k: () => move(-1), a: approve, r: reject};

document.addEventListener('keydown', (event) => {
  const {target} = event;
  const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
