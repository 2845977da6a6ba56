// The reference number, large and easy to copy.
import { button, el } from './dom.js';
import { words } from './words.js';

function select(node) {
  getSelection().selectAllChildren(node);
}

/** A box with the reference and a button that copies it. */
export function referenceBox(reference, announce) {
  const number = el('strong', { class: 'number' }, reference);
  const told = el('span', { class: 'hint' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(reference);
      told.textContent = words.copied;
    } catch {
      select(number); // no permission, or not on https
      told.textContent = words.copyByHand;
    }
    announce(told.textContent);
  };
  return el('div', { class: 'reference' },
    el('p', {}, words.reference), el('p', {}, number), button(words.copy, copy), told);
}
