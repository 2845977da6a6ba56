// Save and come back: a form that saves, and two that open what was saved.
import { announce } from './announcer.js';
import { call, endSession } from './api.js';
import { exit, forgetAll } from './chat.js';
import { state, takeUp, why } from './conversation.js';
import { button, el, mark } from './dom.js';
import { field, form } from './fields.js';
import { close, step, way } from './panels.js';
import { referenceBox } from './reference.js';
import { token } from './session.js';
import { fill, words } from './words.js';

const para = (text) => el('p', {}, text);

/** Ask where a code can be sent, and save. */
export function save() {
  question('address', {}, async (address) => saved(await call('POST', 'kept', { address })), { autocomplete: 'email' });
}

function saved({ reference, address, minutes, days }) {
  const { title, sent, how, goOn, leave } = words.saved;
  const where = fill(sent, { address });
  step(title, referenceBox(reference), para(where), para(fill(how, { minutes, days })),
    button(goOn, close, { class: 'primary' }), way('leave', leave, exit));
  announce(`${title}. ${where}`);
}

/** Ask for the reference of what was saved. */
export function back() {
  question('reference', {}, askForCode, { autocapitalize: 'characters', spellcheck: 'false' },
    state.answered > 0 && para(words.replaces));
}

async function askForCode(reference) {
  const given = await call('POST', 'return-codes', { reference });
  const { again, other } = words.code;
  const failed = question('code', given, async (code) => open(await call('POST', 'returns', { reference, code })),
    { autocomplete: 'one-time-code', inputmode: 'numeric' },
    button(again, () => askForCode(reference).catch(failed), { class: 'choice' }),
    button(other, back, { class: 'choice' }));
  announce(fill(words.code.text, given));
}

/** Go on in what was saved; what was open here until now is left. */
async function open(reply) {
  if (token) await endSession(); // else it is erased in its time
  forgetAll();
  close();
  announce(words.isBack);
  takeUp(reply);
}

/** A step that asks for one thing; `send` gets the answer. Gives what tells at the field why something failed. */
function question(name, given, send, props, ...more) {
  const { title, text, label, hint, needed, act } = words[name];
  const { node, box, wrong } = field('input', `keep-${name}`, label, hint, { type: 'text', autocomplete: 'off', ...props });
  const refuse = (told) => {
    wrong(told);
    box.focus();
  };
  const failed = (problem) => refuse(why(problem));
  const [made, go] = form(act, async () => {
    const answer = box.value.trim();
    if (!answer) return refuse(needed);
    wrong('');
    mark(go, 'aria-disabled', true);
    await send(answer).catch(failed);
    mark(go, 'aria-disabled', false);
  }, node);
  step(title, para(fill(text, given)), made, ...more);
  return failed;
}
