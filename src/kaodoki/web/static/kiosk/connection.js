// @ts-check
// The kiosk and its server: who this terminal is, how it is to behave, and whether the server can be reached.

import {Refusal, whoAmI} from './api.js';
import {setClock} from './clock.js';
import {currentLanguage} from './language.js';

const BEAT_MS = 30_000;
const BEAT_LOST_MS = 3_000;

/**
 * @typedef {import('./types.js').Terminal} Terminal
 * @typedef {{happen: (event: import('./machine.js').Event) => void, state: () => import('./machine.js').State,
 *   redraw: () => void, obey: (terminal: Terminal) => void, startCamera: () => Promise<void>}} Page
 */

export class Connection {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Terminal|null} */
    this.terminal = null;
    this.isUp = true;
    /** Set once: the two know each other. @type {import('./offline/offline.js').Offline|null} */
    this.offline = null;
  }

  /** @param {boolean} isUp */
  set(isUp) {
    if (this.isUp === isUp) return;
    this.isUp = isUp;
    this.page.happen({type: isUp ? 'back' : 'lost'});
    this.page.redraw();
  }

  /** Asks again and again; more often while the server is away. */
  async keepBeating() {
    if (this.page.state().name !== 'pairing') await this.beat();
    setTimeout(() => this.keepBeating(), this.isUp ? BEAT_MS : BEAT_LOST_MS);
  }

  async beat() {
    try {
      const terminal = await whoAmI(currentLanguage());
      this.terminal = terminal;
      setClock(terminal);
      this.set(true);
      await this.serve(terminal);
      void this.offline?.connected(terminal);
    } catch (error) {
      if (error instanceof Refusal && error.isUnpaired) this.page.happen({type: 'unpaired'});
      else if (!(error instanceof Refusal)) await this.alone();
    }
  }

  /** Without the server; after a reload with what it said last. */
  async alone() {
    this.set(false);
    if (this.terminal) return;
    this.terminal = (await this.offline?.recall()) ?? null;
    if (this.terminal) await this.serve(this.terminal);
  }

  /** @param {Terminal} terminal */
  async serve(terminal) {
    this.page.obey(terminal);
    this.page.happen({type: 'known', choosesFirst: terminal.selection === 'chosen'});
    this.page.redraw();
    await this.page.startCamera();
  }

  /** A device that is no company's terminal shows nothing of one. */
  forget() {
    this.terminal = null;
    void this.offline?.queue.forget();
  }
}
