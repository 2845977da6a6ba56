// What has been said, in order. Nodes are only ever added, so that a screen reader never hears
// the whole conversation again.
import { button, el } from './dom.js';
import { blocks, plain } from './text.js';
import { summary } from './summary.js';
import { words } from './words.js';

export class Transcript {
  constructor() {
    this.log = el('div', { role: 'log', 'aria-live': 'off', 'aria-labelledby': 'title', class: 'log' });
    this.writing = el('p', { class: 'writing', hidden: true }, words.writing);
    this.scroller = el('div',
      { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': words.conversation },
      this.log, this.writing);
    this.clear();
  }

  clear() {
    this.log.replaceChildren();
    this.seen = new Set();
    this.speaker = null;
  }

  /** Show a message of the server's. `changes` and `acts` are choices that belong beside its text. */
  add(message, { changes, acts, pick }) {
    if (message.from === 'person') return this.own(message.text).node;
    return this.put(message.from, message.kind, [
      message.kind === 'risk' && el('h3', {}, words.helpBox),
      changes.size ? summary(message.text, changes, pick) : blocks(message.text, { help: message.kind === 'risk' }),
      acts.length > 0 && el('div', { class: 'act few' },
        acts.map((choice) => button(choice.label, () => pick(choice), { class: 'choice' }))),
    ]);
  }

  /** True the first time that this message comes by. */
  isNew(message) {
    const fresh = !this.seen.has(message.id);
    this.seen.add(message.id);
    return fresh;
  }

  /** Show the person's own words; the status beside them tells whether they are sent. */
  own(text) {
    const status = el('div', { class: 'status', hidden: true });
    return { node: this.put('person', 'own', [plain(text), status]), status };
  }

  /** Something the widget itself has to say, with a button to do something about it. */
  notice(text, action, kind = 'notice') {
    return this.put('bot', kind, [blocks(text), action && button(action.label, action.run)]);
  }

  put(from, kind, content) {
    const name = words.from[from] ?? words.from.bot;
    const who = el('p', { class: this.speaker === from ? 'who hidden' : 'who' }, name);
    this.speaker = from;
    const node = el('div', { class: `message ${from} ${kind}` }, who, el('div', { class: 'body' }, ...content));
    this.log.append(node);
    return node;
  }

  /** Take away what could be chosen in older messages: only the newest offer counts. */
  settle() {
    for (const node of this.log.querySelectorAll('.act')) node.remove();
  }

  /** Bring the first of the new messages to the top of the view, as far as there is room. */
  reveal(node) {
    const top = node.getBoundingClientRect().top - this.log.getBoundingClientRect().top;
    this.scroller.scrollTo({ top: Math.max(0, top - 8) });
  }

  toEnd() {
    this.scroller.scrollTo({ top: this.log.offsetHeight });
  }
}
