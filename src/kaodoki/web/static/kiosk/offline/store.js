// @ts-check
// What is kept on this device while the server is away: sealed attempts in their order, and what the server last said.

const NAME = 'kaodoki-offline';
/** @typedef {'attempts'|'facts'} Place */

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
