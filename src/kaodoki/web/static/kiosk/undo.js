// @ts-check
// The last punch, while it may still be undone.

export class Undo {
  constructor() {
    this.attemptId = '';
    this.until = 0;
  }

  /** @param {string} attemptId @param {number} seconds */
  offer(attemptId, seconds) {
    this.attemptId = attemptId;
    this.until = Date.now() + seconds * 1000;
  }

  secondsLeft() {
    return this.attemptId ? Math.max(0, Math.ceil((this.until - Date.now()) / 1000)) : 0;
  }

  /** The attempt to undo; asked once. */
  take() {
    const {attemptId} = this;
    this.forget();
    return attemptId;
  }

  forget() {
    this.attemptId = '';
  }
}
