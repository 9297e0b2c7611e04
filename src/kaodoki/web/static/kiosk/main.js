// @ts-check
// The kiosk: ties camera, machine, API and page together. Decides nothing about people; the server does.

import {cancelPunch, chooseKind, KEEP_AFTER_MS, Refusal, sendAttempt, sendMovement, Unreachable} from './api.js';
import {takeAttempt} from './attempt.js';
import {brightness, Camera} from './camera.js';
import {filmMovement} from './challenge.js';
import {Connection} from './connection.js';
import {currentLanguage, offerSwitch, say} from './language.js';
import {isAtRest, next, START} from './machine.js';
import {Offline} from './offline/offline.js';
import {register} from './offline/register.js';
import {Pacing} from './pacing.js';
import {offerPairing} from './pairing.js';
import {spokenLineOf} from './result.js';
import {draw, drawChallenge, drawClock, drawUndo, part} from './screens.js';
import {isOver, mayLook} from './stay.js';
import {chime, speak} from './sound.js';
import {Undo} from './undo.js';
import {CardReader, offerPin} from './without_face.js';

const TICK_MS = 100;
// Of 255: a view as dark as this shows no face, whatever camera it is.
const DARK = 28;

const camera = new Camera(part('preview'));
const pacing = new Pacing();
const undo = new Undo();
const connection = new Connection({happen, state: () => state, redraw, obey, startCamera});
const offline = new Offline({camera, happen, terminal: () => connection.terminal, state: () => state,
  isConnected: () => connection.isUp, language: currentLanguage});
connection.offline = offline;
let state = START;
let enteredAt = 0;
let cameraStarted = false;
let cameraGone = false;

/** @param {import('./machine.js').Event} event */
function happen(event) {
  let after = next(state, event);
  if (after === state) return;
  // Whoever typed a code where there is no camera leaves the screen as it was.
  if (isAtRest(after) && cameraGone) after = next(after, {type: 'camera_failed'});
  else if (isAtRest(after) && !connection.isUp) after = next(after, {type: 'lost'});
  if (after.name !== state.name || after.kind !== state.kind || after.guidance !== state.guidance) enteredAt = Date.now();
  const opens = after.name !== state.name && after.name === 'pairing';
  if (opens) {
    undo.forget();
    connection.forget();
  }
  state = after;
  redraw();
  if (opens) part('pairing-code').focus();
}

function redraw() {
  const {terminal} = connection;
  const around = {
    selection: terminal?.selection ?? 'auto',
    name: terminal ? `${terminal.place} ${terminal.name}` : '',
    cameraReady: camera.isReady,
    region: camera.region,
    connected: connection.isUp,
    mayKeep: offline.queue.mayKeep,
    undoLeft: undo.secondsLeft(),
  };
  draw(state, around, {onKind: tapKind, onKindAfter: tapKindAfter});
  offline.draw();
}

/** The company's settings for its terminals. @param {import('./types.js').Terminal} settings */
function obey({dwellMs, checksLiveness}) {
  pacing.dwellMs = dwellMs;
  camera.showsAll = checksLiveness;
}

async function startCamera() {
  if (cameraStarted) return;
  cameraStarted = true;
  try {
    await camera.start(loseCamera);
    redraw();
  } catch {
    loseCamera();
  }
}

function loseCamera() {
  cameraGone = true;
  happen({type: 'camera_failed'});
}

/** @param {unknown} error */
function trouble(error) {
  if (error instanceof Refusal) {
    connection.set(true);
    happen(error.isUnpaired ? {type: 'unpaired'} : {type: 'not_taken', message: error.message});
  } else {
    connection.set(false);
    // The other screens say it themselves.
    happen({type: 'not_taken', message: ['pin', 'not_sure'].includes(state.name) ? say('pin_unreachable') : ''});
  }
}

async function look() {
  const view = camera.takeGrid();
  pacing.sent(view, Date.now());
  const {kind} = state;
  happen({type: 'sent'});
  let attempt;
  try {
    attempt = await takeAttempt(camera, kind);
    const answer = await sendAttempt(attempt, {...options(), retryForMs: offline.queue.mayKeep ? KEEP_AFTER_MS : undefined});
    connection.set(true);
    pacing.answered(answer.outcome);
    answered(answer);
  } catch (error) {
    if (attempt && error instanceof Unreachable && offline.queue.mayKeep) await offline.keep(attempt, kind !== null);
    else trouble(error);
  }
}

function options() {
  return {language: currentLanguage(), onTrouble: () => connection.set(false)};
}

/** @param {import('./types.js').Answer} answer */
function answered(answer) {
  if (answer.punch && !answer.guidance.some(({code}) => code === 'already_punched')) {
    undo.offer(answer.attempt_id, connection.terminal?.undoSeconds ?? 0);
  }
  const wantsKind = connection.terminal?.selection === 'chosen_after' && !answer.punch;
  happen({type: 'answered', answer, wantsKind});
  if (state.answer === answer) sound();
  if (state.name === 'challenge' && state.answer === answer) void move(answer);
}

function sound() {
  if (state.name !== 'result' && state.name !== 'refused') return;
  if (connection.terminal?.chime) chime(state.name === 'result');
  if (connection.terminal?.voice) speak(state.name === 'result' ? spokenLineOf(state) : state.guidance);
}

/** Films the movement asked for and sends it. @param {import('./types.js').Answer} asked */
async function move(asked) {
  try {
    const frames = await filmMovement(camera, () => state.name === 'challenge' && state.answer === asked);
    if (!frames) return;
    happen({type: 'moved'});
    const answer = await sendMovement(asked, frames, options());
    connection.set(true);
    pacing.answered(answer.outcome);
    answered(answer);
  } catch (error) {
    trouble(error);
  }
}

/** @param {string} kind */
function tapKind(kind) {
  pacing.reset();
  happen({type: 'kind_tapped', kind});
}

/** @param {string} kind */
async function tapKindAfter(kind) {
  const attemptId = state.answer?.attempt_id;
  if (!attemptId) return;
  try {
    const answer = await chooseKind(attemptId, kind, options());
    connection.set(true);
    answered(answer);
  } catch (error) {
    trouble(error);
  }
}

async function tapCancel() {
  const attemptId = undo.take();
  if (!attemptId) return;
  try {
    await cancelPunch(attemptId, currentLanguage());
    happen({type: 'cancelled'});
  } catch (error) {
    trouble(error);
  }
}

function tick() {
  drawClock();
  drawUndo(state, undo.secondsLeft());
  drawChallenge(state);
  if (isOver(state, Date.now() - enteredAt, hasLeft)) happen({type: 'over'});
  cards.tick(connection.terminal?.selection === 'chosen');
  if (connection.isUp && mayLook(state, Date.now() - enteredAt) && camera.isReady && !document.hidden) watch(camera.takeGrid());
}

/** Somebody in the dark reads that first; the look follows all the same. @param {Uint8Array} view */
function watch(view) {
  if (!pacing.shouldSend(view, Date.now())) return;
  if (brightness(view) < DARK && !state.guidance) happen({type: 'guided', guidance: say('too_dark')});
  else void look();
}

/** Nobody can be asked for the kind afterwards while the server is away. */
function needsKind() {
  return !connection.isUp && ['chosen', 'chosen_after'].includes(connection.terminal?.selection ?? '');
}

/** True when about a face's worth of the view is not what it was at the look. */
function hasLeft() {
  return camera.isReady && pacing.hasChanged(camera.takeGrid());
}

/** @type {import('./without_face.js').Kiosk} */
const kiosk = {offline, needsKind, state: () => state, happen, answered, trouble, options, stay: () => (enteredAt = Date.now())};
const cards = new CardReader(camera, kiosk);
offerPin(part('pin-form'), kiosk);
part('to-pin').addEventListener('click', () => happen({type: 'pin_tapped'}));
part('to-card').addEventListener('click', () => happen({type: 'card_tapped'}));
offerSwitch(part('language'), redraw);
offerPairing(part('pairing'), {onPaired: () => connection.beat(), onFailed: (message) => happen({type: 'pairing_failed', message})});
part('cancel').addEventListener('click', tapCancel);
part('give-up').addEventListener('click', () => happen({type: 'over'}));
part('reload').addEventListener('click', () => location.reload());
part('preview').addEventListener('playing', redraw);
redraw();
drawClock();
setInterval(tick, TICK_MS);
void connection.keepBeating();
void register();
