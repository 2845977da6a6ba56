// Turns the plain text of a message into paragraphs, lists and safe links.
import { el, hidden } from './dom.js';
import { words } from './words.js';

// What becomes a link: http and https addresses, sites by their name alone, phone numbers, and short numbers to call; nothing
// else that looks like an address does. A link ends before the punctuation that follows it.
const LINK = /(https?:\/\/[^\s<>"'‘’“”]+|(?<![\w@.\/-])(?:[\w-]+\.)+(?:(?:gov|nhs|org|co)\.uk|org)(?:\/[^\s<>"'‘’“”]*)?(?![\w@])|(?<![\d.,\/-])(?:0\d{2,4}(?: ?\d{2,4}){2,3}|0800 ?1111|116 ?123)(?![\d\/-])|\b(?:999|11[12])\b(?!\.\w|-))(?<![.,;:!?)\]])/i;
const SHORT = 3; // the length of "999": only where help is given, never in a story
const BULLET = /^\s*[-•*]\s+/;

function link(found, help) {
  if (!help && found.length === SHORT) return found;
  if (/^[\d ]+$/.test(found)) return el('a', { href: `tel:${found.replaceAll(' ', '')}` }, found);
  const href = /^https?:/i.test(found) ? found : `https://${found}`;
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, found, hidden(words.newTab));
}

/** The text as nodes, with web addresses and phone numbers as links; short ones only where it gives `help`. */
export function linked(text, help) {
  return text.split(LINK).map((part, at) => (at % 2 ? link(part, help) : part));
}

/** Blocks of a message: blank lines part paragraphs, lines that begin with a dash are a list. */
export function blocks(text, help) {
  let last; // what the next line may belong to
  return text.split('\n').map((line) => {
    const tag = line.trim() && (BULLET.test(line) ? 'ul' : 'p');
    const nodes = linked(line.replace(BULLET, ''), help);
    const more = last?.localName === tag;
    if (!more) last = tag && el(tag, {});
    if (tag === 'ul') last.append(el('li', {}, nodes));
    else if (tag) last.append(more ? el('br', {}) : '', ...nodes);
    return !more && last;
  });
}
