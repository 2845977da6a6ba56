// Taking it along: copies of the reference, the answers and the transcript, and prints of them.
import { announce } from './announcer.js';
import { button, el } from './dom.js';
import { words } from './words.js';
import { sheetOf } from './sheet.js';
import style from '../styles/alone.css' with { type: 'text' };

const alone = sheetOf(style);
document.adoptedStyleSheets.push(alone);

/** A button that copies what `text()` gives, with a place beside it that tells so. */
export function copier(label, text, shown) {
  const told = el('span.hint', {});
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      told.textContent = words.copied;
    } catch {
      if (shown) getSelection().selectAllChildren(shown); // no permission, or not on https
      told.textContent = words.copyByHand;
    }
    announce(told.textContent);
  };
  return [button(label, copy), told];
}

/** A box with the reference, large, and a button that copies it. */
export function referenceBox(reference) {
  const number = el('strong.number', {}, reference);
  return el('div.reference', {},
    el('p', {}, words.referenceLabel), el('p', {}, number), copier(words.copy, () => reference, number));
}

/** While the chat is open a print shows the chat and nothing of the page around it. */
export function printAlone(on) {
  alone.disabled = !on;
}
