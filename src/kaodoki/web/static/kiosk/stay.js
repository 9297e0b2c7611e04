// @ts-check
// How long a state is shown before the kiosk goes back; what is not named here stays until something happens.

import {mayBeLookedAt} from './machine.js';

const STAY_MS = /** @type {Record<string, number>} */ ({
  result: 4_000, cancelled: 2_500, choosing: 20_000, challenge: 15_000, refused: 8_000, offline_kept: 4_000,
  // From the last key: nobody types a PIN with one eye on a clock.
  not_sure: 40_000, pin: 40_000, card: 30_000,
});
const KIND_MS = 20_000;
const GUIDANCE_MS = 4_000;
// What is shown is replaced by nothing new before it could be read.
const READ_MS = 1_500;

/**
 * True when the state's time is up, or its person has left.
 * @param {import('./machine.js').State} state
 * @param {number} sinceMs
 * @param {() => boolean} hasLeft
 */
export function isOver(state, sinceMs, hasLeft) {
  if (state.isBusy) return false;
  if (state.name === 'looking') return sinceMs > (state.guidance || !state.kind ? GUIDANCE_MS : KIND_MS);
  if (state.name === 'result' && sinceMs > READ_MS && hasLeft()) return true;
  return sinceMs > (STAY_MS[state.name] ?? Infinity);
}

/**
 * True when the next look may be sent: a sentence on the screen has been there long enough to be read.
 * @param {import('./machine.js').State} state
 * @param {number} sinceMs
 */
export function mayLook(state, sinceMs) {
  return mayBeLookedAt(state) && (!state.guidance || sinceMs >= READ_MS);
}
