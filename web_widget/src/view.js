// The window: what is where. Order in the page: title, help, transcript, choices, text box.
import { region } from './announcer.js';
import { area } from './answers.js';
import { close } from './chat.js';
import { composer } from './composer.js';
import { button, el } from './dom.js';
import { CLOSE_TO_END } from './limits.js';
import { panel, row } from './panels.js';
import { config, host } from './place.js';
import { log, scroller } from './transcript.js';
import { fill, words } from './words.js';

const small = matchMedia('(max-width: 640px), (max-height: 480px)');

export let dialog;
let title;
let role;
let progress;

export function buildView() {
  const { name = words.title, position, lang } = config;
  role = el('p', {});
  progress = el('p.progress', {});
  title = el('h2', { id: 'title', tabindex: '-1' }, name[0].toUpperCase() + name.slice(1));
  scroller.append(area);
  dialog?.remove();
  dialog = el(`dialog.chat.${position}`, {
    'aria-labelledby': 'title', lang, oncancel: escaped,
    onkeydown: ({ key, defaultPrevented }) => key !== 'Escape' || defaultPrevented || escaped(),
  },
  el('div.head', {}, el('div', {}, title, role, progress), button(words.close, close, {}, words.closeHint)),
  row, panel, scroller, more(), composer, region);
  small.onchange = refit;
  visualViewport.addEventListener('resize', fit);
  host.shadowRoot.append(dialog);
}

function escaped() {
  close();
  return false;
}

/** What has focus within the window. */
export function held() {
  return host.shadowRoot.activeElement;
}

/** Full screen and modal on a phone, so that nothing behind it can be reached by mistake. */
export function show(focus) {
  if (!dialog.open) dialog[small.matches ? 'showModal' : 'show']();
  fit();
  if (focus) title.focus({ preventScroll: true });
}

function refit() {
  if (!dialog.open) return;
  const focus = held();
  dialog.close();
  show();
  focus?.focus({ preventScroll: true });
}

/** Keep the text box above the keyboard of a phone. */
function fit() {
  dialog.style.setProperty('--height', `${Math.round(visualViewport.height)}px`);
  if (dialog.open) held()?.scrollIntoView({ block: 'nearest' });
}

export function update({ owner, reference, result, left }) {
  role.textContent = owner === 'staff' ? words.staffRole : words.role;
  const near = left > 0 ? fill(result ? words.toEnd : words.toResult, { n: left }) : '';
  progress.textContent = reference ? `${words.referenceShort}: ${reference}` : near;
}

/** A hint for eyes and fingers that there is more to read; the keyboard gets there by itself. */
function more() {
  const hint = button(words.more, () => scroller.scrollBy(0, scroller.clientHeight * 0.8), {
    class: 'more', tabindex: '-1', 'aria-hidden': 'true',
  });
  const look = () => {
    hint.hidden = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < CLOSE_TO_END;
  };
  scroller.onscroll = look;
  const observer = new ResizeObserver(look);
  for (const node of [scroller, log, area]) observer.observe(node);
  return hint;
}
