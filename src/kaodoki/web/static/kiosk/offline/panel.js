// @ts-check
// What the kiosk offers while the server is away. Nobody is filmed who did not ask for it: a button starts each look.

import {showChoices} from '../kinds.js';
import {say} from '../language.js';

/**
 * @param {import('./queue.js').OfflineQueue} queue
 * @param {{isOffline: boolean, isConnected: boolean, isBusy: boolean, hasCamera: boolean, selection: string, onKind: (kind: string|null) => void}} around
 */
export function drawOffline(queue, {isOffline, isConnected, isBusy, hasCamera, selection, onKind}) {
  const panel = document.getElementById('offline');
  if (!panel) return;
  panel.hidden = !isOffline && !queue.length && !queue.isNearlyFull;
  const note = /** @type {HTMLElement} */ (document.getElementById('offline-note'));
  const text = sentence(queue, {isOffline, isConnected});
  if (note.textContent !== text) note.textContent = text;
  const choices = /** @type {HTMLElement} */ (document.getElementById('offline-kinds'));
  const start = /** @type {HTMLButtonElement} */ (document.getElementById('offline-start'));
  const offers = isOffline && queue.mayKeep && hasCamera && !isBusy;
  const asksKind = selection.startsWith('chosen');
  choices.hidden = !offers || !asksKind;
  start.hidden = !offers || asksKind;
  start.onclick = () => onKind(null);
  if (!choices.hidden) showChoices(choices, {pressed: null, onTap: onKind});
}

/** @param {import('./queue.js').OfflineQueue} queue @param {{isOffline: boolean, isConnected: boolean}} around */
function sentence(queue, {isOffline, isConnected}) {
  if (queue.isFull) return say('offline_full');
  if (queue.isNearlyFull) return say('offline_nearly_full', {count: queue.length});
  if (isOffline) return say(queue.sealing ? 'offline_possible' : 'network_lost');
  if (queue.length && !isConnected) return say('offline_held', {count: queue.length});
  return queue.length ? say('offline_waiting', {count: queue.length}) : '';
}
