// @ts-check
// When to send frames: at once when the view changed by about a face, a few times while a face is there but not
// recognised, and otherwise never: an empty entrance costs nothing. Pure but for what it remembers.

import {changedShare} from './camera.js';

// A face in the oval covers some ten percent of the view.
const FACE_SHARE = 0.07;
const SHORTEST_GAP_MS = 1_200;
const TRIES_IN_ONE_SCENE = 4;

export class Pacing {
  constructor() {
    /** @type {Uint8Array|null} the view when frames were last sent */
    this.sentView = null;
    this.sentAt = -Infinity;
    this.tries = 0;
    this.isSettled = false;
    /** How long the view has to be another one before it is looked at: passers-by are gone by then. */
    this.dwellMs = 0;
    this.changedAt = Infinity;
  }

  /** A new question was asked (a kind tapped): the next look is sent at once. */
  reset() {
    this.sentView = null;
    this.tries = 0;
    this.isSettled = false;
  }

  /**
   * @param {Uint8Array} view
   * @param {number} nowMs
   */
  shouldSend(view, nowMs) {
    const sinceMs = nowMs - this.sentAt;
    if (this.sentView === null) return sinceMs >= SHORTEST_GAP_MS / 2;
    if (sinceMs < SHORTEST_GAP_MS) return false;
    if (this.hasChanged(view)) {
      this.changedAt = Math.min(this.changedAt, nowMs);
      return nowMs - this.changedAt >= this.dwellMs;
    }
    this.changedAt = Infinity;
    return !this.isSettled && this.tries < TRIES_IN_ONE_SCENE;
  }

  /** True when about a face's worth of the view differs from the one sent last. */
  hasChanged(/** @type {Uint8Array} */ view) {
    return changedShare(this.sentView, view) >= FACE_SHARE;
  }

  /**
   * @param {Uint8Array} view
   * @param {number} nowMs
   */
  sent(view, nowMs) {
    this.tries = this.sentView && !this.hasChanged(view) ? this.tries + 1 : 1;
    this.sentView = view;
    this.sentAt = nowMs;
    this.changedAt = Infinity;
    this.isSettled = false;
  }

  /**
   * What came of it: whoever was recognised, and an empty view, are not asked about again until something changes.
   * @param {string} outcome
   */
  answered(outcome) {
    this.isSettled = outcome === 'identified' || outcome === 'no_face';
  }
}
