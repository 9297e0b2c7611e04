// @ts-check
// The kiosk's states and what leads from one to the next. Pure: no page, no network, no clock.

/**
 * starting      nothing is known yet
 * pairing       asks for a pairing code
 * idle          clock, site, invitation; a face may come
 * looking       a face is there: guidance, or frames are at the server (`isBusy`)
 * choosing      the kind is asked for: before the face (no `answer`), or after it
 * challenge     a movement is asked for and filmed
 * result        who, what, when
 * cancelled     the punch was undone
 * not_sure      code and PIN complete the look, whose time is kept
 * refused       why it was nobody, and what to do; another look may follow
 * pin           code and PIN without a face
 * card          the camera waits for a card's QR code
 * offline       the server is away
 * offline_kept  the attempt is kept on this device until the server is back
 * error         the camera cannot be used (`error` is its reason)
 *
 * @typedef {'starting'|'pairing'|'idle'|'looking'|'choosing'|'challenge'|'result'|'cancelled'|'not_sure'|'refused'
 *   |'pin'|'card'|'offline'|'offline_kept'|'error'} Name
 * @typedef {import('./types.js').Answer} Answer
 * @typedef {{name: Name, kind: string|null, answer: Answer|null, guidance: string, error: string, isBusy: boolean,
 *   choosesFirst: boolean, asked: 'pin'|'card'|null}} State
 * @typedef {{type: 'known', choosesFirst: boolean}
 *   |{type: 'unpaired'}
 *   |{type: 'pairing_failed', message: string}
 *   |{type: 'camera_failed'}
 *   |{type: 'lost'}
 *   |{type: 'back'}
 *   |{type: 'kept'}
 *   |{type: 'kind_tapped', kind: string}
 *   |{type: 'pin_tapped'}
 *   |{type: 'card_tapped'}
 *   |{type: 'guided', guidance: string}
 *   |{type: 'sent'}
 *   |{type: 'moved'}
 *   |{type: 'answered', answer: Answer, wantsKind: boolean}
 *   |{type: 'not_taken', message: string}
 *   |{type: 'cancelled'}
 *   |{type: 'over'}} Event
 */

/** @type {State} */
export const START = {
  name: 'starting', kind: null, answer: null, guidance: '', error: '', isBusy: false, choosesFirst: false,
  asked: null,
};
/** @type {Name[]} */
const UNKNOWN_YET = ['starting', 'pairing'];
/** Where code and PIN, or a card, may be asked for. @type {Name[]} */
const WITH_A_WAY_ON = ['idle', 'looking', 'choosing', 'refused', 'not_sure', 'pin', 'card', 'error', 'result', 'cancelled',
  'challenge', 'offline', 'offline_kept'];
/** Answers that a tap does not take from the person: a punch, or all but one. */
const WITH_AN_END = ['identified', 'challenge_required', 'not_sure'];
/** @type {Name[]} */
const TYPED = ['pin', 'card', 'not_sure'];

/**
 * The state after `event`; the very same object if the event means nothing here.
 * @param {State} state
 * @param {Event} event
 * @returns {State}
 */
export function next(state, event) {
  switch (event.type) {
    case 'unpaired':
      return {...START, name: 'pairing'};
    case 'pairing_failed':
      return state.name === 'pairing' ? {...state, error: event.message} : state;
    case 'known':
      return UNKNOWN_YET.includes(state.name) ? rest({...state, choosesFirst: event.choosesFirst}) : state;
    case 'camera_failed':
      return cameraFailed(state);
    case 'lost':
      return isAtRest(state) ? {...rest(state), name: 'offline'} : state;
    case 'back':
      return state.name === 'offline' ? rest(state) : state;
    case 'kept':
      return UNKNOWN_YET.includes(state.name) ? state : {...rest(state), name: 'offline_kept'};
    case 'sent':
      return sent(state);
    case 'moved':
      return state.name === 'challenge' ? {...rest(state), name: 'looking', kind: state.kind, isBusy: true} : state;
    case 'guided':
      return guided(state, event.guidance);
    case 'answered':
      return answered(state, event);
    case 'not_taken':
      return notTaken(state, event.message);
    case 'cancelled':
      return {...rest(state), name: 'cancelled'};
    case 'over':
      return over(state);
    default:
      return tapped(state, event);
  }
}

/** True where nobody is being served. @param {State} state */
export function isAtRest(state) {
  return state.name === 'idle' || (state.name === 'choosing' && state.answer === null);
}

/** Back to the first screen: the clock, with the kinds where they are chosen first. @param {State} state @returns {State} */
function rest({choosesFirst}) {
  return {...START, choosesFirst, name: choosesFirst ? 'choosing' : 'idle'};
}

/**
 * @param {State} state
 * @param {{type: 'kind_tapped', kind: string}|{type: 'pin_tapped'}|{type: 'card_tapped'}} event
 * @returns {State}
 */
function tapped(state, event) {
  // A look that is away may already be a punch, so its answer comes first; the tap is not forgotten.
  if (state.isBusy) return state.name === 'looking' && event.type !== 'kind_tapped' ? {...state, asked: wayOf(event)} : state;
  if (event.type === 'kind_tapped') {
    if (state.name === 'pin' || state.name === 'card') return {...state, kind: event.kind, error: ''};
    return isAtRest(state) || state.name === 'looking' || state.name === 'refused'
      ? {...rest(state), name: 'looking', kind: event.kind}
      : state;
  }
  if (!WITH_A_WAY_ON.includes(state.name)) return state;
  // Somebody at `not_sure` already has the form: its look and time would be lost.
  if (state.name === 'not_sure' && event.type === 'pin_tapped') return state;
  return {...rest(state), name: wayOf(event), kind: state.kind};
}

/** @param {{type: string}} event */
function wayOf({type}) {
  return type === 'pin_tapped' ? 'pin' : 'card';
}

/** @param {State} state @returns {State} */
function cameraFailed(state) {
  if (state.name === 'pairing' || state.name === 'pin') return state;
  return {...rest(state), name: 'error', error: 'camera'};
}

/** @param {State} state @returns {State} */
function sent(state) {
  if (state.isBusy) return state;
  if (TYPED.includes(state.name)) return {...state, isBusy: true, error: ''};
  if (!mayBeLookedAt(state)) return state;
  return {...state, name: 'looking', guidance: '', isBusy: true, answer: null};
}

/** States from which frames are sent. @param {State} state */
export function mayBeLookedAt(state) {
  return !state.isBusy && ['idle', 'looking', 'refused'].includes(state.name);
}

/** What the page itself sees of a face that is there; nothing is at the server yet. @param {State} state @param {string} guidance @returns {State} */
function guided(state, guidance) {
  if (state.isBusy || !['idle', 'looking'].includes(state.name) || state.guidance === guidance) return state;
  if (!guidance) return state;
  return {...state, name: 'looking', guidance, answer: null};
}

/**
 * @param {State} state
 * @param {{answer: Answer, wantsKind: boolean}} event
 * @returns {State}
 */
function answered(state, {answer, wantsKind}) {
  const mayAnswer = state.isBusy || state.name === 'card' || (state.name === 'choosing' && state.answer);
  if (!mayAnswer) return state;
  const {kind, asked} = state;
  const looked = {...rest(state), kind, answer};
  if (asked && !WITH_AN_END.includes(answer.outcome)) return {...rest(state), name: asked, kind};
  switch (answer.outcome) {
    case 'identified':
      return {...rest(state), name: wantsKind ? 'choosing' : 'result', answer};
    case 'no_face':
      // An empty entrance is no news: the invitation stays. A card that is not held yet is waited for.
      if (state.name === 'card') return state.isBusy ? {...state, isBusy: false} : state;
      return kind ? {...rest(state), name: 'looking', kind} : rest(state);
    case 'challenge_required':
      if (!answer.challenge) break;
      return {...looked, name: 'challenge', guidance: reasonOf(answer)};
    case 'not_sure':
      return {...looked, name: 'not_sure', guidance: guidanceOf(answer)};
    case 'unknown':
    case 'not_live':
      return {...looked, name: 'refused', guidance: guidanceOf(answer)};
  }
  // The kind stays chosen: the person only has to look once more.
  return {...looked, name: 'looking', guidance: guidanceOf(answer)};
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
  if (TYPED.includes(state.name)) return {...state, isBusy: false, error: message};
  if (!['idle', 'looking', 'challenge', 'choosing', 'result', 'refused'].includes(state.name)) return state;
  if (state.asked) return {...rest(state), name: state.asked, kind: state.kind};
  return {...rest(state), name: 'looking', kind: state.kind, guidance: message};
}

/**
 * The state's time is up, or the person went on.
 * @param {State} state
 * @returns {State}
 */
function over(state) {
  if (isAtRest(state) || state.isBusy || ['starting', 'pairing', 'offline', 'error'].includes(state.name)) return state;
  return rest(state);
}
