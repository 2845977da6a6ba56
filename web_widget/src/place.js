// Where the chat is: the element on the page that holds it, with its checked settings.

export let host;
export let config;

/** From now on the chat stands in this element. */
export function standIn(element) {
  host = element;
  config = element.config;
}
