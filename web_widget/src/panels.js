// The fixed row of help: a person, a crisis, options. Always in the same place and made of fixed
// text, so that it works when the service cannot be reached.
import { button, el } from './dom.js';
import { linked } from './text.js';
import { words } from './words.js';

const HELP = { help: true };

export class Panels {
  /** `on` holds askPerson, again, stop and exit. */
  constructor(config, on) {
    Object.assign(this, { config, on, opened: null });
    this.panel = el('div', { class: 'panel', id: 'panel', role: 'region', hidden: true, onkeydown: (e) => this.key(e) });
    this.buttons = Object.fromEntries(['person', 'crisis', 'options'].map((name) => [name, this.opener(name)]));
    const exit = button(words.exit, on.exit, { class: 'exit', 'aria-label': words.exit + words.exitHint });
    this.row = el('div', { class: 'help', role: 'group', 'aria-label': words.helpRow }, Object.values(this.buttons), exit);
  }

  opener(name) {
    return button(words[name], () => this.toggle(name), { 'aria-expanded': 'false', 'aria-controls': 'panel' });
  }

  toggle(name) {
    if (this.opened === name) this.close();
    else this.show(name, this[name]());
  }

  show(name, content) {
    this.close({ focus: false });
    this.opened = name;
    this.buttons[name].setAttribute('aria-expanded', 'true');
    this.panel.setAttribute('aria-label', words[name]);
    this.panel.replaceChildren(...content, button(words.close, () => this.close(), { class: 'quiet' }));
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
  }

  close({ focus = true } = {}) {
    if (!this.opened) return;
    const opener = this.buttons[this.opened];
    opener.setAttribute('aria-expanded', 'false');
    if (focus && this.panel.contains(this.panel.getRootNode().activeElement)) opener.focus();
    this.opened = null;
    this.panel.hidden = true;
  }

  key(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  person() {
    const { phone, hours } = this.config;
    const call = phone ? [words.personCall(phone), hours].filter(Boolean).join(' ') : words.personNoPhone;
    return [
      el('h3', {}, words.personTitle),
      el('p', {}, linked(call)),
      phone ? el('p', {}, words.personOther) : null,
      button(words.personAsk, () => { this.close(); this.on.askPerson(); }, { class: 'primary' }),
      el('p', { class: 'hint' }, words.personAskNote),
    ].filter(Boolean);
  }

  crisis() {
    return [
      el('h3', {}, words.crisisTitle),
      el('ul', {}, words.crisisLines.map((line) => el('li', {}, linked(line, HELP)))),
      el('p', {}, words.crisisNote),
    ];
  }

  options() {
    const ask = (question, yes, run) => () => this.confirm(question, yes, run);
    const offered = {
      again: [words.again, words.againNote, ask(words.againAsk, words.againYes, this.on.again)],
      stop: [words.stop, words.stopNote, ask(words.stopAsk, words.stopYes, this.on.stop)],
      exit: [words.exit, words.exitNote, this.on.exit],
    };
    return [
      el('h3', {}, words.options),
      ...Object.entries(offered).map(([name, [label, note, run]]) => el('div', { class: 'option' },
        button(label, run, { 'aria-describedby': `${name}-note` }),
        el('p', { class: 'hint', id: `${name}-note` }, note))),
    ];
  }

  /** Ask before anything is deleted; focus goes to the question, because the person asked for it. */
  confirm(question, yes, run) {
    const heading = el('h3', { tabindex: '-1' }, question);
    this.show('options', [
      heading,
      button(yes, () => { this.close(); run(); }, { class: 'primary' }),
      button(words.keepGoing, () => this.close(), { class: 'choice' }),
    ]);
    heading.focus();
  }
}
