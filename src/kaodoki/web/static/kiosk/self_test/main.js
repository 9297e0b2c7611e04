// @ts-check
// The self-test: measures one thing after another and says what to move.

import {Camera, GRID_WIDTH} from '../camera.js';
import {currentLanguage, offerSwitch, say} from '../language.js';
import {part} from '../screens.js';
import {chime} from '../sound.js';
import {judgeCamera, judgeFace, judgeLight, judgeNetwork, judgeTime} from './judge.js';
import {callServer, findFace, watchCamera} from './measure.js';

/** @typedef {import('./judge.js').Said} Said */

const MEASURING = /** @type {Said} */ ({state: 'waiting', text: 'measuring'});
const camera = new Camera(part('preview'));
/** What each line says, so that it can be said again in the other language. @type {Map<string, Said>} */
const lines = new Map();
let hasCamera = false;

/** @param {string} check @param {Said} said */
function tell(check, said) {
  lines.set(check, said);
  const line = /** @type {HTMLElement} */ (document.querySelector(`[data-check="${check}"]`));
  line.dataset.state = said.state;
  /** @type {HTMLElement} */ (line.querySelector('[data-check-name]')).textContent = say(`check_${check}`);
  /** @type {HTMLElement} */ (line.querySelector('.check-state')).textContent = say(`state_${said.state}`);
  /** @type {HTMLElement} */ (line.querySelector('.check-said')).textContent = say(said.text, said.values);
}

async function testCamera() {
  hasCamera ||= await camera.start(() => (hasCamera = false)).then(() => true, () => false);
  if (!hasCamera) {
    tell('camera', judgeCamera(null));
    for (const check of ['face', 'light']) tell(check, {state: 'attention', text: 'face_no_camera'});
    return;
  }
  tell('camera', judgeCamera(await watchCamera(camera.video)));
  tell('light', judgeLight(camera.takeGrid(), GRID_WIDTH));
  const found = await findFace(await camera.takeFrame(), currentLanguage());
  tell('face', typeof found === 'string' ? {state: 'attention', text: found} : judgeFace(found));
}

async function testServer() {
  const {times, differenceMs} = await callServer(part('self-test').dataset.time ?? '');
  tell('network', judgeNetwork(times));
  tell('time', judgeTime(differenceMs));
}

/** Only a person knows whether it is heard. @param {boolean} isAsked @param {Said} said */
function tellSound(isAsked, said) {
  part('sound-yes').hidden = !isAsked;
  part('sound-no').hidden = !isAsked;
  tell('sound', said);
}

async function testAll() {
  const again = /** @type {HTMLButtonElement} */ (part('again'));
  again.disabled = true;
  for (const check of ['camera', 'face', 'light', 'network', 'time']) tell(check, MEASURING);
  tellSound(false, {state: 'ask', text: 'sound_ask'});
  await Promise.all([testCamera(), testServer()]);
  again.disabled = false;
}

function playChime() {
  chime(true);
  tellSound(true, {state: 'ask', text: 'sound_heard_ask'});
}

offerSwitch(part('language'), () => lines.forEach((said, check) => tell(check, said)));
part('sound-play').addEventListener('click', playChime);
part('sound-yes').addEventListener('click', () => tellSound(false, {state: 'good', text: 'sound_good'}));
part('sound-no').addEventListener('click', () => tellSound(false, {state: 'bad', text: 'sound_bad'}));
part('again').addEventListener('click', () => void testAll());
void testAll();
