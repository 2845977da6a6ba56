// Joins the server's replies, the transcript, the choices and the text box.
import { announce } from './announcer.js';
import { button, el, focused } from './dom.js';
import { Outbox } from './outbox.js';
import { referenceBox } from './reference.js';
import { parted } from './summary.js';
import { fill, words } from './words.js';

const STAFF_EVERY_MS = 8_000;
const FILES_AT = ['evidence', 'confirm']; // the questions beside which files may be attached

export class Conversation {
  /** `chat` with its api, session, transcript, answers, composer, panels and what it can do. */
  constructor(chat) {
    const { api, session, transcript, answers, composer } = chat;
    Object.assign(this, { chat, api, session, transcript, answers, composer, locale: chat.config.lang });
    this.outbox = new Outbox(this);
    this.pick = (choice) => answers.choose(choice);
    this.reset();
  }

  reset() {
    clearTimeout(this.timer);
    this.last = 0;
    this.begun = null;
    this.outbox.clear();
    this.transcript.clear();
    this.answers.clear();
    this.composer.reset();
    this.update({});
  }

  update(state) {
    this.state = state;
    this.chat.view.update(state);
  }

  // Beginning, or going on after a reload

  /** Begin or go on, once; a failure is shown with a way to try again. */
  start() {
    this.begun ??= this.session.token ? this.resume() : this.begin();
    return this.begun;
  }

  async begin() {
    const { chat, session, transcript } = this;
    try {
      await session.join();
      if (session.token) return await this.resume();
      const reply = await this.api.begin(this.locale);
      session.token = reply.token;
      const { greeting } = chat.config;
      if (greeting) this.tell(greeting, 'info');
      this.receive(reply);
      // Gone with the first answer: settle() takes what could be chosen away.
      transcript.log.append(el('p.act', {}, button(words.back, () => chat.keeper.back())));
    } catch (problem) {
      this.cannotStart(problem);
    }
  }

  async resume() {
    try {
      this.receive(await this.api.since(0), { resumed: true });
    } catch (problem) {
      if (!problem.over) return this.cannotStart(problem);
      this.session.forget();
      this.tell(words.lost);
      await this.begin();
    }
  }

  cannotStart({ detail }) {
    const node = this.tell(detail ?? words.noStart, 'error', words.tryAgain, () => {
      this.transcript.rest();
      node.remove();
      this.begun = null;
      this.start();
    });
  }

  /** Something of the widget's own, shown and announced. */
  tell(text, kind, label, run) {
    announce(text);
    return this.transcript.notice(text, kind, label, run);
  }

  /** True while answers can still be changed. */
  get open() {
    return (this.state.status ?? 'open') === 'open';
  }

  /** True while leaving the page would lose words. */
  get unsent() {
    return this.outbox.waiting.length > 0 || this.composer.text.trim();
  }

  // Saying something

  /** Say it: `label` is what the person sees, `body` what the server gets. */
  say(label, body) {
    if (this.session.token) return this.outbox.add(this.transcript.own(label), body);
    if (body.text) this.composer.text = body.text;
    this.composer.wrong(words.noStart);
  }

  deliver(message) {
    return this.api.call('POST', 'messages', message);
  }

  sending({ own }) {
    own.status.hidden = false;
    if (own.line) return; // what is wrong stays to be read, and the button keeps its focus
    own.status.replaceChildren(words.sending);
    this.busy(true);
    this.answers.hold(true);
    this.transcript.toEnd();
  }

  busy(on) {
    this.transcript.writing.hidden = !on;
    this.composer.busy(on);
  }

  settled() {
    this.busy(false);
    this.answers.hold(false);
  }

  sent({ own }, reply) {
    if (focused(own.status)) this.transcript.rest();
    own.status.replaceChildren();
    own.status.hidden = true;
    this.settled();
    const known = this.transcript.mine;
    const newest = Math.max(...Object.values(reply.state?.told ?? {}).filter((id) => !known.has(id)));
    if (newest > 0) known.set(newest, own);
    this.receive(reply, { answer: true });
    this.session.tell('news');
  }

  /** It may still get through: the words stay where they are, with a way to send them again. */
  failed({ own }, problem) {
    this.busy(false); // more can be written; it waits its turn behind this
    const text = `${words.notSent} ${why(problem)}`;
    if (own.line?.textContent === text) return; // tried again by itself: told once
    if (!own.line) {
      own.line = el('p', {});
      own.status.classList.add('failed');
      own.status.replaceChildren(own.line, button(words.tryAgain, () => {
        own.line.textContent = words.sending;
        this.outbox.flush();
      }));
    }
    own.line.textContent = text;
    announce(text);
    this.transcript.toEnd();
  }

  /** It will not get through as it is: the words go back to the box, with what is wrong. */
  refused(entry, problem) {
    if (problem.over) return this.ended([entry, ...this.outbox.clear()]);
    this.takeBack([entry]);
    const text = problem.detail ?? words.refused;
    this.composer.wrong(text);
    announce(text);
    this.catchUp();
  }

  /** Words that were not sent go back to the box, before what is in it already. */
  takeBack(entries) {
    for (const { own } of entries) own.node.remove();
    this.transcript.speaker = null;
    this.settled();
    const unsent = entries.map(({ body }) => body.text);
    this.composer.text = [...unsent, this.composer.text].filter(Boolean).join('\n\n');
  }

  /** The conversation is closed: nothing more can be said in it, but the person's words stay. */
  ended(entries = []) {
    const { composer, transcript } = this;
    this.chat.host.emit('ended');
    this.session.forget();
    clearTimeout(this.timer);
    this.takeBack(entries);
    this.answers.clear();
    transcript.offerChanges({});
    composer.wrong(words.expired);
    transcript.notice(words.ended, 'notice', words.again, () => {
      const { text } = composer;
      transcript.rest();
      this.reset();
      composer.text = text;
      this.start();
    });
    transcript.toEnd();
    announce(words.expired);
  }

  /** Ask for one of the answers anew; where a message held several, show them all. */
  change(questions, label) {
    if (questions.length > 1) this.chat.panels.open('answers');
    else this.say(`${words.change}: ${label}`, { change: questions[0] });
  }

  // Hearing something

  receive(reply, how = {}) {
    const { transcript } = this;
    const { messages, state = this.state } = reply;
    const { resumed, answer } = how;
    if (state.locale && state.locale !== this.locale) {
      this.locale = state.locale;
      this.chat.turn(state.locale).then((done) => done || this.receive(reply, how));
      return;
    }
    this.last = Math.max(this.last, ...messages.map(({ id }) => id));
    // A reply may hold the person's own message, which is on the page already.
    const fresh = messages.filter(({ id, from }) => transcript.isNew(id) && !(answer && from === 'person'));
    this.update(state);
    // What matters most on sending comes first; after a reload it comes last, where it was.
    const reference = !resumed && this.showReference();
    const first = fresh.length > 0 && this.show(fresh, resumed);
    if (reference) this.chat.host.emit('sent');
    if (resumed) this.showReference();
    transcript.offerChanges(state.told ?? {}, (...what) => this.change(...what));
    if (reference || first) transcript.reveal(reference || first); // once all has its height
    this.session.heed(state);
    this.watchStaff();
  }

  /** Show what is new, and what can be answered; the node where reading goes on. */
  show(fresh, resumed) {
    this.transcript.settle();
    const newest = fresh.slice(fresh.findLastIndex(({ from }) => from === 'person') + 1);
    const asking = newest.findLast((each) => each.question || each.choices?.length) ?? newest.at(-1);
    const nodes = fresh.map((each) => this.showOne(each, newest.includes(each), each === asking));
    this.ask(asking ?? {});
    // After a reload only the open question is new to the person.
    const alone = resumed && asking;
    this.speak(alone ? [asking] : newest);
    return nodes[alone ? fresh.indexOf(asking) : 0];
  }

  showOne(message, current, asking) {
    const { changes, rest } = parted(current ? message.choices : []);
    return this.transcript.add(message, { changes, acts: asking ? [] : rest, pick: this.pick });
  }

  ask({ choices, input, text, question }) {
    const { rest } = parted(choices);
    this.answers.show(rest, input, text);
    // Beside a question for words the only choice is a way past it.
    this.composer.ask(input, rest.length > 0 && !['text', 'date'].includes(input));
    if (FILES_AT.includes(question)) this.answers.area.append(button(words.files, () => this.chat.files(), { class: 'choice' }));
  }

  speak(messages) {
    for (const { from, text } of messages) announce(`${words.from[from]}: ${text}`);
    const n = this.answers.count;
    if (n) announce(fill(words.announceOptions, { n }));
  }

  showReference() {
    const { reference } = this.state;
    if (!reference || !this.transcript.isNew('reference')) return null;
    const box = referenceBox(reference);
    this.transcript.log.append(box);
    return box;
  }

  /** Fetch what came meanwhile, from staff or in another tab; not being reached is no news. */
  async catchUp() {
    if (!this.session.token || this.outbox.waiting.length || document.hidden) return;
    try {
      this.receive(await this.api.since(this.last));
    } catch (problem) {
      if (problem.over) this.ended();
      else this.watchStaff();
    }
  }

  watchStaff() {
    clearTimeout(this.timer);
    if (this.state.owner === 'staff') this.timer = setTimeout(() => this.catchUp(), STAFF_EVERY_MS);
  }
}

/** Why something could not be done just now, in a plain sentence. */
export function why({ status, detail, retryAfter }) {
  if (status === 429 && retryAfter) return fill(words.wait, { n: retryAfter });
  return detail ?? (status ? words.trouble : words.offline);
}
