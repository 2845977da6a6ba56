// Small helps for the chat's pages; each of them works without this file.

const PRESSES = 3;
const WITHIN_MS = 5000;
const form = document.getElementById('exit');
const status = document.getElementById('exit-status');

/** Blank the page, end the session on the server without waiting for it, and go elsewhere. */
function leave() {
  document.documentElement.hidden = true;
  document.title = '';
  fetch(form.action, { method: 'POST', keepalive: true, redirect: 'manual' }).catch(() => {});
  location.replace(form.dataset.to);
}

let times = [];
function press(event) {
  if (event.repeat) return;
  if (event.key !== 'Shift') {
    times = [];
    return;
  }
  const now = performance.now();
  times = [...times.filter((time) => now - time < WITHIN_MS), now];
  const left = PRESSES - times.length;
  if (left <= 0) leave();
  else status.textContent = left === 1 ? form.dataset.one : form.dataset.two;
}

/** A form that is on its way is not sent again by a second press. */
function once(event) {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'yes';
}

/** Words and a button for what only works with this file. */
function offer() {
  for (const each of document.querySelectorAll('[data-scripted]')) each.textContent = each.dataset.scripted;
  const place = document.getElementById('print');
  if (!place) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = place.dataset.print;
  button.addEventListener('click', () => print());
  place.append(button);
}

offer();
document.addEventListener('keydown', press, true);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  leave();
});
for (const each of document.querySelectorAll('form.once')) each.addEventListener('submit', once);
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload(); // shown again from memory: ask the server what stands now
});
// Browsers that know autofocus on any element follow it before they first paint.
requestAnimationFrame(() => {
  if (document.activeElement === document.body) document.querySelector('[autofocus]')?.focus();
});
