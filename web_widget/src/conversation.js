// Joins the server's replies, the transcript, the choices and the text box.
import { button } from './dom.js';
import { Outbox } from './outbox.js';
import { referenceBox } from './reference.js';
import { accepted } from './session.js';
import { parted } from './summary.js';
import { words } from './words.js';

const STAFF_EVERY_MS = 8_000;
const REFERENCE = 'reference';

export class Conversation {
  /** `parts`: transcript, answers, composer, announce(text) and update(state). */
  constructor(api, session, parts, locale) {
    Object.assign(this, { api, session, locale, ...parts });
    this.outbox = new Outbox((message) => this.api.send(message), {
      sending: (entry) => this.sending(entry),
      sent: (entry, reply) => this.sent(entry, reply),
      failed: (entry, problem) => this.failed(entry, problem),
      refused: (entry, problem) => this.refused(entry, problem),
    });
    this.pick = (choice) => this.answers.choose(choice);
    this.reset();
  }

  reset() {
    clearTimeout(this.timer);
    this.last = 0;
    this.state = {};
    this.begun = null;
    this.outbox.clear();
    this.transcript.clear();
    this.answers.clear();
    this.composer.reset();
    this.update(this.state);
  }

  // Beginning, or going on after a reload

  /** Begin or go on, once; a failure is shown with a way to try again. */
  start() {
    this.begun ??= this.session.token ? this.resume() : this.begin();
    return this.begun;
  }

  async begin() {
    try {
      const reply = await this.api.begin(this.locale);
      this.session.token = reply.token;
      this.receive(reply);
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
      this.transcript.notice(words.lost);
      await this.begin();
    }
  }

  cannotStart(problem) {
    const text = problem.detail ?? words.noStart;
    const run = () => {
      this.transcript.scroller.focus({ preventScroll: true });
      node.remove();
      this.begun = null;
      this.start();
    };
    const node = this.transcript.notice(text, { label: words.tryAgain, run }, 'error');
    this.announce(text);
  }

  // Saying something

  /** Say it: `label` is what the person sees, `body` what the server gets. */
  say(label, body) {
    if (!this.session.token) {
      if (body.text) this.composer.text = body.text;
      this.composer.wrong(words.noStart);
      return;
    }
    this.outbox.add(body, { own: this.transcript.own(label), body });
  }

  sending({ own }) {
    own.status.classList.remove('failed');
    own.status.replaceChildren(words.sending);
    own.status.hidden = false;
    this.transcript.writing.hidden = false;
    this.composer.busy(true);
    this.answers.hold(true);
    this.transcript.toEnd();
  }

  sent({ own }, reply) {
    own.status.hidden = true;
    this.settled();
    this.receive(reply, { answer: true });
  }

  settled() {
    this.transcript.writing.hidden = true;
    this.composer.busy(false);
    this.answers.hold(false);
  }

  /** It may still get through: the words stay where they are, with a way to send them again. */
  failed({ own }, problem) {
    this.transcript.writing.hidden = true;
    this.composer.busy(false); // more can be written; it waits its turn behind this
    const text = `${words.notSent} ${why(problem)}`;
    const retry = button(words.tryAgain, () => {
      this.transcript.scroller.focus({ preventScroll: true });
      this.outbox.flush();
    });
    own.status.classList.add('failed');
    own.status.replaceChildren(text, retry);
    this.announce(text);
    this.transcript.toEnd();
  }

  /** It will not get through as it is: the words go back to the box, with what is wrong. */
  refused({ own, body }, problem) {
    own.node.remove();
    this.transcript.speaker = null;
    this.settled();
    if (body.text && !this.composer.text) this.composer.text = body.text;
    const text = problem.over ? words.expired : problem.detail ?? words.refused;
    this.composer.wrong(text);
    this.announce(text);
    if (problem.over) this.ended();
    else this.catchUp();
  }

  /** The conversation is closed: nothing more can be said in it, but the words in the box stay. */
  ended() {
    this.session.forget();
    this.answers.clear();
    const run = () => {
      const kept = this.composer.text;
      this.transcript.scroller.focus({ preventScroll: true });
      this.reset();
      this.composer.text = kept;
      this.start();
    };
    this.transcript.notice(words.ended, { label: words.again, run });
    this.transcript.toEnd();
  }

  // Hearing something

  receive({ messages, state }, { resumed = false, answer = false } = {}) {
    this.last = Math.max(this.last, ...messages.map((each) => each.id));
    // A reply may hold the person's own message, which is on the page already.
    const fresh = messages.filter((each) => this.transcript.isNew(each) && !(answer && each.from === 'person'));
    this.state = state ?? this.state;
    this.update(this.state);
    // What matters most on sending comes first; after a reload it comes last, where it was.
    const reference = resumed ? null : this.showReference();
    const first = fresh.length ? this.show(fresh, resumed) : null;
    if (resumed) this.showReference();
    if (reference ?? first) this.transcript.reveal(reference ?? first);
    if (accepted(this.state)) this.session.accept();
    this.watchStaff();
  }

  /** Show what is new, and what can be answered; the node where reading goes on. */
  show(fresh, resumed) {
    this.transcript.settle();
    const newest = fresh.slice(fresh.findLastIndex((each) => each.from === 'person') + 1);
    const asking = newest.findLast((each) => each.question || each.choices?.length) ?? newest.at(-1);
    const nodes = fresh.map((each) => this.showOne(each, newest.includes(each), each === asking));
    this.ask(asking);
    // After a reload only the open question is new to the person.
    this.speak(resumed && asking ? [asking] : newest);
    return nodes[resumed && asking ? fresh.indexOf(asking) : 0];
  }

  showOne(message, current, asking) {
    const { changes, rest } = parted(current ? message.choices ?? [] : []);
    return this.transcript.add(message, { changes, acts: asking ? [] : rest, pick: this.pick });
  }

  ask(message) {
    const choices = parted(message?.choices ?? []).rest;
    this.answers.show(choices, message?.input, message?.text ?? '');
    // Beside a question for words the only choice is a way past it.
    const beside = choices.length > 0 && !['text', 'date'].includes(message.input);
    this.composer.ask({ input: message?.input, beside });
  }

  speak(messages) {
    for (const { from, text } of messages) this.announce(`${words.from[from] ?? words.from.bot}: ${text}`);
    if (this.answers.count) this.announce(words.announceOptions(this.answers.count));
  }

  showReference() {
    const { reference } = this.state;
    if (!reference || !this.transcript.isNew({ id: REFERENCE })) return null;
    const box = referenceBox(reference, this.announce);
    this.transcript.log.append(box);
    return box;
  }

  /** Fetch what came meanwhile, from staff or in another tab; a failure is no news. */
  async catchUp() {
    if (!this.session.token || this.outbox.blocked || document.hidden) return;
    try {
      this.receive(await this.api.since(this.last));
    } catch {
      this.watchStaff();
    }
  }

  watchStaff() {
    clearTimeout(this.timer);
    if (this.state.owner === 'staff') this.timer = setTimeout(() => this.catchUp(), STAFF_EVERY_MS);
  }
}

function why({ status, detail, retryAfter }) {
  if (status === 429 && retryAfter) return words.wait(retryAfter);
  return detail ?? (status ? words.trouble : words.offline);
}
