// The window: what is where. Order in the page: title, help, transcript, choices, text box.
import { button, el, hidden } from './dom.js';
import { words } from './words.js';

const CLOSE_TO_END = 24;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const SMALL = '(max-width: 640px), (max-height: 480px)';

export class View {
  constructor(root, parts, config, onclose) {
    const { panels, transcript, answers, composer, announcer } = parts;
    this.small = matchMedia(SMALL);
    this.onclose = onclose;
    this.progress = el('p', { class: 'progress' });
    this.role = el('p', { class: 'role' }, words.role);
    this.title = el('h2', { id: 'title', tabindex: '-1' }, capital(config.name || words.title));
    const shut = button(words.close, onclose, { class: 'close' });
    shut.append(hidden(words.closeHint));
    transcript.scroller.append(answers.area);
    this.dialog = el('dialog', { class: `chat ${config.position}`, 'aria-labelledby': 'title', lang: config.lang },
      el('div', { class: 'head' }, el('div', {}, this.title, this.role, this.progress), shut),
      panels.row, panels.panel, transcript.scroller, more(transcript, answers), composer.form, announcer.region);
    this.dialog.addEventListener('cancel', (event) => { event.preventDefault(); onclose(); });
    this.dialog.addEventListener('keydown', (event) => this.key(event));
    this.small.addEventListener('change', () => this.refit());
    globalThis.visualViewport?.addEventListener('resize', () => this.fit());
    root.append(this.dialog);
  }

  get open() {
    return this.dialog.open;
  }

  /** Full screen and modal on a phone, so that nothing behind it can be reached by mistake. */
  show({ focus = true } = {}) {
    if (!this.open) {
      if (this.small.matches) this.dialog.showModal();
      else this.dialog.show();
    }
    this.fit();
    if (focus) this.title.focus({ preventScroll: true });
  }

  hide() {
    this.dialog.close();
  }

  refit() {
    if (!this.open) return;
    const held = this.dialog.getRootNode().activeElement;
    this.hide();
    this.show({ focus: false });
    held?.focus({ preventScroll: true });
  }

  /** Keep the text box above the keyboard of a phone. */
  fit() {
    const height = globalThis.visualViewport?.height;
    if (height) this.dialog.style.setProperty('--height', `${Math.round(height)}px`);
  }

  key(event) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.onclose();
  }

  update(state) {
    this.role.textContent = state.owner === 'staff' ? words.staffRole : words.role;
    this.progress.textContent = state.reference
      ? `${words.referenceShort}: ${state.reference}`
      : state.answered > 0 ? words.progress(state.answered) : '';
  }
}

/** A hint for eyes and fingers that there is more to read; the keyboard gets there by itself. */
function more({ scroller, log }, { area }) {
  const hint = button(words.more, () => scroller.scrollBy({ top: scroller.clientHeight * 0.8 }), {
    class: 'more', tabindex: '-1', 'aria-hidden': 'true', hidden: true,
  });
  const look = () => {
    hint.hidden = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < CLOSE_TO_END;
  };
  scroller.addEventListener('scroll', look, { passive: true });
  const observer = new ResizeObserver(look);
  for (const node of [scroller, log, area]) observer.observe(node);
  return hint;
}
