// Speaks to screen readers through a polite region that is on the page before anything is said.
// Focus moves cancel speech in some readers, so nothing is said within half a second of one.
import { el } from './dom.js';

const AFTER_FOCUS_MS = 500;
const BETWEEN_MS = 150;
const STAYS_MS = 5_000;

export class Announcer {
  constructor() {
    this.region = el('div', { class: 'hidden', 'aria-live': 'polite', 'aria-atomic': 'false' });
    this.queue = [];
    this.timer = null;
  }

  say(text) {
    this.queue.push(text);
    this.timer ??= setTimeout(() => this.next(), AFTER_FOCUS_MS);
  }

  next() {
    const line = el('p', {}, this.queue.shift());
    this.region.append(line);
    setTimeout(() => line.remove(), STAYS_MS); // so that it is not met again when reading on
    this.timer = this.queue.length ? setTimeout(() => this.next(), BETWEEN_MS) : null;
  }
}
