// A list of answers, each with its own "change" beside it.
import { button, el } from './dom.js';
import { words } from './words.js';

/** Rows of label, answer and what "change" does, where it can be changed. */
export function list(rows) {
  return el('dl', { 'aria-label': words.summaryList }, rows.map(([label, answer, change]) => el('div.row', {},
    el('dt', {}, label), el('dd', {}, answer),
    change && el('dd.act', {}, button(words.change, change, { class: 'change' }, ` ${label}`)))));
}
