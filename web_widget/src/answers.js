// The answers a person may choose from: buttons for one, checkboxes and Continue for several.
import { button, el } from './dom.js';
import { words } from './words.js';

export class Answers {
  /** `on.one(choice)` and `on.several(choices)` are called when the person has chosen. */
  constructor(on) {
    this.on = on;
    this.count = 0;
    // Always there and able to hold focus, so that choosing never drops a keyboard user on the page.
    this.area = el('div', { class: 'answers', role: 'group', 'aria-label': words.optionsArea, tabindex: '-1' });
  }

  show(choices, input, question) {
    this.clear();
    this.count = choices.length;
    if (!choices.length) return;
    const several = input === 'choices';
    const picks = several ? choices.filter((choice) => !command(choice)) : [];
    const acts = several ? choices.filter(command) : choices;
    if (picks.length) this.area.append(this.checkboxes(picks, question));
    if (acts.length) this.area.append(this.buttons(acts));
  }

  clear() {
    this.error = null;
    this.count = 0;
    this.area.classList.remove('held');
    this.area.replaceChildren();
  }

  /** Chosen and on its way: what was offered stays readable but does nothing more. */
  hold(on) {
    this.area.classList.toggle('held', on);
    for (const control of this.area.querySelectorAll('button, input')) {
      if (on) control.setAttribute('aria-disabled', 'true');
      else control.removeAttribute('aria-disabled');
    }
  }

  get held() {
    return this.area.classList.contains('held');
  }

  buttons(choices) {
    const items = choices.map((choice) => el(
      'li', {},
      el('button', { type: 'button', class: 'choice', onclick: () => this.choose(choice) },
        el('span', {}, choice.label),
        choice.hint ? el('span', { class: 'hint' }, choice.hint) : null),
    ));
    return el('ul', { class: choices.length > 3 ? 'plain' : 'plain few' }, items);
  }

  choose(choice) {
    if (this.held) return;
    this.area.focus({ preventScroll: true });
    this.on.one(choice);
  }

  checkboxes(choices, question) {
    const boxes = choices.map((choice, at) => this.checkbox(choice, at));
    const form = el('form', { novalidate: true, onsubmit: (event) => this.submit(event, choices) },
      el('fieldset', {}, el('legend', { class: 'hidden' }, question), boxes),
      el('p', { class: 'error', id: 'pick-error', hidden: true }),
      el('button', { type: 'submit', class: 'primary' }, words.continue));
    this.error = form.querySelector('.error');
    return form;
  }

  checkbox(choice, at) {
    const id = `pick-${at}`;
    const stopWhenHeld = (event) => this.held && event.preventDefault();
    return el('div', { class: 'pick' },
      el('input', { type: 'checkbox', id, value: String(at), onclick: stopWhenHeld,
        'aria-describedby': choice.hint ? `${id}-hint` : null }),
      el('label', { for: id }, choice.label,
        choice.hint ? el('span', { class: 'hint', id: `${id}-hint` }, choice.hint) : null));
  }

  submit(event, choices) {
    event.preventDefault();
    if (this.held) return;
    const form = event.target;
    const picked = [...form.querySelectorAll('input:checked')].map((box) => choices[Number(box.value)]);
    if (!picked.length) {
      const first = form.querySelector('input');
      first.setAttribute('aria-describedby', 'pick-error');
      this.error.textContent = words.pickOne;
      this.error.hidden = false;
      first.focus();
      return;
    }
    this.area.focus({ preventScroll: true });
    this.on.several(picked);
  }
}

/** True for a choice that steers instead of answering, such as "Skip this question". */
function command({ value }) {
  return value.startsWith('do.');
}
