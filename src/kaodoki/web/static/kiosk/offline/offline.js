// @ts-check
// The kiosk's life without its server: hooks of `main.js`.

import {request} from '../api.js';
import {takeAttempt} from '../attempt.js';
import {isClockSure, recallClock, serverNow} from '../clock.js';
import {part} from '../screens.js';
import {say} from '../language.js';
import {conditionOf, CLOCK_WARNING_S} from './condition.js';
import {drawOffline} from './panel.js';
import {OfflineQueue} from './queue.js';

/**
 * @typedef {{camera: import('../camera.js').Camera, happen: (event: import('../machine.js').Event) => void,
 *   terminal: () => import('../types.js').Terminal|null, state: () => import('../machine.js').State,
 *   isConnected: () => boolean, language: () => string}} Kiosk
 */

export class Offline {
  /** @param {Kiosk} kiosk */
  constructor(kiosk) {
    this.kiosk = kiosk;
    this.queue = new OfflineQueue();
    this.isKeeping = false;
  }

  /** After every answer of the server: what it said is noted, what is kept is sent. @param {import('../types.js').Terminal} terminal */
  async connected(terminal) {
    try {
      await this.queue.learn(terminal);
      this.draw();
      await this.queue.sendAll(this.kiosk.language());
      this.draw();
    } catch {
      // A browser without storage keeps nothing and works as long as the server is there; the next beat sees a revocation.
    }
    await this.#report();
  }

  /** After a reload without the server: the terminal as it was known, or null. */
  async recall() {
    const terminal = await this.queue.recall().catch(() => null);
    if (terminal) recallClock(terminal);
    return terminal;
  }

  /** A look that somebody asked for while the server is away. @param {string|null} kind */
  async look(kind) {
    if (this.isKeeping || !this.queue.mayKeep) return;
    this.isKeeping = true;
    this.draw();
    try {
      await this.keep({...(await takeAttempt(this.kiosk.camera, kind)), capturedAt: serverNow()});
    } finally {
      this.isKeeping = false;
      this.draw();
    }
  }

  /**
   * Keeps an attempt; true once it is safe. False: the person has to be told that it is not.
   * @param {{id: string, frames: Blob[], capturedAt: Date, kind: string|null, code?: string, pin?: string}} attempt
   * @param {boolean} [isAsked] false for a look that the page began by itself: an empty entrance is then nobody's
   */
  async keep(attempt, isAsked = true) {
    try {
      await this.queue.keep({...attempt, isClockSure: isClockSure(), isAsked});
      this.kiosk.happen({type: 'kept'});
      return true;
    } catch {
      this.kiosk.happen({type: 'not_taken', message: say('offline_not_kept')});
      return false;
    } finally {
      this.draw();
    }
  }

  draw() {
    const state = this.kiosk.state();
    drawOffline(this.queue, {
      isOffline: state.name === 'offline',
      isConnected: this.kiosk.isConnected(),
      isBusy: this.isKeeping,
      hasCamera: this.kiosk.camera.isReady,
      selection: this.kiosk.terminal()?.selection ?? 'auto',
      onKind: (kind) => void this.look(kind),
    });
    const off = Math.abs(this.kiosk.terminal()?.clockOffMs ?? 0) / 1000;
    const isOff = off > CLOCK_WARNING_S;
    part('clock-off').hidden = !isOff;
    if (isOff) part('clock-off').textContent = say('clock_off', {seconds: Math.round(off)});
  }

  async #report() {
    try {
      const body = JSON.stringify(await conditionOf(this.kiosk.camera.video, this.queue));
      await request('/api/v1/terminal/heartbeat', {method: 'POST', body, language: this.kiosk.language()});
    } catch {
      // The next beat tells whether the server is away or the terminal revoked.
    }
  }
}
