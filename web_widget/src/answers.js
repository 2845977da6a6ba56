// The answers a person may choose from: buttons for one, checkboxes and Continue for several.
import { el, mark, offered } from './dom.js';
import { form } from './fields.js';
import { words } from './words.js';

export class Answers {
  /** `say(label, body)` is called when the person has chosen. */
  constructor(say) {
    this.say = say;
    // Always there and able to hold focus, so that choosing never drops a keyboard user on the page.
    this.area = el('div.answers', { role: 'group', 'aria-label': words.optionsArea, tabindex: '-1' });
  }

  show(choices, input, question) {
    this.clear();
    this.count = choices.length;
    const picks = choices.filter((choice) => input === 'choices' && !command(choice));
    const acts = choices.filter((choice) => !picks.includes(choice));
    if (picks.length) this.area.append(this.checkboxes(picks, question));
    if (acts.length) this.area.append(offered(acts.length > 3 ? 'ul.plain' : 'ul.few', acts, (choice) => this.choose(choice)));
  }

  clear() {
    this.count = 0;
    this.held = false;
    this.area.replaceChildren();
  }

  /** Chosen and on its way: what was offered stays readable but does nothing more. */
  hold(on) {
    this.held = on;
    for (const control of this.area.querySelectorAll('button, input')) mark(control, 'aria-disabled', on);
  }

  choose({ label, value }) {
    if (!this.held) this.chosen(label, { choice: value });
  }

  chosen(label, body) {
    this.area.focus({ preventScroll: true });
    this.say(label, body);
  }

  checkboxes(choices, question) {
    const error = el('p.error', { id: 'pick-error' });
    const boxes = choices.map(({ hint }, at) => el('input', {
      type: 'checkbox', id: `pick-${at}`, 'aria-describedby': hint && `hint-${at}`, onclick: () => !this.held,
    }));
    const rows = choices.map(({ label, hint }, at) => el('div.pick', {}, boxes[at],
      el('label', { for: `pick-${at}` }, label, hint && el('span.hint', { id: `hint-${at}` }, hint))));
    const send = () => {
      const picked = choices.filter((_, at) => boxes[at].checked);
      if (picked.length) {
        this.chosen(picked.map(({ label }) => label).join(', '), { choices: picked.map(({ value }) => value) });
        return;
      }
      boxes[0].setAttribute('aria-describedby', error.id);
      error.textContent = words.pickOne;
      boxes[0].focus();
    };
    return form(words.continue, send, el('fieldset', {}, el('legend.hidden', {}, question), rows), error)[0];
  }
}

/** True for a choice that steers instead of answering, such as "Skip this question". */
function command({ value }) {
  return value.startsWith('do.');
}
