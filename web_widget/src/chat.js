// The chat in its window: opening, closing, starting again, leaving.
import { Announcer } from './announcer.js';
import { Answers } from './answers.js';
import { Api } from './api.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { leaveNow, ShiftKeys } from './leave.js';
import { Panels } from './panels.js';
import { Session } from './session.js';
import { Transcript } from './transcript.js';
import { View } from './view.js';
import { words } from './words.js';

export class Chat {
  constructor(host, sheet) {
    Object.assign(this, { host, config: host.config, session: new Session() });
    this.api = new Api(this.config.server, this.session);
    const announcer = new Announcer();
    this.announce = (text) => announcer.say(text);
    this.say = (label, body) => this.conversation.say(label, body);
    const parts = this.parts();
    this.view = new View(host.shadowRoot, { ...parts, announcer }, this.config, () => this.close());
    const update = (state) => this.view.update(state);
    this.conversation = new Conversation(
      this.api, this.session, { ...parts, announce: this.announce, update }, this.config.lang,
    );
    this.shift = new ShiftKeys({ more: (n) => this.announce(words.exitMore(n)), leave: () => this.exit() });
    this.styled = loaded(sheet);
    host.shadowRoot.append(sheet);
    addEventListener('online', () => this.conversation.outbox.flush());
    document.addEventListener('visibilitychange', () => this.conversation.catchUp());
  }

  parts() {
    return {
      transcript: new Transcript(),
      answers: new Answers({
        one: ({ label, value }) => this.say(label, { choice: value }),
        several: (picked) => this.say(
          picked.map((each) => each.label).join(', '), { choices: picked.map((each) => each.value) },
        ),
      }),
      composer: new Composer({ send: (text) => this.say(text, { text }), announce: this.announce }),
      panels: new Panels(this.config, {
        askPerson: () => this.say(words.personSays, { text: words.personSays }),
        again: () => this.again(),
        stop: () => this.stop(),
        exit: () => this.exit(),
      }),
    };
  }

  async open(opener, { focus = true } = {}) {
    await this.styled;
    this.opener = opener;
    this.launcher(true);
    this.view.show({ focus });
    this.shift.watch(true);
    this.remember(true);
    await this.conversation.start();
  }

  close() {
    this.view.hide();
    this.shift.watch(false);
    this.remember(false);
    this.launcher(false);
    this.opener?.focus();
  }

  launcher(open) {
    this.host.launcher.hidden = open;
    this.host.launcher.setAttribute('aria-expanded', String(open));
  }

  remember(open) {
    this.session.open = open;
    this.session.save();
  }

  /** Erase this conversation on the server and here. True when the server has done so. */
  async erase() {
    try {
      if (this.session.token) await this.api.erase();
    } catch (problem) {
      if (!problem.over) return false;
    }
    this.session.forget();
    this.conversation.reset();
    return true;
  }

  async again() {
    if (await this.erase()) await this.conversation.start();
    else this.tell(words.notDeleted, 'error');
  }

  async stop() {
    const done = await this.erase();
    this.tell(done ? words.deleted : words.notDeleted, done ? 'notice' : 'error');
  }

  tell(text, kind) {
    const { transcript } = this.conversation;
    const run = () => this.again();
    transcript.notice(text, kind === 'notice' ? { label: words.again, run } : undefined, kind);
    transcript.toEnd();
    this.announce(text);
  }

  /** Leave at once: nothing stays in the browser, and the server is told without waiting. */
  exit() {
    if (this.session.token) this.api.erase({ keepalive: true }).catch(() => {});
    this.session.forget();
    leaveNow(this.config.exit);
  }
}

function loaded(sheet) {
  return new Promise((resolve) => {
    sheet.addEventListener('load', resolve);
    sheet.addEventListener('error', resolve); // plain, but it works
  });
}
