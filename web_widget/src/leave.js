// Leaving at once: a button and three presses of Shift, as GOV.UK's "exit this page" works.

const PRESSES = 3;
const WITHIN_MS = 5_000;

/** Counts presses of Shift alone, once `watch(true)`; any other key in between starts the count again. */
export function shiftKeys(more, leave) {
  let times = [];
  const press = ({ key, repeat, timeStamp: now }) => {
    if (repeat) return;
    times = key === 'Shift' ? [...times.filter((time) => now - time < WITHIN_MS), now] : [];
    if (times.length >= PRESSES) leave();
    else if (times.length > 1) more(PRESSES - times.length);
  };
  return (on) => document[on ? 'addEventListener' : 'removeEventListener']('keydown', press, true);
}

/** Blank the page and go elsewhere, leaving no way back to it. */
export function leaveNow(address) {
  document.documentElement.hidden = true;
  document.title = '';
  location.replace(address);
}
