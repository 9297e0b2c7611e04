// @ts-check
// Seals an attempt to the company's public key: nobody who holds this tablet can open it, neither can this page again.
// The format is in docs/reference/sealed-attempts.md.

const VERSION = 'kaodoki sealed attempt 1';
const CURVE = {name: 'ECDH', namedCurve: 'P-256'};
const NONCE_BYTES = 12;

/**
 * @typedef {{keyId: string, publicKey: string}} Key
 * @typedef {{ephemeralKey: string, nonce: string, sealed: Blob}} Sealed
 */

/**
 * @param {Key} key @param {{terminalId: string, sequence: number}} place
 * @param {Record<string, unknown>} header @param {Blob[]} frames
 * @returns {Promise<Sealed>}
 */
export async function seal(key, {terminalId, sequence}, header, frames) {
  const theirs = fromBase64(key.publicKey);
  const once = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const ours = new Uint8Array(await crypto.subtle.exportKey('raw', once.publicKey));
  const secret = await sharedKey(theirs, once.privateKey, join([ours, theirs]));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const additionalData = new TextEncoder().encode([VERSION, terminalId, sequence, key.keyId].join('\n'));
  const plain = await written(header, frames);
  const sealed = await crypto.subtle.encrypt({name: 'AES-GCM', iv: nonce, additionalData}, secret, plain);
  return {ephemeralKey: toBase64(ours), nonce: toBase64(nonce), sealed: new Blob([sealed])};
}

/** @param {Uint8Array<ArrayBuffer>} theirs @param {CryptoKey} ours @param {Uint8Array<ArrayBuffer>} salt */
async function sharedKey(theirs, ours, salt) {
  const peer = await crypto.subtle.importKey('raw', theirs, CURVE, false, []);
  const bits = await crypto.subtle.deriveBits({name: 'ECDH', public: peer}, ours, 256);
  const base = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey']);
  const info = new TextEncoder().encode(VERSION);
  return crypto.subtle.deriveKey(
    {name: 'HKDF', hash: 'SHA-256', salt, info}, base, {name: 'AES-GCM', length: 256}, false, ['encrypt'],
  );
}

/** Length of the header, the header, the frames. @param {Record<string, unknown>} header @param {Blob[]} frames */
async function written(header, frames) {
  const pictures = await Promise.all(frames.map(async (frame) => new Uint8Array(await frame.arrayBuffer())));
  const told = new TextEncoder().encode(JSON.stringify({...header, frames: pictures.map((one) => one.length)}));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, told.length);
  return join([length, told, ...pictures]);
}

/** @param {Uint8Array[]} parts */
function join(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

/** @param {Uint8Array} raw */
function toBase64(raw) {
  return btoa(String.fromCharCode(...raw)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @param {string} text */
function fromBase64(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
}
