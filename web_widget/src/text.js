// Turns the plain text of a message into paragraphs, lists and safe links.
import { el, hidden } from './dom.js';
import { words } from './words.js';

// http, https and tel only: nothing else that looks like an address becomes a link.
const WEB = String.raw`https?:\/\/[^\s<>"'‘’“”]+`;
const SITE = String.raw`(?<![\w@.\/-])(?:[a-z0-9-]+\.)+(?:gov\.uk|nhs\.uk|org\.uk|co\.uk|org)(?:\/[^\s<>"'‘’“”]*)?(?![\w@])`;
const TEL = String.raw`tel:\+?\d[\d ()-]*\d`;
const PHONE = String.raw`(?<![\d.,/-])(?:0\d{2,4}(?: ?\d{2,4}){2,3}|0800 ?1111|116 ?123)(?![\d/-])`;
const SHORT = String.raw`\b(?:999|111|112)\b(?!\.\w|-)`; // only where help is given, never in a story
const LINK = new RegExp(`${WEB}|${SITE}|${TEL}|${PHONE}`, 'gi');
const HELP_LINK = new RegExp(`${WEB}|${SITE}|${TEL}|${PHONE}|${SHORT}`, 'gi');

function phoneLink(found) {
  const shown = found.replace(/^tel:/i, '');
  return el('a', { href: `tel:${shown.replace(/[^\d+]/g, '')}` }, shown);
}

function webLink(found) {
  const href = /^https?:/i.test(found) ? found : `https://${found}`;
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, found, hidden(words.newTab));
}

/** The text as nodes, with web addresses and phone numbers as links. */
export function linked(text, { help = false } = {}) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(help ? HELP_LINK : LINK)) {
    const found = match[0].replace(/[.,;:!?)\]]+$/, '');
    nodes.push(text.slice(from, match.index));
    nodes.push(/^(?:tel:|\+?\d[\d ]*$)/i.test(found) ? phoneLink(found) : webLink(found));
    from = match.index + found.length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== '');
}

const BULLET = /^\s*[-•*]\s+/;

/** Blocks of a message: blank lines part paragraphs, lines that begin with a dash are a list. */
export function blocks(text, options) {
  const made = [];
  for (const part of text.split(/\n\s*\n/)) {
    let list = null;
    let para = null;
    for (const line of part.split('\n')) {
      if (BULLET.test(line)) {
        if (!list) made.push((list = el('ul')));
        list.append(el('li', {}, linked(line.replace(BULLET, ''), options)));
        para = null;
      } else if (line.trim()) {
        if (para) para.append(el('br'));
        else made.push((para = el('p')));
        para.append(...linked(line, options));
        list = null;
      }
    }
  }
  return made;
}

/** The person's own words, exactly as typed and without links. */
export function plain(text) {
  return el('p', { class: 'own' }, text);
}
