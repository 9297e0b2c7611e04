// @ts-check
// The terminal API. The token is a cookie that no script can read; the header below shows that this page is asking.

const API = '/api/v1/terminal';
const RETRY_FOR_MS = 60_000;
// A look that can be kept offline is not held up by a server that is away.
export const KEEP_AFTER_MS = 3_000;
const RETRY_FIRST_MS = 500;
const RETRY_LONGEST_MS = 4_000;

/** The server refused with a code and a sentence for the person. */
export class Refusal extends Error {
  /** @param {number} status @param {{code?: string, message?: string}} body */
  constructor(status, body) {
    super(body.message ?? '');
    this.status = status;
    this.code = body.code ?? '';
  }
  get isUnpaired() {
    return this.status === 401;
  }
}

/** No answer, or one that says "later". */
export class Unreachable extends Error {}

/**
 * One request; raises `Refusal` or `Unreachable`.
 * @param {string} url
 * @param {{method?: string, body?: FormData|string, language: string}} options
 * @returns {Promise<any>}
 */
export async function request(url, {method = 'GET', body, language}) {
  /** @type {Record<string, string>} */
  const headers = {'X-Kaodoki-Terminal': '1', 'Accept-Language': language, Accept: 'application/json'};
  if (typeof body === 'string') headers['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(url, {method, body, headers, credentials: 'same-origin', cache: 'no-store'});
  } catch {
    throw new Unreachable();
  }
  if (response.status >= 500) throw new Unreachable();
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}

/**
 * This terminal as the server knows it, with the difference of the clocks.
 * @param {string} language
 * @returns {Promise<import('./types.js').Terminal>}
 */
export async function whoAmI(language) {
  const asked = Date.now();
  const me = await request(`${API}/me`, {language});
  const answered = Date.now();
  const settings = me.settings ?? {};
  return {
    terminalId: me.terminal_id,
    name: me.name ?? '',
    place: [me.company_name, me.site_name].filter(Boolean).join(' '),
    selection: me.punch_selection,
    timeZone: settings.time_zone ?? 'Asia/Tokyo',
    undoSeconds: settings.undo_seconds ?? 0,
    sealing: me.sealing && {
      terminalId: me.terminal_id, keyId: me.sealing.key_id, publicKey: me.sealing.public_key,
      nextSequence: me.sealing.next_sequence,
    },
    chime: settings.kiosk_chime ?? false,
    voice: settings.kiosk_voice ?? false,
    dwellMs: settings.kiosk_dwell_ms ?? 0,
    checksLiveness: (settings.liveness ?? 'off') !== 'off',
    // A demo may show another hour than its machine: this device's clock is held against the machine's.
    clockOffMs: me.machine_time ? (asked + answered) / 2 - Date.parse(me.machine_time) : 0,
    offsetMs: me.server_time ? Date.parse(me.server_time) - (asked + answered) / 2 : 0,
  };
}

/**
 * Sends one attempt, again and again with the same id until it is answered: the server records it once.
 * @param {{id: string, frames: Blob[], capturedAt: Date, kind: string|null}} attempt
 * @param {{language: string, onTrouble: () => void, retryForMs?: number}} options
 * @returns {Promise<import('./types.js').Answer>}
 */
export async function sendAttempt(attempt, options) {
  return sendFrames('attempts', attempt, options);
}

/**
 * @param {string} call
 * @param {{id: string, frames: Blob[], capturedAt: Date, kind: string|null}} attempt
 * @param {{language: string, onTrouble: () => void, retryForMs?: number}} options
 */
async function sendFrames(call, attempt, {language, onTrouble, retryForMs}) {
  return persist(() => {
    const form = new FormData();
    form.append('attempt_id', attempt.id);
    form.append('captured_at', attempt.capturedAt.toISOString());
    if (attempt.kind) form.append('punch_kind', attempt.kind);
    attempt.frames.forEach((frame, index) => form.append('frames', frame, `frame-${index}.jpg`));
    return request(`${API}/${call}`, {method: 'POST', body: form, language});
  }, onTrouble, retryForMs);
}

/**
 * Answers a challenge; the very same frames again get the same answer.
 * @param {import('./types.js').Answer} asked @param {Blob[]} frames
 * @param {{language: string, onTrouble: () => void}} options
 * @returns {Promise<import('./types.js').Answer>}
 */
export async function sendMovement({attempt_id: attemptId, challenge}, frames, {language, onTrouble}) {
  return persist(() => {
    const form = new FormData();
    form.append('challenge_id', challenge?.challenge_id ?? '');
    frames.forEach((frame, index) => form.append('frames', frame, `frame-${index}.jpg`));
    return request(`${API}/attempts/${attemptId}/challenge`, {method: 'POST', body: form, language});
  }, onTrouble);
}

/**
 * @param {string} attemptId @param {string} kind
 * @param {{language: string, onTrouble: () => void}} options
 * @returns {Promise<import('./types.js').Answer>}
 */
export async function chooseKind(attemptId, kind, {language, onTrouble}) {
  const body = JSON.stringify({punch_kind: kind});
  return persist(() => request(`${API}/attempts/${attemptId}/kind`, {method: 'POST', body, language}), onTrouble);
}

/**
 * @typedef {{language: string, onTrouble: () => void, retryForMs?: number}} Options
 * @typedef {{employee_code: string, pin: string, punch_kind: string|null}} Typed
 */

/** A punch by code and PIN alone. @param {Typed & {attempt_id: string}} typed @param {Options} options @returns {Promise<import('./types.js').Answer>} */
export async function sendPin(typed, {language, onTrouble, retryForMs}) {
  const body = JSON.stringify(typed);
  return persist(() => request(`${API}/pin-attempts`, {method: 'POST', body, language}), onTrouble, retryForMs);
}

/** @param {string} attemptId @param {Typed} typed @param {Options} options @returns {Promise<import('./types.js').Answer>} */
export async function completeWithPin(attemptId, typed, {language, onTrouble}) {
  const body = JSON.stringify(typed);
  return persist(() => request(`${API}/attempts/${attemptId}/pin`, {method: 'POST', body, language}), onTrouble);
}

/**
 * A view that may show a card.
 * @param {{id: string, frames: Blob[], capturedAt: Date, kind: string|null}} attempt @param {Options} options
 * @returns {Promise<import('./types.js').Answer>}
 */
export async function sendCard(attempt, options) {
  return sendFrames('card-attempts', attempt, options);
}

/** @param {string} attemptId @param {string} language */
export async function cancelPunch(attemptId, language) {
  return request(`${API}/attempts/${attemptId}/cancel`, {method: 'POST', body: '{}', language});
}

/** @param {HTMLFormElement} form @param {string} language */
export async function pair(form, language) {
  return request(form.action, {method: 'POST', body: new FormData(form), language});
}

/**
 * @template T
 * @param {() => Promise<T>} send
 * @param {() => void} onTrouble
 * @param {number} [retryForMs]
 * @returns {Promise<T>}
 */
async function persist(send, onTrouble, retryForMs = RETRY_FOR_MS) {
  const giveUpAt = Date.now() + retryForMs;
  for (let wait = RETRY_FIRST_MS; ; wait = Math.min(wait * 2, RETRY_LONGEST_MS)) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Unreachable) || Date.now() > giveUpAt) throw error;
      onTrouble();
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
