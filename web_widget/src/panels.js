// The fixed row of help: a person, a crisis, the answers, more. Always in the same place and made of
// fixed text, so that it works when the service cannot be reached.
import { button, el, focused } from './dom.js';
import { NAMES, said } from './language.js';
import { copier } from './reference.js';
import { list } from './summary.js';
import { linked } from './text.js';
import { fill, words } from './words.js';

const title = (text) => el('h3', { tabindex: '-1' }, text);
const hint = (text, props = {}) => el('p.hint', props, text);

export class Panels {
  /** `chat` with its config and what it can do. */
  constructor(chat) {
    this.chat = chat;
    this.opened = null;
    this.panel = el('div.panel', { id: 'panel', role: 'region', hidden: true, onkeydown: (event) => this.key(event) });
    this.buttons = Object.fromEntries(['person', 'crisis', 'answers', 'options'].map((name) => [name, button(words[name], () => (this.opened === name ? this.close() : this.open(name)), {
      'aria-expanded': 'false', 'aria-controls': 'panel',
    })]));
    this.row = el('div.help', { role: 'group', 'aria-label': words.helpRow }, Object.values(this.buttons),
      button(words.exit, () => chat.exit(), { class: 'exit', 'aria-label': words.exit + words.exitHint }));
  }

  async open(name) {
    this.show(name, await this[name]());
  }

  show(name, content) {
    this.hide();
    this.opened = name;
    this.buttons[name].setAttribute('aria-expanded', 'true');
    this.panel.setAttribute('aria-label', words[name]);
    this.panel.replaceChildren(...content.flat().filter(Boolean), button(words.close, () => this.close()));
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
  }

  /** Show a step of something that was asked for; so focus goes to its heading. */
  step(text, content) {
    const heading = title(text);
    this.show('options', [heading, content].flat());
    heading.focus();
  }

  hide() {
    this.buttons[this.opened]?.setAttribute('aria-expanded', 'false');
    this.opened = null;
    this.panel.hidden = true;
  }

  close() {
    if (focused(this.panel)) this.buttons[this.opened].focus();
    this.hide();
  }

  key({ key }) {
    if (key !== 'Escape') return true;
    this.close();
    return false;
  }

  person() {
    const { phone, hours } = this.chat.config;
    const call = phone ? `${fill(words.personCall, { phone })} ${hours ?? ''}` : words.personNoPhone;
    return [
      title(words.personTitle),
      el('p', {}, linked(call)),
      phone && el('p', {}, words.personOther),
      button(words.personAsk, () => {
        this.close();
        this.chat.say(words.personSays);
      }, { class: 'primary' }),
      hint(words.personAskNote),
    ];
  }

  crisis() {
    return [
      title(words.crisisTitle),
      el('ul', {}, words.crisisLines.map((line) => el('li', {}, linked(line, true)))),
      el('p', {}, words.crisisNote),
    ];
  }

  /** What was understood so far, each answer with its "change". */
  async answers() {
    const { answers, settled, reasons, sent, problem } = await this.chat.draft();
    const some = answers.length > 0;
    const rows = answers.map(({ question, label, answer }) => [label, answer, !sent && (() => {
      this.close();
      this.chat.conversation.change([question], label);
    })]);
    const text = () => answers.map(({ label, answer }) => `${label}: ${answer}`).join('\n');
    return [
      title(words.answersTitle),
      el('p', {}, problem ?? (some ? words.answersNote : words.answersNone)),
      some && list(rows),
      settled && reasons.length > 0 && [el('h4', {}, words.answersWhy), el('ul', {}, reasons.map((each) => el('li', {}, each.text)))],
      some && this.take(words.answersCopy, text, words.answersPrint, 'panel'),
    ].flat();
  }

  /** Buttons that copy, and that print the part with this name: "panel" for the answers, otherwise the transcript. */
  take(copy, text, print, part) {
    return el('div.few', {}, copier(copy, text), button(print, () => {
      this.panel.parentNode.dataset.print = part;
      globalThis.print();
    }));
  }

  options() {
    const { chat } = this;
    return [
      title(words.options),
      el('div.few', {}, Object.keys(NAMES).filter((lang) => lang !== chat.config.lang).map((lang) => button(NAMES[lang], () => {
        this.close();
        chat.ask(lang);
      }, said(lang)))),
      this.take(words.chatCopy, () => chat.transcript.text, words.chatPrint, 'chat'),
      this.way('keep', words.keep, words.keepNote, () => chat.keeper.save()),
      this.way('back', words.back, words.backNote, () => chat.keeper.back()),
      this.way('files', words.files, words.filesNote, () => chat.files()),
      this.way('again', words.again, words.againNote, () => this.confirm(words.againAsk, words.againYes, () => chat.again())),
      this.way('stop', words.stop, words.stopNote, () => this.confirm(words.stopAsk, words.stopYes, () => chat.stop())),
      this.way('exit', words.exit, words.exitNote, () => chat.exit()),
    ];
  }

  /** A button with what it does. */
  way(id, label, note, run) {
    return el('div.option', {}, button(label, run, { 'aria-describedby': `${id}-note` }), hint(note, { id: `${id}-note` }));
  }

  /** Ask before anything is deleted. */
  confirm(question, yes, run) {
    this.step(question, [
      button(yes, () => {
        this.close();
        run();
      }, { class: 'primary' }),
      button(words.keepGoing, () => this.close(), { class: 'choice' }),
    ]);
  }
}
