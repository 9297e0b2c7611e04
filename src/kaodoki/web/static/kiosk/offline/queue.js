// @ts-check
// Attempts made while the server is away: sealed, kept, and sent in their order when it is back, by one tab only.

import {Refusal, request} from '../api.js';
import {seal} from './seal.js';
import {asideSince, count, get, nextAfter, put, remove, setAside, takeSequence} from './store.js';

const SEND_TO = '/api/v1/terminal/sealed-attempts';
export const MOST_KEPT = 5_000;
// Said before it bites: a tenth of the places, or room for about a hundred attempts.
const FEW_PLACES = 500;
const FEW_BYTES = 30_000_000;
const WAIT_FIRST_MS = 2_000;
const WAIT_LONGEST_MS = 60_000;
// As long as the server keeps a key that was replaced: later nobody could open it anyway.
const ASIDE_FOR_MS = 14 * 24 * 60 * 60_000;
// The reason of what was kept before this device was paired as another terminal; the others are the server's codes.
const PAIRED_ANEW = 'paired_anew';
const LOCK = 'kaodoki-offline-send';

/**
 * @typedef {{terminalId: string, keyId: string, publicKey: string, nextSequence: number}} Sealing
 * @typedef {{id: string, frames: Blob[], capturedAt: Date, kind: string|null, isClockSure: boolean, isAsked: boolean,
 *   code?: string, pin?: string}} Attempt
 */

export class OfflineQueue {
  constructor() {
    /** @type {Sealing|null} */
    this.sealing = null;
    this.terminalId = '';
    this.length = 0;
    /** @type {import('./store.js').Refused[]} */
    this.refused = [];
    this.isNearlyFull = false;
    this.isFull = false;
    this.waitMs = 0;
    this.notBefore = 0;
  }

  /** What the server said, kept for a reload without it. @param {any} terminal */
  async learn(terminal) {
    this.sealing = terminal.sealing;
    this.terminalId = terminal.terminalId;
    await put('facts', terminal, 'terminal');
    await this.measure();
  }

  /** What it said last, after a reload without it. */
  async recall() {
    const terminal = await get('facts', 'terminal');
    this.sealing = terminal?.sealing ?? null;
    await this.measure();
    return terminal ?? null;
  }

  /** A revoked or unpaired terminal keeps nothing more. */
  async forget() {
    this.sealing = null;
    await remove('facts', 'terminal');
  }

  get mayKeep() {
    return this.sealing !== null && !this.isFull;
  }

  /** Resolves once the attempt is on the disk; rejects where it could not be kept. @param {Attempt} attempt */
  async keep(attempt) {
    if (!this.sealing || this.isFull) throw new Error('not kept');
    const {sealing} = this;
    const sequence = await takeSequence(sealing.nextSequence);
    const header = {
      attempt_id: attempt.id, captured_at: attempt.capturedAt.toISOString(), is_clock_sure: attempt.isClockSure, is_asked: attempt.isAsked,
      punch_kind: attempt.kind, employee_code: attempt.code ?? '', pin: attempt.pin ?? '',
    };
    const sealed = await seal(sealing, {terminalId: sealing.terminalId, sequence}, header, attempt.frames.slice(0, 3));
    try {
      await put('attempts', {sequence, terminalId: sealing.terminalId, attemptId: attempt.id, keyId: sealing.keyId, ...sealed});
    } finally {
      await this.measure();
    }
  }

  /** Sends what is kept, the oldest first; stops at the first that the server cannot take now. @param {string} language */
  async sendAll(language) {
    if (!this.length || Date.now() < this.notBefore) return;
    await navigator.locks.request(LOCK, {ifAvailable: true}, async (lock) => {
      if (lock) await this.#sendInOrder(language);
    });
    await this.measure();
  }

  /** @param {string} language */
  async #sendInOrder(language) {
    try {
      for (let row = await nextAfter(0); row; row = await nextAfter(row.sequence)) {
        if (row.refused) continue;
        if (row.terminalId === this.terminalId) await this.#send(row, language);
        else await this.#setAside(row, PAIRED_ANEW);
      }
      this.waitMs = 0;
    } catch (error) {
      this.waitMs = Math.min(Math.max(this.waitMs * 2, WAIT_FIRST_MS), WAIT_LONGEST_MS);
      this.notBefore = Date.now() + this.waitMs;
      if (error instanceof Refusal && error.isUnpaired) throw error;
    }
  }

  /** @param {any} row @param {string} language */
  async #send(row, language) {
    const body = new FormData();
    body.append('attempt_id', row.attemptId);
    body.append('sequence', String(row.sequence));
    body.append('key_id', row.keyId);
    body.append('ephemeral_key', row.ephemeralKey);
    body.append('nonce', row.nonce);
    body.append('sealed', row.sealed, 'sealed');
    try {
      await request(SEND_TO, {method: 'POST', body, language});
      await remove('attempts', row.sequence);
    } catch (error) {
      if (!(error instanceof Refusal) || error.isUnpaired || error.status === 429) throw error;
      await this.#setAside(row, error.code);
    }
  }

  /** It would be refused for ever; the console lists it with its reason. @param {any} row @param {string} reason */
  async #setAside(row, reason) {
    await setAside(row, {sequence: row.sequence, attemptId: row.attemptId, reason, refusedAtMs: Date.now()});
  }

  /** How much is kept and how much more can be. */
  async measure() {
    this.refused = await asideSince(Date.now() - ASIDE_FOR_MS);
    this.length = (await count()) - this.refused.length;
    const {quota, usage} = (await navigator.storage?.estimate?.()) ?? {};
    const left = quota === undefined || usage === undefined ? Infinity : quota - usage;
    this.isFull = this.length >= MOST_KEPT || left < FEW_BYTES / 10;
    this.isNearlyFull = this.length >= MOST_KEPT - FEW_PLACES || left < FEW_BYTES;
  }
}
