// Fields with their label, hint and error, tied to them; forms that are sent once at a time.
import { el, mark } from './dom.js';

/** A field: its parts, and `wrong(text)` to tell what is wrong with it, or with '' that nothing is. */
export function field(tag, id, label, hint, props) {
  const error = el('p.error', { id: `${id}-error` });
  const box = el(tag, { id, 'aria-describedby': `${id}-error ${id}-hint`, ...props });
  const parts = { label: el('label', { for: id }, label), hint: el('p.hint', { id: `${id}-hint` }, hint), error, box };
  return {
    ...parts,
    node: el('div.field', {}, Object.values(parts)),
    wrong(text) {
      error.textContent = text;
      mark(box, 'aria-invalid', text);
    },
  };
}

/** A form and its button; nothing is sent while the button is held. */
export function form(label, send, ...content) {
  const go = el('button.primary', { type: 'submit' }, label);
  const onsubmit = () => {
    if (!go.hasAttribute('aria-disabled')) send();
    return false;
  };
  return [el('form', { onsubmit }, ...content, go), go];
}
