// Joins the server's replies, the transcript, the choices and the text box.
import { announce } from './announcer.js';
import { area, clear, count, holdAnswers, offer } from './answers.js';
import { begin, since } from './api.js';
import { attach, turn } from './chat.js';
import { box, expect, holdComposer, write, wrong } from './composer.js';
import { button, el, focused } from './dom.js';
import { back } from './keep.js';
import { EVERY_MS, STAFF_EVERY_MS } from './limits.js';
import { empty, post, waiting } from './outbox.js';
import { open } from './panels.js';
import { config, host } from './place.js';
import { referenceBox } from './reference.js';
import { forget, heed, hold, join, tell as tellTabs, token } from './session.js';
import { add, isNew, log, mine, notice, offerChanges, rest, reveal, settle, toEnd, wipe, writing } from './transcript.js';
import { update } from './view.js';
import { fill, words } from './words.js';

const FILES_AT = ['evidence', 'confirm']; // the questions beside which files may be attached

export let state;
let locale;
let last; // the newest message's id
let begun;
let timer;

/** As before anything was said. */
export function reset() {
  clearTimeout(timer);
  locale = config.lang;
  last = 0;
  begun = null;
  empty();
  wipe();
  clear();
  expect();
  holdComposer(false);
  write('');
  show({});
}

function show(now) {
  state = now;
  update(now);
}

// Beginning, or going on after a reload

/** Begin or go on, once; a failure is shown with a way to try again. */
export function start() {
  begun ??= token ? resume() : beginAnew();
  return begun;
}

async function beginAnew() {
  try {
    await join();
    if (token) return await resume();
    const reply = await begin(locale);
    hold(reply.token);
    if (config.greeting) tell(config.greeting, 'info');
    receive(reply);
    // Gone with the first answer: settle() takes what could be chosen away.
    log.append(el('p.act', {}, button(words.ways.back.label, back)));
  } catch (problem) {
    cannotStart(problem);
  }
}

async function resume() {
  try {
    receive(await since(0), { resumed: true });
  } catch (problem) {
    if (!problem.over) return cannotStart(problem);
    forget();
    tell(words.lost);
    await beginAnew();
  }
}

/** Go on in a conversation that was saved, with all that was said in it. */
export function takeUp(reply) {
  hold(reply.token);
  begun = true;
  rest();
  receive(reply, { resumed: true });
}

function cannotStart({ detail }) {
  const node = tell(detail ?? words.noStart, 'error', words.tryAgain, () => {
    rest();
    node.remove();
    begun = null;
    start();
  });
}

/** Something of the widget's own, shown and announced. */
export function tell(text, ...how) {
  const node = notice(text, ...how);
  announce(text);
  toEnd();
  return node;
}

/** True while leaving the page would lose words. */
export function unsent() {
  return waiting.length > 0 || box.value.trim();
}

// Saying something

/** Say it: `label` is what the person sees, `body` what the server gets. */
export function say(label, body = { text: label }) {
  if (token) return post(label, body);
  if (body.text) write(body.text);
  wrong(words.noStart);
}

export function sending({ own }) {
  own.status.hidden = false;
  if (!own.again.hidden) return; // what is wrong stays to be read, and the button keeps its focus
  own.line.textContent = words.sending;
  busy(true);
  holdAnswers(true);
  toEnd();
}

function busy(on) {
  writing.hidden = !on;
  holdComposer(on);
}

function settled() {
  busy(false);
  holdAnswers(false);
}

export function sent({ own }, reply) {
  if (focused(own.status)) rest();
  own.status.hidden = true;
  own.line.textContent = '';
  settled();
  const newest = Math.max(...Object.values(reply.state.told).filter((id) => !mine.has(id)));
  if (newest > 0) mine.set(newest, own);
  receive(reply, { answer: true });
  tellTabs('news');
}

/** It may still get through: the words stay where they are, with a way to send them again. */
export function failed({ own }, problem) {
  busy(false); // more can be written; it waits its turn behind this
  const text = `${words.notSent} ${why(problem)}`;
  if (own.line.textContent === text) return; // tried again by itself: told once
  own.status.classList.add('failed');
  own.again.hidden = false;
  own.line.textContent = text;
  announce(text);
  toEnd();
}

/** It will not get through as it is: the words go back to the box, with what is wrong. */
export function refused(entry, problem) {
  if (problem.over) return ended([entry, ...empty()]);
  takeBack([entry]);
  const text = problem.detail ?? words.refused;
  wrong(text);
  announce(text);
  catchUp();
}

/** Words that were not sent go back to the box, before what is in it already. */
function takeBack(entries) {
  for (const { own } of entries) own.node.remove();
  settled();
  write([...entries.map(({ message }) => message.text), box.value].filter(Boolean).join('\n\n'));
}

/** The conversation is closed: nothing more can be said in it, but the person's words stay. */
function ended(entries = []) {
  host.emit('ended');
  forget();
  clearTimeout(timer);
  takeBack(entries);
  clear();
  offerChanges({});
  wrong(words.expired);
  notice(words.ended, 'notice', words.ways.again.label, () => {
    const text = box.value;
    rest();
    reset();
    write(text);
    start();
  });
  toEnd();
  announce(words.expired);
}

/** Ask for one of the answers anew; where a message held several, show them all. */
export function change(questions, label) {
  if (questions.length > 1) open('answers');
  else say(`${words.change}: ${label}`, { change: questions[0] });
}

// Hearing something

function receive(reply, how = {}) {
  const { messages, state: now } = reply;
  const { resumed, answer } = how;
  if (now.locale !== locale) {
    locale = now.locale;
    turn(locale).then((done) => done || receive(reply, how));
    return;
  }
  last = Math.max(last, ...messages.map(({ id }) => id));
  // A reply may hold the person's own message, which is on the page already.
  const fresh = messages.filter(({ id, from }) => isNew(id) && !(answer && from === 'person'));
  show(now);
  // What matters most on sending comes first; after a reload it comes last, where it was.
  const reference = !resumed && showReference();
  const first = fresh.length > 0 && showAll(fresh, resumed);
  if (reference) host.emit('sent');
  if (resumed) showReference();
  offerChanges(now.told);
  if (reference || first) reveal(reference || first); // once all has its height
  heed(now);
  watchStaff();
}

/** Show what is new, and what can be answered; the node where reading goes on. */
function showAll(fresh, resumed) {
  settle();
  const newest = fresh.slice(fresh.findLastIndex(({ from }) => from === 'person') + 1);
  const asking = newest.findLast((each) => each.question || each.choices.length) ?? newest.at(-1);
  const nodes = fresh.map((each) => add(each, newest.includes(each), each === asking));
  ask(asking ?? { choices: [] });
  // After a reload only the open question is new to the person.
  const alone = resumed && asking;
  speak(alone ? [asking] : newest);
  return nodes[alone ? fresh.indexOf(asking) : 0];
}

function ask({ choices, input, text, question }) {
  const answers = choices.filter((choice) => !choice.change);
  offer(answers, input, text);
  // Beside a question for words the only choice is a way past it.
  expect(input, answers.length > 0 && !['text', 'date'].includes(input));
  if (FILES_AT.includes(question)) area.append(button(words.ways.files.label, attach, { class: 'choice' }));
}

function speak(messages) {
  for (const { from, text } of messages) announce(`${words.from[from]}: ${text}`);
  if (count) announce(fill(words.announceOptions, { n: count }));
}

function showReference() {
  const { reference } = state;
  if (!reference || !isNew('reference')) return null;
  const shown = referenceBox(reference);
  log.append(shown);
  return shown;
}

/** Fetch what came meanwhile, from staff or in another tab; not being reached is no news. */
export async function catchUp() {
  if (!token || waiting.length || document.hidden) return;
  try {
    receive(await since(last));
  } catch (problem) {
    if (problem.over) ended();
    else watchStaff();
  }
}

function watchStaff() {
  clearTimeout(timer);
  timer = setTimeout(catchUp, state.owner === 'staff' ? STAFF_EVERY_MS : EVERY_MS);
}

/** Why something could not be done just now, in a plain sentence. */
export function why({ status, detail, retryAfter }) {
  if (status === 429 && retryAfter) return fill(words.wait, { n: retryAfter });
  return detail ?? (status ? words.trouble : words.offline);
}
