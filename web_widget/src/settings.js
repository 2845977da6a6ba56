// What a host page may set with data attributes, each checked before it is used.
import { launcherWords } from './words.launcher.js';

const LANGUAGES = Object.keys(launcherWords);
// Each check is followed by what the value must be, for the console.
const listed = (...values) => [(value) => values.includes(value), values.join(' or ')];
const plain = (most) => [(value) => value.trim() && value.length <= most, `1 to ${most} characters`];
const address = (scheme) => [(value) => new URL(value, location.href).protocol.startsWith(scheme), `an ${scheme} address`];

/** True for a colour on which white text keeps a contrast of at least 4.5 to 1 (WCAG 1.4.3). */
export function darkEnough(colour) {
  const [r, g, b] = /^#(\w\w)(\w\w)(\w\w)$/.exec(colour).slice(1).map((hex) => {
    const part = Number(`0x${hex}`) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) >= 4.5; // never for what is no number
}

const SETTINGS = {
  name: plain(80),
  greeting: plain(200),
  phone: [(value) => /^[\d +()]{3,20}$/.test(value), 'a phone number'],
  hours: plain(120),
  label: plain(40),
  language: listed(...LANGUAGES),
  position: listed('right', 'left', 'in-page'),
  colour: [darkEnough, 'like #14505c and dark enough for white text'],
  server: address('http'),
  page: address('http'),
  exit: address('https'),
};
const MEANT = { color: 'colour', lang: 'language' };

/** The checked settings; a wrong one is named in the console and its default is used. */
export function settings(data, base) {
  const chosen = {};
  const complain = (name, text) => console.error(`ombudsman-chat: data-${name} ${text}`);
  for (const [name, [check, must]] of Object.entries(SETTINGS)) {
    const given = data[name];
    if (given === undefined) continue;
    try {
      if (!check(given)) throw given; // as what cannot even be read does
      chosen[name] = given;
    } catch {
      complain(name, `must be ${must}, not "${given}". Its default is used.`);
    }
  }
  for (const name in MEANT) if (name in data) complain(name, `is not known. Use data-${MEANT[name]}.`);
  const ofPage = document.documentElement.lang.slice(0, 2);
  const lang = chosen.language ?? (LANGUAGES.includes(ofPage) ? ofPage : 'en');
  const { origin } = new URL(chosen.server ?? base, location.href);
  const words = launcherWords[lang];
  return {
    label: words.label,
    position: 'right',
    colour: '#14505c',
    exit: 'https://www.bbc.co.uk/weather',
    page: `${origin}/chat`,
    ...chosen,
    server: origin,
    lang,
    words,
  };
}
