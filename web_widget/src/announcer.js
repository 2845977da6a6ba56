// Speaks to screen readers through a polite region that is on the page before anything is said.
// Focus moves cancel speech in some readers, so nothing is said within half a second of one.
import { el } from './dom.js';

const AFTER_FOCUS_MS = 500;
const BETWEEN_MS = 150;
const STAYS_MS = 5_000;

const queue = [];
let timer = null;

/** The only place of the window that speaks by itself. */
export const region = el('div.hidden', { 'aria-live': 'polite' });

/** Say it once, in its turn; marks of a list are not read out. */
export function announce(text) {
  queue.push(text.replace(/^ *[-•*] +/gm, ''));
  timer ??= setTimeout(next, AFTER_FOCUS_MS);
}

/** What waits to be said is said no more, and what was said is taken away. */
export function hush() {
  clearTimeout(timer);
  timer = null;
  queue.length = 0;
  region.replaceChildren();
}

function next() {
  const line = el('p', {}, queue.shift());
  region.append(line);
  setTimeout(() => line.remove(), STAYS_MS); // so that it is not met again when reading on
  timer = queue.length ? setTimeout(next, BETWEEN_MS) : null;
}
