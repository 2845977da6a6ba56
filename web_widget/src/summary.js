// A list of answers in a message, each with its own "change" beside it.
import { button, el, hidden } from './dom.js';
import { blocks } from './text.js';
import { words } from './words.js';

const LINE = /^\s*[-•]?\s*([^:]{2,80}):\s+(.+)$/;
const CHANGE = new RegExp(`^${words.change}\\b[\\s:]*`, 'i');
const key = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** The choices that change an answer, by its label, and all the others. */
export function parted(choices) {
  const changes = new Map();
  const rest = [];
  for (const choice of choices) {
    if (CHANGE.test(choice.label)) changes.set(key(choice.label.replace(CHANGE, '')), choice);
    else rest.push(choice);
  }
  return { changes, rest };
}

/** The message's text with a list where its lines have a change; what stands in no line comes last. */
export function summary(text, changes, pick) {
  const lines = text.split('\n');
  const at = lines.map((line) => changes.get(key(LINE.exec(line)?.[1] ?? '')));
  const first = at.findIndex(Boolean);
  if (first < 0) return [...blocks(text), others([...changes.values()], pick)];
  const end = endOfList(lines, at);
  const list = el('dl', { 'aria-label': words.summaryList });
  for (let i = first; i < end; i += 1) {
    // A line without a change of its own belongs to the answer before it: people write in paragraphs.
    if (at[i]) list.append(row(LINE.exec(lines[i]), at[i], pick));
    else list.lastChild.children[1].append(`\n${lines[i]}`);
  }
  const left = [...changes.values()].filter((choice) => !at.includes(choice));
  return [
    ...blocks(lines.slice(0, first).join('\n')),
    list,
    left.length ? others(left, pick) : null,
    ...blocks(lines.slice(end).join('\n')),
  ].filter(Boolean);
}

function endOfList(lines, at) {
  let end = at.findLastIndex(Boolean) + 1;
  while (end < lines.length && lines[end].trim()) end += 1;
  return end;
}

function row([, label, answer], choice, pick) {
  const change = button(words.change, () => pick(choice), { class: 'change' });
  change.append(hidden(` ${label}`));
  return el('div', { class: 'row' },
    el('dt', {}, label), el('dd', {}, answer), el('dd', { class: 'act' }, change));
}

function others(choices, pick) {
  const items = choices.map((choice) => el('li', {}, button(choice.label, () => pick(choice), { class: 'choice' })));
  return el('details', { class: 'act' },
    el('summary', {}, words.changeMore), el('ul', { class: 'plain' }, items));
}
