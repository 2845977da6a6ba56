// What has been said, in order. Nodes are only ever added, so that a screen reader never hears
// the whole conversation again.
import { choose, offered } from './answers.js';
import { change } from './conversation.js';
import { button, el } from './dom.js';
import { QUOTED } from './limits.js';
import { flush } from './outbox.js';
import { list } from './rows.js';
import { blocks } from './text.js';
import { words } from './words.js';

export let log;
export let writing;
export let scroller;
export let mine; // the person's own messages by the server's id
let seen;

export function buildTranscript() {
  log = el('div', { role: 'log', 'aria-live': 'off', 'aria-labelledby': 'title' });
  writing = el('p.writing', { hidden: true }, words.writing);
  scroller = el('div.scroller', { tabindex: '0', role: 'region', 'aria-label': words.conversation }, log, writing);
}

export function wipe() {
  log.replaceChildren();
  seen = new Set();
  mine = new Map();
}

/** Show a message of the server's. While it is `current` its answers can be changed beside it, and it offers its other choices
 * where it is not the one that is `asking`. */
export function add({ id, from, kind, text, lang, choices, before = text, after = '' }, current, asking) {
  if (from === 'person') {
    mine.set(id, own(text, lang));
    return mine.get(id).node;
  }
  const risk = kind === 'risk';
  const changes = choices.filter((choice) => current && choice.change);
  const rows = changes.filter(({ change }) => change.answer);
  const others = changes.filter(({ change }) => !change.answer);
  const beside = choices.filter((choice) => current && !asking && !choice.change);
  return put(from, kind, [
    risk && el('h3', {}, words.helpBox),
    blocks(current ? before : text, risk),
    rows.length && list(rows.map((choice) => [choice.change.label, choice.change.answer, () => choose(choice)])),
    blocks(current ? after : '', risk),
    others.length && el('details.act', {}, el('summary', {}, words.changeMore), offered('ul.plain', others)),
    beside.length && offered('ul.act.few', beside),
  ], lang);
}

/** True the first time that what has this id comes by. */
export function isNew(id) {
  return !seen.has(id) && seen.add(id);
}

/** Show the person's own words, exactly as typed; the status beside them tells whether they are sent. */
export function own(text, lang) {
  const line = el('p', {});
  const again = button(words.tryAgain, () => {
    line.textContent = words.sending;
    flush();
  }, { hidden: true });
  const status = el('div.status', { hidden: true }, line, again);
  const short = text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
  const edit = button(words.change, () => change(said.questions, short), { class: 'change', hidden: true }, ` “${short}”`);
  const node = put('person', 'own', [el('p.own', { dir: 'auto', lang }, text), status, edit]);
  const said = { node, status, line, again, edit, text };
  return said;
}

/** Put "Change" beside each own message that holds answers: `told` names them by question. */
export function offerChanges(told) {
  for (const [id, said] of mine) {
    said.questions = Object.keys(told).filter((question) => told[question] === id);
    said.edit.hidden = !said.questions.length;
  }
}

/** Something the widget itself has to say, with a button to do something about it. */
export function notice(text, kind = 'notice', label = '', run = null) {
  return put('bot', kind, [blocks(text), label && button(label, run)]);
}

function put(from, kind, content, lang) {
  const again = log.lastChild?.classList.contains(from);
  const node = el(`div.message.${from}.${kind}`, {},
    el(again ? 'p.who.hidden' : 'p.who', {}, words.from[from]), el('div.body', { lang, dir: 'auto' }, content.flat()));
  log.append(node);
  return node;
}

/** All of it as plain text, for taking along. */
export function transcript() {
  return [...log.children].map((node) => {
    const copy = node.cloneNode(true);
    for (const each of copy.querySelectorAll('button, .status, .act, a > .hidden')) each.remove();
    for (const each of copy.querySelectorAll('p, li, dt, br')) each.append('\n');
    return copy.textContent.replace(/\n+/g, '\n').trim();
  }).join('\n\n');
}

/** Take away what could be chosen in older messages: only the newest offer counts. */
export function settle() {
  for (const node of log.querySelectorAll('.act')) node.remove();
}

/** Bring the first of the new messages to the top of the view, as far as there is room. */
export function reveal(node) {
  scroller.scrollTo(0, node.getBoundingClientRect().top - log.getBoundingClientRect().top - 8);
}

/** Somewhere for focus to be when what had it goes away. */
export function rest() {
  scroller.focus({ preventScroll: true });
}

export function toEnd() {
  scroller.scrollTo(0, log.offsetHeight);
}
