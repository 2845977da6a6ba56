// The loader: puts a button on the page. The chat itself is fetched when it is first opened.
import { settings } from './src/settings.js';

const BASE = new URL('.', import.meta.url);
const KEY = 'ombudsman-chat';

function styles(name) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL(`styles/${name}.css`, BASE);
  return link;
}

function wasOpen() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY))?.open === true;
  } catch {
    return false; // storage may be blocked: then every visit starts afresh
  }
}

class OmbudsmanChat extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    this.config = settings(this.dataset, BASE);
    const root = this.attachShadow({ mode: 'open' });
    this.launcher = document.createElement('button');
    this.launcher.type = 'button';
    this.launcher.className = `launcher ${this.config.position}`;
    this.launcher.setAttribute('aria-expanded', 'false');
    this.launcher.textContent = this.config.label;
    this.launcher.addEventListener('click', () => this.open(this.launcher));
    if (this.config.colour) this.style.setProperty('--accent', this.config.colour);
    root.append(styles('launcher'), this.launcher);
    if (wasOpen()) this.open(this.launcher, { focus: false });
  }

  /** Open the chat; focus goes back to `opener` when it is closed. */
  async open(opener, options = {}) {
    try {
      const { Chat } = await import('./src/chat.js');
      this.chat ??= new Chat(this, styles('chat'));
      await this.chat.open(opener, options);
    } catch (error) {
      console.error('ombudsman-chat: the chat could not be loaded.', error);
      this.apologise();
    }
  }

  /** Say, without any of the chat's own files, how else to reach the ombudsman. */
  apologise() {
    if (this.shadowRoot.querySelector('.apology')) return;
    const { phone, page } = this.config;
    const note = document.createElement('p');
    note.className = `apology ${this.config.position}`;
    note.setAttribute('role', 'alert');
    const link = document.createElement('a');
    link.href = page;
    link.textContent = 'Try the chat as a plain page';
    const call = phone ? ` or call us on ${phone}` : '';
    note.append('Sorry, the chat did not load. ', link, `${call}. If someone is in danger now, call 999.`);
    this.shadowRoot.append(note);
  }
}

function start() {
  if (!customElements.get('ombudsman-chat')) customElements.define('ombudsman-chat', OmbudsmanChat);
  let chat = document.querySelector('ombudsman-chat');
  if (!chat) {
    const script = [...document.scripts].find((each) => each.src === import.meta.url);
    chat = document.createElement('ombudsman-chat');
    Object.assign(chat.dataset, script?.dataset);
    document.body.append(chat);
  }
  // Links to the plain pages open the chat in place; without JavaScript they are still links.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-open-chat]');
    if (!link) return;
    event.preventDefault();
    chat.open(link);
  });
}

start();
