// The text box: always there, whatever else is offered.
import { announce } from './announcer.js';
import { typed } from './chat.js';
import { el, mark } from './dom.js';
import { field, form } from './fields.js';
import { MOST, NEAR, SETTLED_MS } from './limits.js';
import { fill, words } from './words.js';

const length = (text) => [...text].length; // characters as people and the server count them

export let box;
export let composer; // the form
export let wrong; // tells what is wrong, in words tied to the box
let label;
let hint;
let left;
let go;
let none;
let timer;

export function buildComposer() {
  const fine = matchMedia('(hover: hover) and (pointer: fine)').matches;
  const parts = field('textarea', 'words', words.label, '', {
    rows: '1', autocomplete: 'off', enterkeyhint: fine ? 'send' : 'enter',
    'aria-describedby': 'words-error words-hint words-keys words-left',
    oninput: changed,
    onkeydown: ({ key, shiftKey, isComposing }) => {
      if (key !== 'Enter' || shiftKey || isComposing || !fine) return true;
      composer.requestSubmit();
      return false;
    },
  });
  ({ box, label, hint, wrong } = parts);
  left = el('p.hint', { id: 'words-left' });
  [composer, go] = form(words.send, submit, parts.node, left, el('p.hidden', { id: 'words-keys' }, fine && words.keys));
  composer.className = 'composer';
  left.before(el('div.line', {}, box, go));
}

/** What is being asked: whether there are choices too, and whether a date is wanted. */
export function expect(input, beside) {
  none = beside ? words.emptyBeside : words.empty;
  label.textContent = beside ? words.labelBeside : words.label;
  hint.textContent = input === 'date' ? words.dateHint : '';
}

export function write(text) {
  box.value = text;
  changed();
}

export function holdComposer(on) {
  mark(go, 'aria-disabled', on);
}

function submit() {
  const text = box.value.trim();
  const over = length(text) - MOST;
  if (text && over <= 0) {
    write('');
    typed(text);
    return;
  }
  wrong(text ? fill(words.over, { n: over }) : none);
  box.focus();
}

function changed() {
  wrong('');
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
  const n = MOST - length(box.value);
  const text = n < 0 ? fill(words.over, { n: -n }) : n <= NEAR ? fill(words.left, { n }) : '';
  left.classList.toggle('error', n < 0);
  left.textContent = text;
  clearTimeout(timer);
  if (text) timer = setTimeout(announce, SETTLED_MS, text);
}
