// Leaving at once: a button and three presses of Shift, as GOV.UK's "exit this page" works.

const PRESSES = 3;
const WITHIN_MS = 5_000;

/** Counts presses of Shift alone; any other key in between starts the count again. */
export class ShiftKeys {
  constructor({ more, leave }) {
    Object.assign(this, { more, leave, times: [] });
    this.listener = (event) => this.press(event);
  }

  watch(on) {
    const act = on ? 'addEventListener' : 'removeEventListener';
    document[act]('keydown', this.listener, true);
  }

  press(event) {
    if (event.key !== 'Shift' || event.repeat) {
      if (event.key !== 'Shift') this.times = [];
      return;
    }
    const now = performance.now();
    this.times = [...this.times.filter((time) => now - time < WITHIN_MS), now];
    if (this.times.length >= PRESSES) this.leave();
    else if (this.times.length > 1) this.more(PRESSES - this.times.length);
  }
}

/** Blank the page and go elsewhere, leaving no way back to it. */
export function leaveNow(address) {
  document.documentElement.hidden = true;
  document.title = '';
  location.replace(address);
}
