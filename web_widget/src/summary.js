// A list of answers, each with its own "change" beside it.
import { button, el, offered } from './dom.js';
import { blocks } from './text.js';
import { words } from './words.js';

const LINE = /^\s*[-•]?\s*([^:]{2,80}):\s+(.+)$/;
const key = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** The choices that change an answer, by its label, and all the others. */
export function parted(choices = []) {
  const mark = new RegExp(`^(?:${words.change}|Change)\\b[\\s:]*`, 'i');
  const changes = new Map();
  const rest = choices.filter((choice) => {
    const { label } = choice;
    if (mark.test(label)) changes.set(key(label.replace(mark, '')), choice);
    return !mark.test(label);
  });
  return { changes, rest };
}

/** Rows of label, answer and what "change" does, where it can be changed. */
export function list(rows) {
  return el('dl', { 'aria-label': words.summaryList }, rows.map(([label, answer, change]) => el('div.row', {},
    el('dt', {}, label), el('dd', {}, answer),
    change && el('dd.act', {}, button(words.change, change, { class: 'change' }, ` ${label}`)))));
}

/** The message's text with a list where its lines have a change; what stands in no line comes last. */
export function summary(text, changes, pick) {
  const lines = text.split('\n');
  const at = lines.map((line) => changes.get(key(LINE.exec(line)?.[1] ?? '')));
  const first = at.findIndex(Boolean);
  let end = at.findLastIndex(Boolean) + 1;
  while (end && lines[end]?.trim()) end += 1;
  const rows = [];
  lines.slice(first, end).forEach((line, i) => {
    const choice = at[first + i];
    const [, label, answer] = LINE.exec(line) ?? [];
    // A line without a change of its own belongs to the answer before it: people write in paragraphs.
    if (choice) rows.push([label, answer, () => pick(choice)]);
    else rows.at(-1)[1] += `\n${line}`;
  });
  const left = [...changes.values()].filter((choice) => !at.includes(choice));
  return [
    blocks(lines.slice(0, Math.max(first, 0)).join('\n')),
    rows.length > 0 && list(rows),
    rows.length > 0 && others(left, pick),
    blocks(lines.slice(end).join('\n')),
    !rows.length && others(left, pick),
  ].flat();
}

function others(choices, pick) {
  return choices.length > 0 && el('details.act', {}, el('summary', {}, words.changeMore), offered('ul.plain', choices, pick));
}
