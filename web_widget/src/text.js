// Turns the plain text of a message into paragraphs, lists and safe links.
import { el, hidden } from './dom.js';
import { words } from './words.js';

// Only http, https and numbers to call: nothing else that looks like an address becomes a link.
const WEB = /https?:\/\/[^\s<>"'‘’“”]+/;
const SITE = /(?<![\w@.\/-])(?:[a-z0-9-]+\.)+(?:(?:gov|nhs|org|co)\.uk|org)(?:\/[^\s<>"'‘’“”]*)?(?![\w@])/;
const PHONE = /(?<![\d.,\/-])(?:0\d{2,4}(?: ?\d{2,4}){2,3}|0800 ?1111|116 ?123)(?![\d\/-])/;
const SHORT = /\b(?:999|111|112)\b(?!\.\w|-)/; // only where help is given, never in a story
const either = (...patterns) => new RegExp(patterns.map(({ source }) => source).join('|'), 'gi');
const LINK = either(WEB, SITE, PHONE);
const HELP_LINK = either(LINK, SHORT);

function link(found) {
  if (/^[\d ]+$/.test(found)) return el('a', { href: `tel:${found.replaceAll(' ', '')}` }, found);
  const href = /^https?:/i.test(found) ? found : `https://${found}`;
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, found, hidden(words.newTab));
}

/** The text as nodes, with web addresses and phone numbers as links; short ones only where it gives `help`. */
export function linked(text, help) {
  const nodes = [];
  let from = 0;
  for (const { 0: match, index } of text.matchAll(help ? HELP_LINK : LINK)) {
    const found = match.replace(/[.,;:!?)\]]+$/, '');
    nodes.push(text.slice(from, index), link(found));
    from = index + found.length;
  }
  return [...nodes, text.slice(from)].filter(Boolean);
}

const BULLET = /^\s*[-•*]\s+/;

/** Blocks of a message: blank lines part paragraphs, lines that begin with a dash are a list. */
export function blocks(text, help) {
  const made = [];
  let last = null; // what the next line may belong to
  for (const line of text.split('\n')) {
    const tag = !line.trim() ? null : BULLET.test(line) ? 'ul' : 'p';
    const nodes = linked(line.replace(BULLET, ''), help);
    const more = tag && last?.localName === tag;
    if (!more) last = tag && el(tag, {});
    if (!more && tag) made.push(last);
    if (tag === 'ul') last.append(el('li', {}, nodes));
    else if (tag) last.append(...(more ? [el('br', {})] : []), ...nodes);
  }
  return made;
}
