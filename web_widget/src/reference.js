// Taking it along: copies of the reference, the answers and the transcript, and prints of them.
import { announce } from './announcer.js';
import { adopt, button, el } from './dom.js';
import { words } from './words.js';

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
    el('p', {}, words.reference), el('p', {}, number), copier(words.copy, () => reference, number));
}

const ALONE = '@media print{body :not(:has(ombudsman-chat),ombudsman-chat){display:none!important}}';
let sheet;

/** While the chat is open a print shows the chat and nothing of the page around it. */
export function printAlone(on) {
  sheet ??= new CSSStyleSheet();
  sheet.replaceSync(on ? ALONE : '');
  adopt(document, sheet);
}
