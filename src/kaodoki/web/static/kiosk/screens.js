// @ts-check
// Draws a state of the machine. Everything a person reads comes from `language.js`, so it is drawn again on a switch.

import {secondsLeft} from './challenge.js';
import {drawFaceBox} from './face_box.js';
import {longDate, serverNow, timeParts} from './clock.js';
import {kindName, showChoices, showLikely} from './kinds.js';
import {say} from './language.js';
import {isAtRest} from './machine.js';
import {announcementOf, drawResult} from './result.js';

/**
 * @typedef {{selection: string, name: string, cameraReady: boolean, connected: boolean, mayKeep: boolean,
 *   undoLeft: number, region: {width: number, height: number}}} Surroundings
 * @typedef {{onKind: (kind: string) => void, onKindAfter: (kind: string) => void}} Taps
 */

const WATCHING = ['starting', 'idle', 'looking', 'challenge', 'cancelled', 'refused', 'card', 'offline', 'offline_kept', 'error'];

/** @template {HTMLElement} T @param {string} id @returns {T} */
export function part(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return /** @type {T} */ (element);
}

/**
 * @param {import('./machine.js').State} state
 * @param {Surroundings} around
 * @param {Taps} taps
 */
export function draw(state, around, taps) {
  const kiosk = part('kiosk');
  const watches = WATCHING.includes(state.name) || isAtRest(state);
  kiosk.dataset.state = state.name;
  if (state.kind) kiosk.dataset.kind = state.kind;
  else delete kiosk.dataset.kind;
  part('watch').hidden = !watches;
  drawFaceBox(part('face-box'), part('preview'), around.region, state);
  drawPin(state, around, taps);
  part('pairing').hidden = state.name !== 'pairing';
  part('choose').hidden = state.name !== 'choosing' || watches;
  part('result').hidden = state.name !== 'result';
  part('terminal-name').textContent = around.name;
  write('pairing-error', state.name === 'pairing' ? state.error : '');
  write('sentence', watches ? sentence(state, around) : '');
  drawChallenge(state);
  drawKinds(state, around, taps);
  drawBottom(state, around);
  if (state.name === 'result' && state.answer) drawResult(state.answer);
  write('announcement', announcementOf(state));
}

export function drawClock() {
  const now = serverNow();
  const {time, seconds} = timeParts(now);
  write('clock-time', time);
  write('clock-seconds', seconds);
  write('clock-date', longDate(now));
  write('choose-time', time);
}

/** @type {Record<string, string>} */
const SENTENCES = {error: 'camera_denied', cancelled: 'cancelled', offline_kept: 'offline_kept', card: 'card_show'};

/** @param {State} state @param {Surroundings} around @typedef {import('./machine.js').State} State */
function sentence(state, around) {
  const fixed = SENTENCES[state.name];
  if (state.name === 'offline') return alone(around);
  if (state.name === 'starting') return say(around.connected ? 'starting' : 'network_lost');
  if (state.name === 'card' && state.error) return state.error;
  if (state.name === 'card' && around.selection === 'chosen' && !state.kind) return say('choose_kind');
  if (fixed) return say(fixed);
  if (state.name === 'challenge') return say(`action_${state.answer?.challenge?.action}`);
  if (!around.connected) return say('network_lost');
  if (state.isBusy) return say('looking');
  if (!around.cameraReady) return say('camera_waiting');
  if (state.guidance) return state.guidance;
  if (state.answer && state.answer.outcome !== 'identified') return say(`outcome_${state.answer.outcome}`);
  return invitation(state, around.selection);
}

/** What can still be done is the question; waiting is for a device that can keep nothing. @param {Surroundings} around */
function alone({mayKeep, selection}) {
  if (!mayKeep) return say('network_lost');
  return say(selection.startsWith('chosen') ? 'choose_kind' : 'offline_invitation');
}

/** The arrow, the seconds that are left, and what was wrong before. @param {State} state */
export function drawChallenge(state) {
  const challenge = state.name === 'challenge' ? state.answer?.challenge : null;
  part('challenge').hidden = !challenge;
  if (!challenge) return;
  part('challenge').dataset.action = challenge.action;
  write('countdown', String(secondsLeft(challenge)));
  write('challenge-note', state.guidance);
}

/** @param {State} state @param {string} selection */
function invitation(state, selection) {
  if (state.kind) return say('kind_tapped', {kind: kindName(state.kind)});
  if (selection === 'chosen') return say('choose_kind');
  return say(selection === 'in' || selection === 'out' ? `idle_${selection}` : 'idle');
}

/** @param {State} state @param {Surroundings} around @param {Taps} taps */
function drawKinds(state, around, taps) {
  const kinds = part('kinds');
  kinds.hidden = around.selection !== 'chosen' || !(isAtRest(state) || ['looking', 'refused', 'card'].includes(state.name));
  if (!kinds.hidden) showChoices(kinds, {pressed: state.kind, onTap: taps.onKind});
  if (state.name !== 'choosing' || !state.answer) return;
  const {employee, likely_kind: likely = '', likely_reason: reason = ''} = state.answer;
  const name = employee?.display_name ?? '';
  write('choose-name', say('person', {name}));
  write('choose-initial', [...name][0] ?? '');
  showLikely(part('choose-kinds'), {likely, reason, onTap: taps.onKindAfter});
}

/** Code and PIN, for whoever has no face to show or was not known for sure. @param {State} state @param {Surroundings} around @param {Taps} taps */
function drawPin(state, around, taps) {
  const form = part('pin-form');
  const wasHidden = form.hidden;
  form.hidden = state.name !== 'pin' && state.name !== 'not_sure';
  if (form.hidden) {
    if (!wasHidden) /** @type {HTMLFormElement} */ (/** @type {unknown} */ (form)).reset();
    return;
  }
  write('pin-title', say(state.name === 'not_sure' ? 'not_sure_title' : 'pin_title'));
  write('pin-hint', say(state.name === 'not_sure' ? 'not_sure_hint' : 'pin_hint'));
  write('pin-error', state.error);
  const kinds = part('pin-kinds');
  const asksNow = around.selection === 'chosen' || (around.selection === 'chosen_after' && !around.connected);
  kinds.hidden = !asksNow || state.name !== 'pin';
  if (!kinds.hidden) showChoices(kinds, {pressed: state.kind, onTap: taps.onKind});
  /** @type {HTMLButtonElement} */ (part('pin-send')).disabled = state.isBusy;
  if (wasHidden) part('pin-code').focus();
}

/** @param {State} state @param {Surroundings} around */
function drawBottom(state, around) {
  const watches = isAtRest(state) || ['looking', 'refused'].includes(state.name);
  const chooses = state.name === 'choosing' && state.answer !== null;
  part('reload').hidden = state.name !== 'error';
  part('to-self-test').hidden = !isAtRest(state) && !['error', 'offline'].includes(state.name);
  part('help').hidden = !watches && state.name !== 'error';
  const mayGiveUp = chooses || ['challenge', 'not_sure', 'pin', 'card'].includes(state.name) || state.kind !== null;
  part('give-up').hidden = !mayGiveUp || state.isBusy;
  const mayGoOn = watches || ['challenge', 'error', 'cancelled', 'offline', 'offline_kept'].includes(state.name);
  // A card is read by the server; a code with its PIN can be kept.
  const isOffline = ['offline', 'offline_kept'].includes(state.name);
  part('to-pin').hidden = !mayGoOn && state.name !== 'card';
  // Whoever is filming a movement has ten seconds: one other way is enough to read.
  const isNoCard = isOffline || ['challenge', 'error'].includes(state.name);
  part('to-card').hidden = (!mayGoOn && !['pin', 'not_sure'].includes(state.name)) || isNoCard;
  const enrol = document.getElementById('enrol-link');
  if (enrol) enrol.hidden = !watches;
  part('link').hidden = state.name === 'pairing' || state.name === 'starting';
  part('link').dataset.connected = String(around.connected);
  write('link-text', say(around.connected ? 'connected' : 'disconnected'));
  write('foot-note', chooses ? say('back_soon') : '');
  drawUndo(state, around.undoLeft);
}

/** @param {State} state @param {number} undoLeft seconds */
export function drawUndo(state, undoLeft) {
  const cancel = part('cancel');
  cancel.hidden = undoLeft <= 0 || !(isAtRest(state) || ['result', 'looking'].includes(state.name));
  write('cancel', say(state.name === 'result' ? 'cancel' : 'cancel_last', {seconds: undoLeft}));
}

/**
 * Only what changed is written, so that a screen reader speaks once.
 * @param {string} id
 * @param {string} text
 */
function write(id, text) {
  const element = part(id);
  if (element.textContent !== text) element.textContent = text;
}
