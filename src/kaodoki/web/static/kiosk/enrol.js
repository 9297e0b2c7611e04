// @ts-check
// Enrolling oneself in the demo: one snapshot, a name and consent.

import {Refusal, request} from './api.js';
import {Camera} from './camera.js';
import {currentLanguage, offerSwitch, say} from './language.js';
import {part} from './screens.js';

const camera = new Camera(part('preview'));
/** @type {HTMLFormElement} */
const form = part('enrol');

/** @param {SubmitEvent} event */
async function enrol(event) {
  event.preventDefault();
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));
  button.disabled = true;
  part('enrol-error').textContent = '';
  try {
    const body = new FormData(form);
    body.append('photo', await camera.takeFrame(), 'snapshot.jpg');
    const {display_name: name, employee_code: code} = await request(location.pathname, {method: 'POST', body, language: currentLanguage()});
    form.hidden = true;
    part('enrol-done').textContent = say('enrol_done', {name, code});
    part('enrol-done').hidden = false;
  } catch (error) {
    part('enrol-error').textContent = error instanceof Refusal && error.message ? error.message : say('pair_offline');
  } finally {
    button.disabled = false;
  }
}

offerSwitch(part('language'), () => {});
form.addEventListener('submit', enrol);
camera.start(() => {}).catch(() => {
  part('enrol-error').textContent = say('camera_denied');
});
