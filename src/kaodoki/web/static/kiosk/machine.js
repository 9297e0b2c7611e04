// @ts-check
// The kiosk's states and what leads from one to the next. Pure: no page, no network, no clock.

/**
 * starting      nothing is known yet
 * pairing       asks for a pairing code
 * watching      clock, oval, sentence; looks for a face (selection `chosen`: only once a kind was tapped)
 * looking       frames are at the server
 * challenged    a movement is asked for and filmed
 * kind_wanted   the face is known, the kind is asked for (`chosen_after`)
 * result        who, what, when
 * cancelled     the punch was undone
 * no_camera     the camera cannot be used
 *
 * @typedef {'starting'|'pairing'|'watching'|'looking'|'challenged'|'kind_wanted'|'result'|'cancelled'|'no_camera'} Name
 * @typedef {import('./types.js').Answer} Answer
 * @typedef {{name: Name, kind: string|null, answer: Answer|null, guidance: string, error: string}} State
 * @typedef {{type: 'known'}
 *   |{type: 'refused'}
 *   |{type: 'pairing_failed', message: string}
 *   |{type: 'camera_failed'}
 *   |{type: 'kind_tapped', kind: string}
 *   |{type: 'sent'}
 *   |{type: 'moved'}
 *   |{type: 'answered', answer: Answer, wantsKind: boolean}
 *   |{type: 'not_taken', message: string}
 *   |{type: 'cancelled'}
 *   |{type: 'over'}} Event
 */

/** @type {State} */
export const START = {name: 'starting', kind: null, answer: null, guidance: '', error: ''};
const WATCHING = {...START, name: /** @type {Name} */ ('watching')};

/**
 * The state after `event`; the very same object if the event means nothing here.
 * @param {State} state
 * @param {Event} event
 * @returns {State}
 */
export function next(state, event) {
  switch (event.type) {
    case 'refused':
      return {...START, name: 'pairing'};
    case 'pairing_failed':
      return state.name === 'pairing' ? {...state, error: event.message} : state;
    case 'known':
      return state.name === 'starting' || state.name === 'pairing' ? WATCHING : state;
    case 'camera_failed':
      return state.name === 'pairing' ? state : {...START, name: 'no_camera'};
    case 'kind_tapped':
      return state.name === 'watching' ? {...WATCHING, kind: event.kind} : state;
    case 'sent':
      return state.name === 'watching' ? {...state, name: 'looking', guidance: ''} : state;
    case 'moved':
      return state.name === 'challenged' ? {...START, name: 'looking', kind: state.kind} : state;
    case 'answered':
      return answered(state, event);
    case 'not_taken':
      return notTaken(state, event.message);
    case 'cancelled':
      return {...START, name: 'cancelled'};
    case 'over':
      return over(state);
  }
}

/**
 * @param {State} state
 * @param {{answer: Answer, wantsKind: boolean}} event
 * @returns {State}
 */
function answered(state, {answer, wantsKind}) {
  if (!isBusy(state)) return state;
  // An empty entrance is no news: the invitation stays.
  if (answer.outcome === 'no_face') return {...WATCHING, kind: state.kind};
  if (answer.outcome === 'challenge_required' && answer.challenge) {
    return {...START, name: 'challenged', kind: state.kind, answer, guidance: reasonOf(answer)};
  }
  if (answer.outcome !== 'identified') {
    // The kind stays chosen: the person only has to look once more.
    return {...WATCHING, kind: state.kind, answer, guidance: guidanceOf(answer)};
  }
  return {...START, name: wantsKind ? 'kind_wanted' : 'result', answer};
}

/** One sentence is read more easily than two; who is refused is also told whom to ask. @param {Answer} answer */
function guidanceOf({outcome, guidance}) {
  const messages = [...new Set(guidance.map(({message}) => message))];
  return (outcome === 'not_live' ? messages : messages.slice(0, 1)).join(' ');
}

/** Why the challenge before this one did not pass; empty at the first. @param {Answer} answer */
function reasonOf({guidance}) {
  return guidance.find(({code}) => code !== 'challenge_required')?.message ?? '';
}

/**
 * The server did not take what was sent: the person reads why and may try again.
 * @param {State} state
 * @param {string} message
 * @returns {State}
 */
function notTaken(state, message) {
  if (!['watching', 'looking', 'challenged', 'kind_wanted', 'result'].includes(state.name)) return state;
  return {...WATCHING, kind: state.kind, guidance: message};
}

/**
 * The state's time is up, or the person went on.
 * @param {State} state
 * @returns {State}
 */
function over(state) {
  if (state.name === 'watching' && !state.guidance && !state.kind && !state.answer) return state;
  return ['watching', 'challenged', 'kind_wanted', 'result', 'cancelled'].includes(state.name) ? WATCHING : state;
}

/** @param {State} state */
function isBusy(state) {
  return state.name === 'looking' || state.name === 'kind_wanted';
}
