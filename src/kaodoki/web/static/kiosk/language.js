// @ts-check
// The page's sentences in the language that this device shows; Japanese unless somebody switched.

const STORED = 'kaodoki.language';
const OTHER = /** @type {const} */ ({ja: 'en', en: 'ja'});

/** @type {{ja: Record<string, string>, en: Record<string, string>}} */
const TEXTS = JSON.parse(document.getElementById('texts')?.textContent ?? '{}');

/** @type {'ja'|'en'} */
let language = stored();

export function currentLanguage() {
  return language;
}

/**
 * The sentence of that key, `{name}` filled in.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 */
export function say(key, values = {}) {
  const sentence = TEXTS[language][key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (mark, name) => String(values[name] ?? mark));
}

/**
 * Makes `button` the switch and fills every element that carries `data-text`.
 * @param {HTMLElement} button
 * @param {() => void} onSwitch
 */
export function offerSwitch(button, onSwitch) {
  fill(button);
  button.addEventListener('click', () => {
    language = OTHER[language];
    remember();
    fill(button);
    onSwitch();
  });
}

/** @param {HTMLElement} button */
function fill(button) {
  document.documentElement.lang = language;
  document.title = say('title');
  button.lang = OTHER[language];
  document.querySelectorAll('[data-text]').forEach((element) => {
    element.textContent = say(element.getAttribute('data-text') ?? '');
  });
}

/** @returns {'ja'|'en'} */
function stored() {
  try {
    return localStorage.getItem(STORED) === 'en' ? 'en' : 'ja';
  } catch {
    return 'ja';
  }
}

function remember() {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // A browser that keeps nothing starts in Japanese again; nothing else is lost.
  }
}
