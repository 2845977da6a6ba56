// The text box: always there, whatever else is offered.
import { announce } from './announcer.js';
import { el, mark } from './dom.js';
import { field, form } from './fields.js';
import { fill, words } from './words.js';

const MOST = 4000; // characters in one message, as the server counts them
const NEAR = 500; // from so many left they are counted aloud
const SETTLED_MS = 1_000;
const length = (text) => [...text].length; // characters as people and the server count them

export class Composer {
  /** `send(text)` is called with what the person has written. */
  constructor(send) {
    this.send = send;
    const fine = matchMedia('(hover: hover) and (pointer: fine)').matches;
    this.field = field('textarea', 'words', words.label, '', {
      rows: '1', autocomplete: 'off', enterkeyhint: fine ? 'send' : 'enter',
      'aria-describedby': 'words-error words-hint words-keys words-left',
      oninput: () => this.typed(),
      onkeydown: ({ key, shiftKey, isComposing }) => {
        if (key !== 'Enter' || shiftKey || isComposing || !fine) return true;
        this.form.requestSubmit();
        return false;
      },
    });
    const { node, box } = this.field;
    this.left = el('p.hint', { id: 'words-left' });
    [this.form, this.button] = form(words.send, () => this.submit(), node, this.left,
      el('p.hidden', { id: 'words-keys' }, fine && words.keys));
    this.form.className = 'composer';
    this.left.before(el('div.line', {}, box, this.button));
  }

  /** What is being asked: whether there are choices too, and whether a date is wanted. */
  ask(input, beside) {
    this.none = beside ? words.emptyBeside : words.empty;
    this.field.label.textContent = beside ? words.labelBeside : words.label;
    this.field.hint.textContent = input === 'date' ? words.dateHint : '';
  }

  reset() {
    this.ask();
    this.busy(false);
    this.text = '';
    this.wrong('');
  }

  get text() {
    return this.field.box.value;
  }

  set text(value) {
    this.field.box.value = value;
    this.typed();
  }

  /** Tell what is wrong, in words tied to the box. */
  wrong(text) {
    this.field.wrong(text);
  }

  busy(on) {
    mark(this.button, 'aria-disabled', on);
  }

  submit() {
    const text = this.text.trim();
    const over = length(text) - MOST;
    if (text && over <= 0) {
      this.wrong('');
      this.text = '';
      this.send(text);
      return;
    }
    this.wrong(text ? fill(words.over, { n: over }) : this.none);
    this.field.box.focus();
  }

  typed() {
    const { box, error } = this.field;
    if (error.textContent) this.wrong('');
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight + 2}px`;
    const n = MOST - length(this.text);
    const text = n < 0 ? fill(words.over, { n: -n }) : n <= NEAR && fill(words.left, { n });
    this.left.classList.toggle('error', n < 0);
    this.left.textContent = text || '';
    clearTimeout(this.timer);
    if (text) this.timer = setTimeout(() => announce(text), SETTLED_MS);
  }
}
