// What a host page may set with data attributes, each checked before it is used.

const PLAIN = (most) => (value) => value.length > 0 && value.length <= most;
const URL_OF = (...schemes) => (value) => {
  try {
    return schemes.includes(new URL(value, location.href).protocol);
  } catch {
    return false;
  }
};

/** True for a colour on which white text keeps a contrast of at least 4.5 to 1 (WCAG 1.4.3). */
export function darkEnough(colour) {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return false;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) >= 4.5;
}

const SETTINGS = {
  name: { otherwise: '', check: PLAIN(80), must: 'be a name of at most 80 characters' },
  phone: { otherwise: '', check: (v) => /^[\d +()]{3,20}$/.test(v), must: 'be a phone number' },
  hours: { otherwise: '', check: PLAIN(120), must: 'be at most 120 characters' },
  label: { otherwise: 'Chat with us', check: PLAIN(40), must: 'be at most 40 characters' },
  lang: { otherwise: 'en', check: (v) => /^[a-z]{2}$/.test(v), must: 'be a language code such as "en"' },
  position: { otherwise: 'right', check: (v) => v === 'left' || v === 'right', must: 'be "left" or "right"' },
  colour: { otherwise: '', check: darkEnough, must: 'be a colour such as "#14505c", dark enough for white text' },
  server: { otherwise: null, check: URL_OF('https:', 'http:'), must: 'be a web address' },
  page: { otherwise: null, check: URL_OF('https:', 'http:'), must: 'be a web address' },
  exit: {
    otherwise: 'https://www.bbc.co.uk/weather', check: URL_OF('https:'), must: 'be an https address',
  },
};

/** The checked settings; a wrong one is named in the console and its default is used. */
export function settings(data, base) {
  const chosen = {};
  for (const [name, { otherwise, check, must }] of Object.entries(SETTINGS)) {
    const given = data[name];
    const fine = given !== undefined && check(given);
    if (given !== undefined && !fine) console.error(`ombudsman-chat: data-${name} must ${must}.`);
    chosen[name] = fine ? given : otherwise;
  }
  chosen.server = new URL(chosen.server ?? base.origin, location.href).origin;
  chosen.page ??= `${chosen.server}/chat`;
  return chosen;
}
