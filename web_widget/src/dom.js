/** Make an element; `tag` may name classes, as in "p.hint". Children become elements or text nodes, so nothing said in a chat turns into markup. */
export function el(tag, props, ...children) {
  const [name, ...classes] = tag.split('.');
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(' ');
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === 'function') node[key] = value;
    else if (value) node.setAttribute(key, value);
  }
  node.append(...children.flat(2).filter(Boolean));
  return node;
}

/** A native button: never a submit button unless it says so. What is `unseen` is for screen readers only. */
export function button(label, onclick, props, unseen) {
  return el('button', { type: 'button', onclick, ...props }, label, unseen && hidden(unseen));
}

/** Text for screen readers only. */
export function hidden(text) {
  return el('span.hidden', {}, text);
}

/** Set an attribute to "true", or take it away. */
export function mark(node, name, on) {
  if (on) node.setAttribute(name, 'true');
  else node.removeAttribute(name);
}

/** True where focus is within a node. */
export function focused(node) {
  return node.contains(node.getRootNode().activeElement);
}
