// What has been said, in order. Nodes are only ever added, so that a screen reader never hears
// the whole conversation again.
import { button, el, offered } from './dom.js';
import { said } from './language.js';
import { blocks } from './text.js';
import { summary } from './summary.js';
import { words } from './words.js';

const QUOTED = 40;

export class Transcript {
  constructor() {
    this.log = el('div', { role: 'log', 'aria-live': 'off', 'aria-labelledby': 'title' });
    this.writing = el('p.writing', { hidden: true }, words.writing);
    this.scroller = el('div.scroller', { tabindex: '0', role: 'region', 'aria-label': words.conversation }, this.log, this.writing);
  }

  clear() {
    this.log.replaceChildren();
    this.seen = new Set();
    this.mine = new Map(); // the person's own messages by the server's id
    this.speaker = null;
  }

  /** Show a message of the server's. `changes` and `acts` are choices that belong beside its text. */
  add({ id, from, kind, text, lang }, { changes, acts, pick }) {
    if (from === 'person') {
      const own = this.own(text, lang);
      this.mine.set(id, own);
      return own.node;
    }
    const risk = kind === 'risk';
    return this.put(from, kind, [
      risk && el('h3', {}, words.helpBox),
      changes.size ? summary(text, changes, pick) : blocks(text, risk),
      acts.length > 0 && offered('ul.act.few', acts, pick),
    ], lang);
  }

  /** True the first time that what has this id comes by. */
  isNew(id) {
    return !this.seen.has(id) && this.seen.add(id);
  }

  /** Show the person's own words, exactly as typed; the status beside them tells whether they are sent. */
  own(text, lang) {
    const status = el('div.status', { hidden: true });
    const node = this.put('person', 'own', [el('p.own', { dir: 'auto', lang }, text), status]);
    return { node, status, text };
  }

  /** Put "Change" beside each own message that holds answers: `told` names them by question. */
  offerChanges(told, change) {
    for (const [id, own] of this.mine) {
      own.questions = Object.keys(told).filter((question) => told[question] === id);
      const none = !own.questions.length;
      if (own.change) own.change.hidden = none;
      if (none || own.change) continue;
      const short = own.text.length > QUOTED ? `${own.text.slice(0, QUOTED)}…` : own.text;
      own.change = button(words.change, () => change(own.questions, short), { class: 'change' }, ` “${short}”`);
      own.status.after(own.change);
    }
  }

  /** Something the widget itself has to say, with a button to do something about it. */
  notice(text, kind = 'notice', label = '', run = null) {
    return this.put('bot', kind, [blocks(text), label && button(label, run)]);
  }

  put(from, kind, content, lang) {
    const who = el(this.speaker === from ? 'p.who.hidden' : 'p.who', {}, words.from[from]);
    this.speaker = from;
    const node = el(`div.message.${from}.${kind}`, {}, who, el('div.body', said(lang), content.flat()));
    this.log.append(node);
    return node;
  }

  /** All of it as plain text, for taking along. */
  get text() {
    return [...this.log.children].map((node) => {
      const copy = node.cloneNode(true);
      for (const each of copy.querySelectorAll('button, .status, .act, a > .hidden')) each.remove();
      for (const each of copy.querySelectorAll('p, li, dt, br')) each.append('\n');
      return copy.textContent.replace(/\n+/g, '\n').trim();
    }).join('\n\n');
  }

  /** Take away what could be chosen in older messages: only the newest offer counts. */
  settle() {
    for (const node of this.log.querySelectorAll('.act')) node.remove();
  }

  /** Bring the first of the new messages to the top of the view, as far as there is room. */
  reveal(node) {
    this.scroller.scrollTo(0, node.getBoundingClientRect().top - this.log.getBoundingClientRect().top - 8);
  }

  /** Somewhere for focus to be when what had it goes away. */
  rest() {
    this.scroller.focus({ preventScroll: true });
  }

  toEnd() {
    this.scroller.scrollTo(0, this.log.offsetHeight);
  }
}
