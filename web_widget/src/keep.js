// Save and come back: a form that saves, and two that open what was saved.
import { announce } from './announcer.js';
import { why } from './conversation.js';
import { button, el, mark } from './dom.js';
import { field, form } from './fields.js';
import { referenceBox } from './reference.js';
import { fill, words } from './words.js';

const para = (text) => el('p', {}, text);

export class Keep {
  /** `chat` with its api, session, conversation, panels, forget and exit. */
  constructor(chat) {
    this.chat = chat;
  }

  call(path, body) {
    return this.chat.api.call('POST', path, body);
  }

  step(title, ...content) {
    this.chat.panels.step(title, content);
  }

  save() {
    const said = words.keeping;
    const [ask] = question('keep-address', said.address, said.addressHint, said.addressNeeded, said.save,
      async (address) => this.saved(await this.call('kept', { address })), { autocomplete: 'email' });
    this.step(said.saveTitle, para(said.saveText), ask);
  }

  saved({ reference, address, minutes, days }) {
    const said = words.keeping;
    const { panels } = this.chat;
    const sent = fill(said.sent, { address });
    this.step(said.savedTitle,
      referenceBox(reference), para(sent), para(fill(said.how, { minutes, days })),
      button(said.goOn, () => panels.close(), { class: 'primary' }),
      panels.way('leave', said.leave, said.leaveNote, () => this.chat.exit()));
    announce(`${said.savedTitle}. ${sent}`);
  }

  back() {
    const said = words.keeping;
    const [ask] = question('keep-reference', said.reference, said.referenceHint, said.referenceNeeded, said.ask,
      (reference) => this.ask(reference), { autocapitalize: 'characters', spellcheck: 'false' });
    this.step(said.backTitle, para(said.backText),
      this.chat.conversation.state.answered > 0 && para(said.replaces), ask);
  }

  async ask(reference) {
    const said = words.keeping;
    const { minutes } = await this.call('return-codes', { reference });
    const sent = fill(said.codeText, { minutes });
    const [ask, wrong] = question('keep-code', said.code, said.codeHint, said.codeNeeded, said.open,
      async (code) => this.open(await this.call('returns', { reference, code })),
      { autocomplete: 'one-time-code', inputmode: 'numeric' });
    this.step(said.codeTitle, para(sent), ask,
      button(said.again, () => this.ask(reference).catch(wrong), { class: 'choice' }),
      button(said.other, () => this.back(), { class: 'choice' }));
    announce(sent);
  }

  /** Go on in what was saved; what was open here until now is left. */
  async open(reply) {
    const { api, conversation, panels, session } = this.chat;
    if (session.token) await api.leave(); // else it is erased in its time
    this.chat.forget();
    session.token = reply.token;
    conversation.begun = Promise.resolve();
    panels.close();
    conversation.transcript.rest();
    announce(words.keeping.isBack);
    conversation.receive(reply, { resumed: true });
  }
}

/** A form of one field, and what tells at the field why something failed. `send` gets the answer; `needed` is said where there is none. */
function question(id, label, hint, needed, act, send, props) {
  const { node, box, wrong } = field('input', id, label, hint, { type: 'text', autocomplete: 'off', ...props });
  const refuse = (text) => {
    wrong(text);
    box.focus();
  };
  const failed = (problem) => refuse(why(problem));
  const [made, go] = form(act, async () => {
    const answer = box.value.trim();
    if (!answer) return refuse(needed);
    wrong('');
    mark(go, 'aria-disabled', true);
    await send(answer).catch(failed);
    mark(go, 'aria-disabled', false);
  }, node);
  return [made, failed];
}
