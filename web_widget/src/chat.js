// The chat in its window: opening, closing, starting again, leaving.
import { announce } from './announcer.js';
import { Answers } from './answers.js';
import { Api } from './api.js';
import { Composer } from './composer.js';
import { Conversation, why } from './conversation.js';
import { adopt } from './dom.js';
import { Keep } from './keep.js';
import { NAMES, turn } from './language.js';
import { leaveNow, shiftKeys } from './leave.js';
import { Panels } from './panels.js';
import { printAlone } from './reference.js';
import { Session } from './session.js';
import { Transcript } from './transcript.js';
import { View } from './view.js';
import { fill, speak, words } from './words.js';
import sheet from '../styles/chat.css' with { type: 'css' };

export { speak };

export class Chat {
  /** The session goes on when the window is built anew in another language. */
  constructor(host, session) {
    this.host = host;
    this.config = host.config;
    this.session = session ?? begun(host);
    this.api = new Api(this.config, this.session);
    this.transcript = new Transcript();
    this.answers = new Answers((label, body) => this.say(label, body));
    this.composer = new Composer((text) => this.typed(text));
    this.panels = new Panels(this);
    this.view = new View(this);
    this.conversation = new Conversation(this);
    this.keeper = new Keep(this);
    adopt(host.shadowRoot, sheet);
  }

  /** Another tab has said something, or something else may have happened meanwhile. */
  news() {
    this.conversation.catchUp();
  }

  say(label, body = { text: label }) {
    this.conversation.say(label, body);
  }

  /** Words on their way: "save" alone is a wish and no answer. */
  typed(text) {
    if (this.session.token && words.keepSaid.includes(text.toLowerCase().replace(/[.!]$/, ''))) this.keeper.save();
    else this.say(text);
  }

  /** Attach files. */
  async files() {
    try {
      const { Files } = await import('./files.js');
      if (this.filer?.token !== this.session.token) this.filer = new Files(this);
      await this.filer.open();
    } catch (problem) {
      this.tell(problem.detail ?? words.trouble, 'error');
    }
  }

  /** Ask for another language: by saying so, or where nothing was begun yet at once. */
  ask(lang) {
    if (this.session.token) this.say(NAMES[lang]);
    else this.turn(lang);
  }

  turn(lang) {
    return turn(this, lang);
  }

  /** What was understood so far, or a sentence on why that cannot be shown. */
  async draft() {
    if (!this.session.token) return { answers: [] };
    try {
      return { ...await this.api.call('GET', 'draft'), sent: !this.conversation.open };
    } catch (problem) {
      return { answers: [], problem: why(problem) };
    }
  }

  async open(opener, { focus = true } = {}) {
    this.opener = opener;
    this.host.opened(true);
    this.view.show(focus);
    this.shown(true);
    await this.conversation.start();
  }

  close() {
    this.view.hide();
    this.shown(false);
    this.host.opened(false);
    this.opener?.focus();
  }

  shown(on) {
    printAlone(on);
    this.host.watch(on);
    this.session.save(on);
  }

  /** Erase this conversation on the server and here. True when the server has done so. */
  async erase() {
    if (this.session.token) {
      try {
        await this.api.call('DELETE', 'conversation');
      } catch (problem) {
        if (problem.status === 409) await this.api.leave(); // sent already, and kept
        else if (!problem.over) return false;
      }
      this.host.emit('ended');
    }
    this.forget();
    return true;
  }

  /** Nothing of the conversation stays, in this tab or another; nothing unsent holds the page back. */
  forget() {
    this.session.tell('gone');
    this.session.forget();
    this.conversation.reset();
  }

  /** Another tab has left or deleted it all: nothing of it stays here either. */
  gone() {
    this.session.forget();
    this.conversation.reset();
    this.close();
  }

  async again() {
    if (await this.erase()) await this.conversation.start();
    else this.tell(words.notDeleted, 'error');
  }

  async stop() {
    if (await this.erase()) this.tell(words.deleted, 'notice', words.again, () => this.again());
    else this.tell(words.notDeleted, 'error');
  }

  tell(...what) {
    this.conversation.tell(...what);
    this.transcript.toEnd();
  }

  /** Leave at once: nothing stays in the browser, and the server is told without waiting. */
  exit() {
    if (this.session.token) this.api.leave();
    this.forget();
    leaveNow(this.config.exit);
  }
}

/** The session of a host, and all that its chat listens to, whichever window it has at the time. */
function begun(host) {
  const news = () => host.chat.news();
  host.watch = shiftKeys((n) => announce(fill(words.exitMore, { n })), () => host.chat.exit());
  addEventListener('online', () => host.chat.conversation.outbox.flush());
  addEventListener('pageshow', news);
  addEventListener('beforeunload', (event) => host.chat.conversation.unsent && event.preventDefault());
  document.addEventListener('visibilitychange', news);
  return new Session(host);
}
