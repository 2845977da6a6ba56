// Bundles the widget into dist/: embed.js, which pages name, the chat, its texts in each language, and parts
// fetched when first used. All but embed.js carry a sign of their content in their names: browsers may keep
// them for ever. Names of our own are shortened everywhere. Run by set-up (ops/widget.py) where sources changed.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { minify } from 'terser';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const DIST = join(HERE, 'dist');
const CHAT = 'src/chat.js';
const CALLED = 'install, open, close'; // what the loader asks of it
// Constructable style sheets and looking back in patterns: older browsers get the plain pages.
const TARGET = ['chrome103', 'edge103', 'firefox104', 'safari16.4'];
// Pages that loaded embed.js before a release still ask for the chunks of then.
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const LOCK = join(HERE, '..', 'package-lock.json'); // which names the versions of the tools
const SMALL = { module: true, ecma: 2020, compress: { passes: 3, unsafe_arrows: true, keep_fargs: false, hoist_funs: true } };

/** `import style from 'x.css' with { type: 'text' }`: a style as small as it gets. */
const styles = {
  name: 'styles',
  setup(steps) {
    steps.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(plain(await readFile(path, 'utf8')), { loader: 'css', minify: true, target: TARGET });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

/** Names that the bundle keeps, because others know them too. Tests hold this list to the API and to what browsers know. */
const SHARED = [
  'install open close Files launcher', // what the files of the bundle, and tests of them, call each other by
  'greeting phone hours language position colour server page exit color label name', // settings
  'messages state question text input choices value hint from kind lang id result reference owner status locale answered left told',
  'token conversation answers settled reasons answer detail choice change files most megabytes accepted open removable size address minutes days code field',
  'bot person staff crisis options en cy', // looked up by a text
  'zero one two few many other', // forms for numbers, as Intl.PluralRules names them
  'class for tabindex enterkeyhint autocapitalize spellcheck inputmode Accept Authorization preventScroll block', // of the web
].flatMap((names) => names.split(' '));

/** What must keep its name: what is shared, and what a text has filled in. */
function kept(texts) {
  const filled = [...JSON.stringify(texts).matchAll(/{(\w+)}/g)].map(([, name]) => name);
  return [...new Set([...SHARED, ...filled])];
}

/** The texts with their names as short as in the bundle. */
function renamed(node, short) {
  if (typeof node !== 'object' || Array.isArray(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([name, inner]) => [short[`$${name}`] ?? name, renamed(inner, short)]));
}

/** The style without the variables that it sets itself: each is put in its place. */
function plain(css) {
  const set = Object.fromEntries([...css.matchAll(/--(\w+): ([^;]+);/g)].map(([, name, value]) => [name, value]));
  return css.replace(/--\w+: [^;]+;/g, '').replace(/var\(--(\w+)\)/g, (found, name) => set[name] ?? found);
}

const base = {
  absWorkingDir: HERE,
  bundle: true,
  minify: true,
  format: 'esm',
  target: TARGET,
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
};

/** What is fetched when first used: each `import('./x.js')` is a file of its own. */
async function fetchedLater() {
  const { metafile } = await build({ ...base, entryPoints: ['embed.js'], outdir: 'dist', splitting: true, plugins: [styles] });
  const later = Object.values(metafile.inputs).flatMap(({ imports }) => imports)
    .filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => path);
  return { later: [...new Set(later)], inputs: metafile.inputs };
}

/** Everything that a source brings with it. */
function closure(inputs, from, found = new Set()) {
  if (found.has(from)) return found;
  found.add(from);
  for (const { path, kind } of inputs[from].imports) if (kind === 'import-statement') closure(inputs, path, found);
  return found;
}

/** The parts that are fetched later take what they share from the chat, which is there by then: so
 * there is one copy of it, in one file, and opening the chat takes one request. */
function parted({ later }, asked, name) {
  const parts = new Set(later.filter((path) => path !== CHAT).map((path) => join(HERE, path)));
  const chat = { path: `./${name(CHAT)}`, external: true };
  return {
    name: 'parted',
    setup(steps) {
      steps.onResolve({ filter: /\.js$/ }, ({ path, kind, importer, namespace, resolveDir }) => {
        if (namespace === 'shared') return chat;
        const full = join(resolveDir, path);
        if (kind === 'dynamic-import') return { path: `./${name(full)}`, external: true };
        const shared = parts.has(importer) && asked.some(({ from }) => from === basename(path));
        return shared ? { path: basename(path), namespace: 'shared' } : undefined;
      });
      steps.onLoad({ filter: /./, namespace: 'shared' }, ({ path }) => {
        const names = asked.filter(({ from }) => from === path).map(({ full, short }) => `${short} as ${full}`);
        return { contents: `export { ${names} } from '${chat.path}';` };
      });
    },
  };
}

/** What the other parts ask of what the chat holds: each name with its source, and how it is called between the files. */
async function askedOfChat({ later, inputs }) {
  const held = closure(inputs, CHAT);
  const asked = new Map();
  for (const path of later.filter((each) => each !== CHAT)) {
    const text = await readFile(join(HERE, path), 'utf8');
    for (const [, names, from] of text.matchAll(/^import \{([^}]+)\} from '\.\/([\w.]+)';/gm)) {
      if (!held.has(`src/${from}`)) continue;
      for (const each of names.matchAll(/(\w+)(?: as \w+)?/g)) asked.set(each[1], from);
    }
  }
  return [...asked].map(([full, from], at) => ({ full, from, short: `$${at.toString(36)}` }));
}

/** The texts of each language by its name. */
async function texts() {
  const names = await readdir(join(HERE, 'words'));
  const read = async (name) => [basename(name, '.json'), JSON.parse(await readFile(join(HERE, 'words', name), 'utf8'))];
  return Object.fromEntries(await Promise.all(names.map(read)));
}

async function bundle() {
  const found = await fetchedLater();
  const sign = await hash();
  const words = await texts();
  const name = (path) => `${basename(path, '.js')}-${sign}.js`;
  const asked = await askedOfChat(found);
  const plugins = [styles, parted(found, asked, name)];
  const define = { SIGN: JSON.stringify(sign) };
  const nameCache = {}; // the name of a property is shortened to the same in every file
  const mangle = { properties: { reserved: kept(words), keep_quoted: true } };
  const files = [];
  const make = async (options, file) => {
    const made = await build({ ...base, plugins, define, outfile: `dist/${file}`, ...options });
    delete nameCache.vars;
    const { code } = await minify(made.outputFiles[0].text, { ...SMALL, mangle, nameCache });
    files.push({ file, contents: code, sources: Object.keys(made.metafile.inputs).filter((path) => !path.startsWith('shared:')) });
  };
  const given = asked.map(({ full, from, short }) => `export { ${full} as ${short} } from './src/${from}';`);
  const contents = [`export { ${CALLED} } from './${CHAT}';`, ...given].join('\n');
  await make({ stdin: { contents, resolveDir: HERE, sourcefile: 'chat' } }, name(CHAT));
  for (const path of found.later.filter((each) => each !== CHAT)) await make({ entryPoints: [path] }, name(path));
  await make({ entryPoints: ['embed.js'] }, 'embed.js'); // the last, because it names the others
  for (const [lang, said] of Object.entries(words)) {
    const contents = JSON.stringify(renamed(said, nameCache.props.props));
    files.push({ file: `words.${lang}-${sign}.json`, contents, sources: [`words/${lang}.json`] });
  }
  return { files, short: nameCache.props.props };
}

/** Eight signs that change with any source. */
async function hash() {
  const names = await Promise.all(['src', 'styles', 'words'].map(async (folder) =>
    (await readdir(join(HERE, folder))).map((name) => join(HERE, folder, name))));
  const total = createHash('sha256');
  for (const file of [...names.flat().sort(), join(HERE, 'embed.js'), fileURLToPath(import.meta.url), LOCK]) {
    total.update(await readFile(file));
  }
  return total.digest('hex').slice(0, 8).toUpperCase();
}

/** Put a file in its place at once: whoever reads meanwhile gets the old or the new one. */
async function place(path, contents) {
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, contents);
  await rename(fresh, path);
}

async function prune(current) {
  for (const name of await readdir(DIST)) {
    const { mtimeMs } = await stat(join(DIST, name)).catch(() => ({ mtimeMs: Date.now() }));
    if (!current.has(name) && Date.now() - mtimeMs > KEPT_MS) await rm(join(DIST, name), { force: true });
  }
}

const { files, short } = await bundle();
await mkdir(DIST, { recursive: true });
for (const { file, contents } of files) await place(join(DIST, file), contents);
// What each file holds and which names are shortened, for the tests.
const listed = Object.fromEntries(files.map(({ file, sources }) => [file, { sources }]));
const names = Object.keys(short).map((name) => name.slice(1));
await place(join(DIST, 'files.json'), JSON.stringify({ files: listed, names }, null, 2));
await prune(new Set([...files.map(({ file }) => file), 'files.json', 'sources.txt']));
