// The chat in its window: building it, opening, closing, starting again, leaving.
import { announce, hush } from './announcer.js';
import { buildAnswers } from './answers.js';
import { call, endSession } from './api.js';
import { box, buildComposer, write } from './composer.js';
import { catchUp, reset, say, start, tell, unsent } from './conversation.js';
import { save as saveAnswers } from './keep.js';
import { NAMES } from './language.js';
import { leaveNow, shiftKeys } from './leave.js';
import { empty, flush, post } from './outbox.js';
import { buildPanels } from './panels.js';
import { config, host, standIn } from './place.js';
import { printAlone } from './reference.js';
import { forget, save, tell as tellTabs, token } from './session.js';
import { buildTranscript } from './transcript.js';
import { buildView, dialog, held, show } from './view.js';
import { fill, speak, words } from './words.js';
import { sheetOf } from './sheet.js';
import style from '../styles/chat.css' with { type: 'text' };

const watch = shiftKeys((n) => announce(fill(words.exitMore, { n })), exit);
let opener; // what gets focus back
let filer; // the part for files, once it was used

/** Put the chat into an element of the page: `texts` are its words in the element's language. */
export function install(element, texts) {
  standIn(element);
  host.shadowRoot.adoptedStyleSheets.push(sheetOf(style));
  build(texts);
  addEventListener('online', flush);
  addEventListener('pageshow', catchUp);
  addEventListener('beforeunload', keepUnsent);
  document.addEventListener('visibilitychange', catchUp);
}

function keepUnsent(event) {
  if (unsent()) event.preventDefault();
}

/** The window anew, with nothing said in it yet. */
function build(texts) {
  speak(config.lang, texts);
  buildTranscript();
  buildAnswers();
  buildComposer();
  buildPanels();
  buildView();
  reset();
}

/** Words on their way: "save" alone is a wish and no answer. */
export function typed(text) {
  if (token && words.keepSaid.includes(text.toLowerCase().replace(/[.!]$/, ''))) saveAnswers();
  else say(text);
}

/** Attach files. */
export async function attach() {
  try {
    const { Files } = await import('./files.js');
    if (filer?.token !== token) filer = new Files();
    await filer.open();
  } catch (problem) {
    tell(problem.detail ?? words.trouble, 'error');
  }
}

/** Ask for another language: by saying so, or where nothing was begun yet at once. */
export function ask(lang) {
  if (token) say(NAMES[lang]);
  else turn(lang);
}

/** Build the window anew in another language and take the conversation up where it is; false where its texts cannot be fetched. */
export async function turn(lang) {
  let texts;
  try {
    texts = await host.texts(lang);
  } catch {
    return false;
  }
  const { value } = box;
  const focus = held(); // null where focus is elsewhere on the page: it stays there
  const { open: shown } = dialog;
  const atBox = focus === box;
  const waiting = empty();
  hush();
  config.lang = lang;
  build(texts);
  write(value);
  if (shown) {
    const opening = open(opener, focus && !atBox);
    if (atBox) box.focus();
    await opening;
  }
  for (const { own, message } of waiting) post(own.text, message);
  return true;
}

/** Open the window; focus goes back to `from` when it is closed. */
export async function open(from, focus) {
  opener = from;
  host.opened(true);
  show(focus);
  shown(true);
  await start();
}

export function close() {
  dialog.close();
  shown(false);
  host.opened(false);
  opener?.focus();
}

function shown(on) {
  printAlone(on);
  watch(on);
  save(on);
}

/** Erase this conversation on the server and here. True when the server has done so. */
async function erase() {
  if (token) {
    try {
      await call('DELETE', 'conversation');
    } catch (problem) {
      if (problem.status === 409) await endSession(); // sent already, and kept
      else if (!problem.over) return false;
    }
    host.emit('ended');
  }
  forgetAll();
  return true;
}

/** Nothing of the conversation stays, in this tab or another; nothing unsent holds the page back. */
export function forgetAll() {
  tellTabs('gone');
  forget();
  reset();
}

/** Another tab has left or deleted it all: nothing of it stays here either. */
export function gone() {
  forget();
  reset();
  close();
}

export async function again() {
  if (await erase()) await start();
  else tell(words.notDeleted, 'error');
}

export async function stop() {
  if (await erase()) tell(words.deleted, 'notice', words.ways.again.label, again);
  else tell(words.notDeleted, 'error');
}

/** Leave at once: nothing stays in the browser, and the server is told without waiting. */
export function exit() {
  if (token) endSession();
  forgetAll();
  leaveNow(config.exit);
}
