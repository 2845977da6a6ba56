// The loader: puts a button on the page. The chat itself is fetched when it is first opened.
import { settings } from './src/settings.js';
import style from './styles/launcher.css' with { type: 'text' };

const TAG = 'ombudsman-chat';
const BASE = new URL('.', import.meta.url);
const script = [...document.scripts].find((each) => each.src === import.meta.url);
let active = null; // one conversation on a page, however many places open it
let chat; // once it was fetched
let holder = null; // the place that the chat's window is in

function wasOpen() {
  try {
    return JSON.parse(sessionStorage.getItem(TAG)).open;
  } catch {
    return false; // nothing is kept, or storage is blocked: then every visit starts afresh
  }
}

function make(tag, props, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

class OmbudsmanChat extends HTMLElement {
  connectedCallback() {
    if (!this.shadowRoot) this.build();
    if (!active && wasOpen()) this.open(this.launcher, false);
  }

  disconnectedCallback() {
    if (active !== this) return;
    active = null;
    this.close();
  }

  build() {
    // In place, where the page put it and says nothing else.
    const given = { ...script?.dataset, position: 'in-page', ...this.dataset };
    this.config = settings(given, BASE);
    const { position, lang, colour, label, greeting } = this.config;
    const root = this.attachShadow({ mode: 'open' });
    const inPage = position === 'in-page';
    this.dataset.position = position;
    this.launcher = make('button', { className: 'launcher', lang, onclick: () => this.open(this.launcher) }, label);
    try {
      const sheet = new CSSStyleSheet(); // made by script: allowed under any Content-Security-Policy
      sheet.replaceSync(`${style}:host{--accent:${colour}!important}`);
      root.adoptedStyleSheets = [sheet];
    } catch { // a browser from before 2023
      root.append(this.link(inPage ? '' : 'position:fixed;bottom:16px;right:16px;padding:14px;background:#fff'));
      return;
    }
    // What stands in the place on the page that the open chat will fill.
    this.closed = inPage ? make('div', { className: 'card', lang }, greeting ?? '', this.launcher, this.link()) : this.launcher;
    root.append(this.closed);
    this.opened(false);
  }

  link(style = '') {
    const { page, words } = this.config;
    return make('a', { href: page, style }, words.pages);
  }

  /** Open the chat; focus goes back to `opener` when it is closed. */
  async open(opener = null, focus = true) {
    active ??= this;
    if (active !== this) return active.open(opener, focus);
    try {
      if (holder !== this) await this.hold();
      await chat.open(opener, focus);
    } catch (error) {
      console.error(`${TAG}: the chat could not be loaded.`, error);
      this.emit('failed');
      this.apologise();
    }
  }

  /** Have the chat's window in this place. */
  async hold() {
    const [found, texts] = await Promise.all([import('./src/chat.js'), this.texts(this.config.lang)]);
    chat = found;
    if (holder !== this) chat.install(this, texts);
    holder = this;
  }

  /** The texts in a language, which are data. */
  async texts(lang) {
    const found = await fetch(new URL(`words.${lang}-${SIGN}.json`, BASE));
    if (!found.ok) throw new Error(found.status);
    return found.json();
  }

  /** The chat was opened or closed: show what belongs to that. */
  opened(on) {
    const changed = this.closed.hidden !== on;
    this.closed.hidden = on;
    this.launcher.setAttribute('aria-expanded', on);
    if (changed) this.emit(on ? 'open' : 'close');
  }

  /** Close the window; the conversation stays as it is. */
  close() {
    if (holder === this) chat.close();
  }

  /** Tell the host page what happened: the name of the event and nothing else. */
  emit(name) {
    this.dispatchEvent(new CustomEvent(`${TAG}:${name}`, { bubbles: true, composed: true }));
  }

  /** Say, without any of the chat's own files, how else to reach the ombudsman. */
  apologise() {
    const { phone, lang, words } = this.config;
    this.note?.remove();
    this.note = make('p', { className: 'apology', role: 'alert', lang },
      words.failed, ' ', this.link(), `. ${phone ? words.call(phone) : ''} ${words.danger}`);
    this.shadowRoot.append(this.note);
  }
}

function start() {
  customElements.define(TAG, OmbudsmanChat);
  if (!document.querySelector(TAG)) {
    const position = script?.dataset.position ?? 'right';
    const chat = document.createElement(TAG);
    chat.dataset.position = position;
    if (position === 'in-page' && script.closest('body')) script.after(chat);
    else document.body.append(chat);
  }
  // Links to the plain pages open the chat in place; without JavaScript they are still links.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-open-chat]');
    const chat = document.querySelector(TAG);
    if (!link || !chat || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    event.preventDefault();
    chat.open(link);
  });
}

if (!customElements.get(TAG)) start();
