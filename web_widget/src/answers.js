// The answers a person may choose from: buttons for one, checkboxes and Continue for several.
import { say } from './conversation.js';
import { button, el, mark } from './dom.js';
import { form } from './fields.js';
import { words } from './words.js';

export let area;
export let count;
let held;

/** Make their place. Always there and able to hold focus, so that choosing never drops a keyboard user on the page. */
export function buildAnswers() {
  area = el('div.answers', { role: 'group', 'aria-label': words.optionsArea, tabindex: '-1' });
}

export function offer(choices, input, question) {
  clear();
  count = choices.length;
  const picks = choices.filter(({ value }) => input === 'choices' && !steers(value));
  const acts = choices.filter((choice) => !picks.includes(choice));
  if (picks.length) area.append(checkboxes(picks, question));
  if (acts.length) area.append(offered(acts.length > 3 ? 'ul.plain' : 'ul.few', acts));
}

/** Choices as a list of buttons. */
export function offered(tag, choices) {
  return el(tag, {}, choices.map((choice) => el('li', {},
    button([choice.label, choice.hint && el('span.hint', {}, choice.hint)], () => choose(choice), { class: 'choice' }))));
}

export function clear() {
  count = 0;
  held = false;
  area.replaceChildren();
}

/** Chosen and on its way: what was offered stays readable but does nothing more. */
export function holdAnswers(on) {
  held = on;
  for (const control of area.querySelectorAll('button, input')) mark(control, 'aria-disabled', on);
}

export function choose({ label, value }) {
  if (!held) chosen(label, { choice: value });
}

function chosen(label, body) {
  area.focus({ preventScroll: true });
  say(label, body);
}

function checkboxes(choices, question) {
  const error = el('p.error', { id: 'pick-error' });
  const boxes = choices.map((_, at) => el('input', {
    type: 'checkbox', id: `pick-${at}`, 'aria-describedby': `pick-error hint-${at}`, onclick: () => !held,
  }));
  const rows = choices.map(({ label, hint }, at) => el('div.pick', {}, boxes[at],
    el('label', { for: `pick-${at}` }, label, el('span.hint', { id: `hint-${at}` }, hint))));
  const send = () => {
    const picked = choices.filter((_, at) => boxes[at].checked);
    if (picked.length) {
      chosen(picked.map(({ label }) => label).join(', '), { choices: picked.map(({ value }) => value) });
      return;
    }
    error.textContent = words.pickOne;
    boxes[0].focus();
  };
  return form(words.continue, send, el('fieldset', {}, el('legend.hidden', {}, question), rows), error)[0];
}

/** True for a choice that steers instead of answering, such as "Skip this question". */
function steers(value) {
  return value.startsWith('do.');
}
