// The fixed texts in use. They are data, one file a language in words/, and come with the chat.
// Questions, answers and notices come from the server.

/** One object whose content changes with the language, so read it when you speak. */
export const words = {};
let rules;

/** Put the texts of a language in place. */
export function speak(lang, texts) {
  rules = new Intl.PluralRules(lang);
  Object.assign(words, texts);
}

/** A text with its {names} filled in; where it has forms for numbers, the one that `given.n` asks for. */
export function fill(text, given) {
  const form = text.other ? text[rules.select(given.n)] ?? text.other : text;
  return form.replace(/{(\w+)}/g, (_, name) => given[name].toLocaleString('en-GB'));
}
