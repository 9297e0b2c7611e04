// @ts-check
// What is kept on this device while the server is away: sealed attempts in their order, and what the server last said.

const NAME = 'kaodoki-offline';
/**
 * @typedef {'attempts'|'facts'} Place
 * @typedef {{sequence: number, attemptId: string, reason: string, refusedAtMs: number}} Refused
 */

/** @type {Promise<IDBDatabase>|null} */
let opened = null;

/** Every attempt's number is higher than the one before, also over reloads. @param {number} atLeast */
export async function takeSequence(atLeast) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const change = database.transaction('facts', 'readwrite', {durability: 'strict'});
    const facts = change.objectStore('facts');
    const read = facts.get('next');
    let sequence = atLeast;
    read.onsuccess = () => {
      sequence = Math.max(atLeast, Number(read.result ?? 1));
      facts.put(sequence + 1, 'next');
    };
    change.oncomplete = () => resolve(sequence);
    change.onabort = () => reject(change.error);
  });
}

/** @param {Place} place @param {any} value @param {IDBValidKey} [key] */
export async function put(place, value, key) {
  return done(place, 'readwrite', (rows) => rows.put(value, key));
}

/** @param {Place} place @param {IDBValidKey} key */
export async function get(place, key) {
  return done(place, 'readonly', (rows) => rows.get(key));
}

/** @param {Place} place @param {IDBValidKey} key */
export async function remove(place, key) {
  return done(place, 'readwrite', (rows) => rows.delete(key));
}

/** @returns {Promise<number>} */
export async function count() {
  return done('attempts', 'readonly', (rows) => rows.count());
}

/**
 * Sets an attempt aside that will never be taken: it holds up nobody, stays on the disk, and is in the list at once.
 * @param {any} row @param {Refused} refused @returns {Promise<void>}
 */
export async function setAside(row, refused) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const change = database.transaction(['attempts', 'facts'], 'readwrite', {durability: 'strict'});
    const [attempts, facts] = [change.objectStore('attempts'), change.objectStore('facts')];
    const read = facts.get('refused');
    read.onsuccess = () => {
      const others = (read.result ?? []).filter((/** @type {Refused} */ one) => one.sequence !== refused.sequence);
      facts.put([...others, refused], 'refused');
      attempts.put({...row, refused: refused.reason});
    };
    change.oncomplete = () => resolve();
    change.onabort = () => reject(change.error);
  });
}

/** What was set aside; what is older than `beforeMs` is deleted first. @param {number} beforeMs @returns {Promise<Refused[]>} */
export async function asideSince(beforeMs) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const change = database.transaction(['attempts', 'facts'], 'readwrite', {durability: 'strict'});
    const [attempts, facts] = [change.objectStore('attempts'), change.objectStore('facts')];
    /** @type {Refused[]} */
    let left = [];
    const read = facts.get('refused');
    read.onsuccess = () => {
      const all = /** @type {Refused[]} */ (read.result ?? []);
      left = all.filter((one) => one.refusedAtMs >= beforeMs);
      if (left.length === all.length) return;
      facts.put(left, 'refused');
      all.filter((one) => one.refusedAtMs < beforeMs).forEach((one) => attempts.delete(one.sequence));
    };
    change.oncomplete = () => resolve(left);
    change.onabort = () => reject(change.error);
  });
}

/** The kept attempt that comes after `sequence`. @param {number} sequence */
export async function nextAfter(sequence) {
  const range = IDBKeyRange.lowerBound(sequence, true);
  const found = await done('attempts', 'readonly', (rows) => rows.getAll(range, 1));
  return found[0] ?? null;
}

/**
 * One request in a transaction of its own; kept once the disk has it.
 * @param {Place} place @param {IDBTransactionMode} mode @param {(rows: IDBObjectStore) => IDBRequest<any>} ask
 * @returns {Promise<any>}
 */
async function done(place, mode, ask) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const change = database.transaction(place, mode, {durability: 'strict'});
    const asked = ask(change.objectStore(place));
    change.oncomplete = () => resolve(asked.result);
    change.onabort = () => reject(change.error);
  });
}

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('attempts', {keyPath: 'sequence'});
      asked.result.createObjectStore('facts');
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}
