// @ts-check
// Code and PIN, and the card: what a person does who is not known by face.

import {completeWithPin, KEEP_AFTER_MS, sendCard, sendPin, Unreachable} from './api.js';
import {serverNow} from './clock.js';
import {say} from './language.js';

const CARD_EVERY_MS = 350;

/**
 * @typedef {import('./machine.js').State} State
 * @typedef {{state: () => State, happen: (event: import('./machine.js').Event) => void,
 *   answered: (answer: import('./types.js').Answer) => void, trouble: (error: unknown) => void,
 *   stay: () => void, needsKind: () => boolean, offline: import('./offline/offline.js').Offline, options: () => {language: string, onTrouble: () => void}}} Kiosk
 */

/**
 * The form that takes code and PIN: a punch of its own, or the completion of a look that was not sure.
 * @param {HTMLFormElement} form
 * @param {Kiosk} kiosk
 */
export function offerPin(form, kiosk) {
  const code = /** @type {HTMLInputElement} */ (form.elements.namedItem('employee_code'));
  const pin = /** @type {HTMLInputElement} */ (form.elements.namedItem('pin'));
  form.addEventListener('input', kiosk.stay);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const {name, answer: look, kind, isBusy} = kiosk.state();
    if (isBusy) return;
    if (!kind && name === 'pin' && kiosk.needsKind()) {
      kiosk.happen({type: 'not_taken', message: say('choose_kind')});
      return;
    }
    const id = crypto.randomUUID();
    const mayKeep = name === 'pin' && kiosk.offline.queue.mayKeep;
    const typed = {employee_code: code.value.trim(), pin: pin.value, punch_kind: kind};
    pin.value = '';
    const capturedAt = serverNow();
    kiosk.happen({type: 'sent'});
    try {
      const answer =
        name === 'not_sure' && look
          ? await completeWithPin(look.attempt_id, typed, kiosk.options())
          : await sendPin({attempt_id: id, ...typed}, {...kiosk.options(), retryForMs: mayKeep ? KEEP_AFTER_MS : undefined});
      kiosk.answered(answer);
    } catch (error) {
      if (mayKeep && error instanceof Unreachable) {
        await kiosk.offline.keep({id, frames: [], capturedAt, kind, code: typed.employee_code, pin: typed.pin});
        return;
      }
      kiosk.trouble(error);
      pin.focus();
    }
  });
}

/** Sends the view while a card is waited for; the server reads it, and nothing of it is kept. */
export class CardReader {
  /** @param {import('./camera.js').Camera} camera @param {Kiosk} kiosk */
  constructor(camera, kiosk) {
    this.camera = camera;
    this.kiosk = kiosk;
    this.isSending = false;
    this.sentAt = -Infinity;
  }

  /** @param {boolean} needsKind */
  tick(needsKind) {
    const {name, kind} = this.kiosk.state();
    if (name !== 'card' || this.isSending || !this.camera.isReady || (needsKind && !kind)) return;
    if (Date.now() - this.sentAt >= CARD_EVERY_MS) void this.look(kind);
  }

  /** @param {string|null} kind */
  async look(kind) {
    this.isSending = true;
    this.sentAt = Date.now();
    const asked = this.kiosk.state();
    try {
      const frame = await this.camera.takeFrame();
      const card = {id: crypto.randomUUID(), frames: [frame], capturedAt: serverNow(), kind};
      const answer = await sendCard(card, this.kiosk.options());
      if (this.kiosk.state() === asked || answer.punch) this.kiosk.answered(answer);
    } catch (error) {
      if (this.kiosk.state().name === 'card') this.kiosk.trouble(error);
      // A card that was refused is shown as such before the next look.
      this.sentAt = Date.now() + 2_000;
    } finally {
      this.isSending = false;
    }
  }
}
