// The window: what is where. Order in the page: title, help, transcript, choices, text box.
import { region } from './announcer.js';
import { button, el } from './dom.js';
import { said } from './language.js';
import { fill, words } from './words.js';

const CLOSE_TO_END = 24;
const SMALL = '(max-width: 640px), (max-height: 480px)';
const capital = (text) => text[0].toUpperCase() + text.slice(1);

export class View {
  /** `chat` with its host, config and parts; `chat.close()` is called when the person wants it closed. */
  constructor(chat) {
    const { host, config, panels, transcript, answers, composer } = chat;
    const { name, position, lang } = config;
    const close = () => chat.close();
    const escaped = () => {
      close();
      return false;
    };
    const small = matchMedia(SMALL);
    this.small = small;
    this.role = el('p', {});
    this.progress = el('p.progress', {});
    this.title = el('h2', { id: 'title', tabindex: '-1' }, capital(name ?? words.title));
    transcript.scroller.append(answers.area);
    this.dialog = el(`dialog.chat.${position}`, {
      'aria-labelledby': 'title', ...said(lang), oncancel: escaped,
      onkeydown: ({ key, defaultPrevented }) => key !== 'Escape' || defaultPrevented || escaped(),
    },
    el('div.head', {}, el('div', {}, this.title, this.role, this.progress), button(words.close, close, {}, words.closeHint)),
    panels.row, panels.panel, transcript.scroller, more(transcript, answers), composer.form, region);
    small.onchange = () => this.refit();
    visualViewport.addEventListener('resize', () => this.fit());
    host.shadowRoot.append(this.dialog);
  }

  get open() {
    return this.dialog.open;
  }

  get held() {
    return this.dialog.getRootNode().activeElement;
  }

  /** Full screen and modal on a phone, so that nothing behind it can be reached by mistake. */
  show(focus) {
    if (!this.open) this.dialog[this.small.matches ? 'showModal' : 'show']();
    this.fit();
    if (focus) this.title.focus({ preventScroll: true });
  }

  hide() {
    this.dialog.close();
  }

  refit() {
    if (!this.open) return;
    const { held } = this;
    this.hide();
    this.show();
    held?.focus({ preventScroll: true });
  }

  /** Keep the text box above the keyboard of a phone. */
  fit() {
    this.dialog.style.setProperty('--height', `${Math.round(visualViewport.height)}px`);
    if (this.open) this.held?.scrollIntoView({ block: 'nearest' });
  }

  update({ owner, reference, result, left }) {
    this.role.textContent = owner === 'staff' ? words.staffRole : words.role;
    const close = left > 0 ? fill(result ? words.toEnd : words.toResult, { n: left }) : '';
    this.progress.textContent = reference ? `${words.referenceShort}: ${reference}` : close;
  }
}

/** A hint for eyes and fingers that there is more to read; the keyboard gets there by itself. */
function more({ scroller, log }, { area }) {
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
