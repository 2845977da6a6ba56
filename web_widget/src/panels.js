// The fixed row of help: a person, a crisis, the answers, more. Always in the same place and made of
// fixed text, so that it works when the service cannot be reached.
import { again, ask, attach, exit, stop } from './chat.js';
import { call } from './api.js';
import { change, say, state, why } from './conversation.js';
import { button, el, focused } from './dom.js';
import { back, save } from './keep.js';
import { NAMES } from './language.js';
import { config } from './place.js';
import { copier } from './reference.js';
import { list } from './rows.js';
import { token } from './session.js';
import { linked } from './text.js';
import { transcript } from './transcript.js';
import { fill, words } from './words.js';

const title = (text) => el('h3', { tabindex: '-1' }, text);
const hint = (text, props = {}) => el('p.hint', props, text);

export let panel;
export let row;
let buttons;
let opened;

/** What each button of the row shows. */
const CONTENT = { person, crisis, answers, options };
/** What each of the options does. */
const OPTIONS = { keep: save, back, files: attach, again: () => confirm(words.ways.again, again), stop: () => confirm(words.ways.stop, stop), exit };

export function buildPanels() {
  panel = el('div.panel', { id: 'panel', role: 'region', hidden: true, onkeydown: escaped });
  opened = null;
  buttons = {};
  for (const name in CONTENT) {
    buttons[name] = button(words[name], () => (opened === name ? close() : open(name)), {
      'aria-expanded': 'false', 'aria-controls': 'panel',
    });
  }
  row = el('div.help', { role: 'group', 'aria-label': words.helpRow }, Object.values(buttons),
    button(words.ways.exit.label, exit, { class: 'exit', 'aria-label': words.exitNow }));
}

export async function open(name) {
  show(name, await CONTENT[name]());
}

function show(name, content) {
  hide();
  opened = name;
  buttons[name].setAttribute('aria-expanded', 'true');
  panel.setAttribute('aria-label', words[name]);
  panel.replaceChildren(...content.flat().filter(Boolean), button(words.close, close));
  panel.hidden = false;
  panel.scrollTop = 0;
}

/** Show a step of something that was asked for; so focus goes to its heading. */
export function step(text, ...content) {
  const heading = title(text);
  show('options', [heading, ...content]);
  heading.focus();
}

function hide() {
  buttons[opened]?.setAttribute('aria-expanded', 'false');
  opened = null;
  panel.hidden = true;
}

export function close() {
  if (focused(panel)) buttons[opened].focus();
  hide();
}

function escaped({ key }) {
  if (key !== 'Escape') return true;
  close();
  return false;
}

/** A button that takes the panel away before it does something. */
function leaving(label, run, props) {
  return button(label, () => {
    close();
    run();
  }, props);
}

function person() {
  const { phone, hours } = config;
  const call = phone ? `${fill(words.personCall, { phone })} ${hours ?? ''}` : words.personNoPhone;
  return [
    title(words.person),
    el('p', {}, linked(call)),
    phone && el('p', {}, words.personOther),
    leaving(words.personAsk, () => say(words.personSays), { class: 'primary' }),
    hint(words.personAskNote),
  ];
}

function crisis() {
  return [
    title(words.crisis),
    el('ul', {}, words.crisisLines.map((line) => el('li', {}, linked(line, true)))),
    el('p', {}, words.crisisNote),
  ];
}

/** What was understood so far, each answer with its "change". */
async function answers() {
  const told = token ? await call('GET', 'draft').catch((problem) => ({ problem: why(problem) })) : {};
  const { answers: given = [], settled, reasons, problem } = told;
  const some = given.length > 0;
  const rows = given.map(({ question, label, answer }) => [label, answer, state.status === 'open' && (() => {
    close();
    change([question], label);
  })]);
  const text = () => given.map(({ label, answer }) => `${label}: ${answer}`).join('\n');
  return [
    title(words.answersTitle),
    el('p', {}, problem ?? (some ? words.answersNote : words.answersNone)),
    some && list(rows),
    settled && reasons.length > 0 && [el('h4', {}, words.answersWhy), el('ul', {}, reasons.map((each) => el('li', {}, each.text)))],
    some && take(words.answersCopy, text, words.answersPrint, 'panel'),
  ].flat();
}

/** Buttons that copy, and that print the part with this name: "panel" for the answers, otherwise the transcript. */
function take(copy, text, print, part) {
  return el('div.few', {}, copier(copy, text), button(print, () => {
    panel.parentNode.dataset.print = part;
    globalThis.print();
  }));
}

function options() {
  const others = Object.keys(NAMES).filter((lang) => lang !== config.lang);
  return [
    title(words.options),
    el('div.few', {}, others.map((lang) => leaving(NAMES[lang], () => ask(lang), { lang }))),
    take(words.chatCopy, transcript, words.chatPrint, 'chat'),
    Object.keys(OPTIONS).map((name) => way(name, words.ways[name], OPTIONS[name])),
  ];
}

/** A button with what it does. */
export function way(id, { label, note }, run) {
  return el('div.option', {}, button(label, run, { 'aria-describedby': `${id}-note` }), hint(note, { id: `${id}-note` }));
}

/** Ask before anything is deleted. */
function confirm({ ask: question, yes }, run) {
  step(question, leaving(yes, run, { class: 'primary' }), button(words.keepGoing, close, { class: 'choice' }));
}
