// The language of the window: chosen at first, changed within a conversation, written from either side.
import { hush } from './announcer.js';
import { speak } from './words.js';

/** What each language is called in itself. */
export const NAMES = { en: 'English', cy: 'Cymraeg' };
const RIGHT_TO_LEFT = /^(?:ar|dv|fa|he|ps|sd|ug|ur|yi)\b/;

/** The attributes of something said in a language. */
export function said(lang) {
  return lang ? { lang, dir: RIGHT_TO_LEFT.test(lang) ? 'rtl' : 'ltr' } : {};
}

/** Build the window anew in another language and take the conversation up where it is; false where its texts cannot be fetched. */
export async function turn(chat, lang) {
  const { host, view, conversation, composer, opener } = chat;
  try {
    speak(lang, await host.texts(lang));
  } catch {
    return false;
  }
  const { text, field: { box } } = composer;
  const held = host.shadowRoot.activeElement; // null where focus is elsewhere on the page: it stays there
  const waiting = conversation.outbox.clear();
  const { open } = view;
  conversation.reset(); // it listens and fetches no more
  hush();
  host.config.lang = lang;
  view.dialog.remove();
  const next = new chat.constructor(host, chat.session);
  host.chat = next;
  next.composer.text = text;
  if (open) {
    const opening = next.open(opener, { focus: held && held !== box });
    if (held === box) next.composer.field.box.focus();
    await opening;
  }
  for (const { own, body } of waiting) next.conversation.say(own.text, body);
  return true;
}
