// @ts-check
// A kind of punch is told by colour, shape and word together.

import {currentLanguage, say} from './language.js';

export const CHOICES = ['in', 'out', 'break_start', 'break_end', 'go_out', 'return'];
const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} kind */
export function kindName(kind) {
  return say(`kind_${kind}`);
}

/**
 * Puts shape and word of `kind` into `element`, which takes the kind's colour.
 * @param {HTMLElement} element
 * @param {string} kind
 */
export function showKind(element, kind) {
  const word = document.createElement('span');
  word.textContent = kindName(kind);
  element.dataset.kind = kind;
  element.replaceChildren(shape(kind), word);
}

/**
 * The choice after the face: the likely kind first and largest, with its reason.
 * @param {HTMLElement} place
 * @param {{likely: string, reason: string, onTap: (kind: string) => void}} options
 */
export function showLikely(place, {likely, reason, onTap}) {
  const shown = `${currentLanguage()} ${likely} ${reason}`;
  if (place.dataset.shown === shown && place.children.length > 0) return;
  place.dataset.shown = shown;
  const kinds = [...CHOICES].sort((one, other) => Number(other === likely) - Number(one === likely));
  place.replaceChildren(...kinds.map((kind) => choice(kind, onTap)));
  const first = place.querySelector(`[data-kind="${likely}"]`);
  if (!first) return;
  first.classList.add('likely');
  if (!reason) return;
  const why = document.createElement('small');
  why.textContent = reason;
  first.append(why);
}

/**
 * Fills `place` with one button per kind; drawn again, the buttons stay (and with them the focus).
 * @param {HTMLElement} place
 * @param {{pressed: string|null, onTap: (kind: string) => void}} options
 */
export function showChoices(place, {pressed, onTap}) {
  if (place.lang !== currentLanguage()) {
    place.replaceChildren(...CHOICES.map((kind) => choice(kind, onTap)));
    place.lang = currentLanguage();
  }
  for (const button of place.children) {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-kind') === pressed));
  }
}

/** @param {string} kind @param {(kind: string) => void} onTap */
function choice(kind, onTap) {
  const button = document.createElement('button');
  button.type = 'button';
  showKind(button, kind);
  button.addEventListener('click', () => onTap(kind));
  return button;
}

/** @param {string} kind */
function shape(kind) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'shape');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${document.body.dataset.shapes}#${kind}`);
  svg.append(use);
  return svg;
}
