// The text box: always there, whatever else is offered.
import { el } from './dom.js';
import { MOST, words } from './words.js';

const NEAR = MOST - 500;
const SETTLED_MS = 1_000;
const length = (text) => [...text].length; // characters as people and the server count them

export class Composer {
  constructor({ send, announce }) {
    Object.assign(this, { send, announce, beside: false, timer: null });
    this.fine = matchMedia('(hover: hover) and (pointer: fine)').matches;
    this.label = el('label', { for: 'words' }, words.label);
    this.hint = el('p', { class: 'hint', id: 'words-hint', hidden: true });
    this.error = el('p', { class: 'error', id: 'words-error', hidden: true });
    this.box = el('textarea', {
      id: 'words', rows: '1', autocomplete: 'off', enterkeyhint: this.fine ? 'send' : 'enter',
      'aria-describedby': 'words-error words-hint words-keys words-left',
      oninput: () => this.typed(), onkeydown: (event) => this.key(event),
    });
    this.left = el('p', { class: 'hint left', id: 'words-left', hidden: true });
    this.button = el('button', { type: 'submit', class: 'primary' }, words.send);
    this.form = el('form', { class: 'composer', novalidate: true, onsubmit: (event) => this.submit(event) },
      this.label, this.hint, this.error,
      el('div', { class: 'line' }, this.box, this.button),
      this.left,
      el('p', { class: 'hidden', id: 'words-keys' }, this.fine ? words.keys : ''));
  }

  /** What is being asked: whether there are choices too, and whether a date is wanted. */
  ask({ input, beside }) {
    this.beside = beside;
    this.label.textContent = beside ? words.labelBeside : words.label;
    this.hint.textContent = input === 'date' ? words.dateHint : '';
    this.hint.hidden = input !== 'date';
  }

  reset() {
    this.ask({ beside: false });
    this.busy(false);
    this.wrong('');
    this.text = '';
  }

  get text() {
    return this.box.value;
  }

  set text(value) {
    this.box.value = value;
    this.typed();
  }

  /** Tell what is wrong, in words tied to the box. */
  wrong(text) {
    this.error.textContent = text;
    this.error.hidden = !text;
    if (text) this.box.setAttribute('aria-invalid', 'true');
    else this.box.removeAttribute('aria-invalid');
  }

  busy(on) {
    if (on) this.button.setAttribute('aria-disabled', 'true');
    else this.button.removeAttribute('aria-disabled');
  }

  key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !this.fine) return;
    this.submit(event);
  }

  submit(event) {
    event.preventDefault();
    if (this.button.hasAttribute('aria-disabled')) return;
    const text = this.text.trim();
    const over = length(text) - MOST;
    if (!text) return this.refuse(this.beside ? words.emptyBeside : words.empty);
    if (over > 0) return this.refuse(words.over(over));
    this.wrong('');
    this.text = '';
    this.send(text);
  }

  refuse(text) {
    this.wrong(text);
    this.box.focus();
  }

  typed() {
    if (!this.error.hidden) this.wrong('');
    this.box.style.height = 'auto';
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
    const used = length(this.text);
    const text = used > MOST ? words.over(used - MOST) : words.left(MOST - used);
    this.left.hidden = used < NEAR;
    this.left.classList.toggle('error', used > MOST);
    this.left.textContent = used < NEAR ? '' : text;
    clearTimeout(this.timer);
    if (used >= NEAR) this.timer = setTimeout(() => this.announce(text), SETTLED_MS);
  }
}
