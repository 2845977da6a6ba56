// Attaching files: choosing, sending with its progress, cancelling, removing. Fetched when first used.
import { announce } from './announcer.js';
import { call, failure, headers } from './api.js';
import { why } from './conversation.js';
import { button, el, focused } from './dom.js';
import { field } from './fields.js';
import { step } from './panels.js';
import { config } from './place.js';
import { token } from './session.js';
import { fill, words } from './words.js';

const TIMEOUT_MS = 300_000;
const TELL_EVERY_MS = 10_000;
const MEGABYTE = 1_000_000;

export class Files {
  constructor() {
    const said = words.attaching;
    Object.assign(this, { said, token, waiting: [], kept: new Map() });
    this.list = el('ul.plain', { 'aria-label': said.yours });
    this.field = field('input', 'file', said.choose, '', { type: 'file', multiple: true, onchange: () => this.chosen() });
  }

  /** Show the files, and a field for more. */
  async open() {
    const { said, kept, field: { node, box, hint } } = this;
    const { files, most, megabytes, accepted, open, removable } = await call('GET', 'files');
    Object.assign(this, { most, megabytes, removable });
    box.accept = accepted;
    hint.textContent = fill(said.hint, { megabytes, most });
    for (const file of files) if (!kept.has(file.id)) this.keep(file, this.row(file));
    for (const [id, row] of kept) if (!files.some((file) => file.id === id)) this.drop(row, id);
    if (!removable) for (const row of kept.values()) row.acts.replaceChildren();
    step(said.title, el('p', {}, removable ? said.intro : open ? said.asked : said.sent), open && node, this.list);
  }

  chosen() {
    const { box } = this.field;
    const { said, most, megabytes } = this;
    this.field.wrong('');
    for (const file of box.files) {
      if (file.size > megabytes * MEGABYTE) this.wrong(fill(said.big, { name: file.name, megabytes }));
      else if (this.list.children.length >= most) this.wrong(fill(said.many, { most }));
      else this.add(file);
    }
    box.value = '';
  }

  /** Tell what is wrong, in words tied to the field. */
  wrong(text) {
    this.field.wrong(text);
    announce(text);
  }

  row({ name, size }) {
    const row = { name, status: el('span.hint', {}, this.size(size)), acts: el('div.few', {}), title: el('strong', {}, name) };
    row.node = el('li', {}, row.title, row.status, row.acts);
    this.list.append(row.node);
    return row;
  }

  size(bytes) {
    const megabytes = bytes / MEGABYTE;
    return megabytes < 0.1 ? this.said.sizeLess : fill(this.said.size, { megabytes: megabytes.toFixed(1) });
  }

  act(row, label, run) {
    return button(label, run, {}, ` ${row.name}`);
  }

  keep({ id, name, size }, row) {
    this.kept.set(id, row);
    row.status.textContent = `${this.size(size)}, ${this.said.attached}`;
    row.title.textContent = row.name = name;
    row.acts.replaceChildren(...(this.removable ? [this.act(row, this.said.remove, () => this.remove(id, row))] : []));
  }

  drop(row, id) {
    const held = focused(row.node);
    this.kept.delete(id);
    row.node.remove();
    if (held) this.field.box.focus();
  }

  async remove(id, row) {
    try {
      await call('DELETE', `files/${id}`);
    } catch (problem) {
      if (problem.status !== 404) return this.wrong(why(problem));
    }
    this.drop(row, id);
    this.field.wrong('');
    announce(fill(this.said.removed, row));
  }

  add(file) {
    const entry = { file, row: this.row(file) };
    entry.row.acts.append(this.act(entry.row, this.said.cancel, () => this.cancel(entry)));
    this.waiting.push(entry);
    this.flush();
  }

  cancel(entry) {
    this.waiting = this.waiting.filter((each) => each !== entry);
    entry.request?.abort();
    this.drop(entry.row);
    announce(fill(this.said.cancelled, entry.row));
  }

  /** Send what waits, one after the other; the chat goes on meanwhile. */
  async flush() {
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.length) await this.next(this.waiting.shift());
    this.busy = false;
  }

  async next(entry) {
    const { row } = entry;
    announce(fill(this.said.sending, row));
    try {
      const file = await this.send(entry);
      if (!file) return; // cancelled
      const same = this.kept.get(file.id);
      if (same) this.drop(same, file.id); // sent twice, kept once
      const held = focused(row.acts);
      this.keep(file, row);
      if (held) (row.acts.firstChild ?? this.field.box).focus();
      announce(fill(this.said.done, row));
    } catch (problem) {
      this.failed(entry, problem);
    }
  }

  failed({ file, row }, problem) {
    this.wrong(`${row.name}: ${why(problem)}`);
    if (!problem.passing) return this.drop(row);
    row.status.textContent = this.said.failed;
    row.acts.prepend(this.act(row, this.said.again, () => {
      row.node.remove();
      this.field.wrong('');
      this.field.box.focus();
      this.add(file);
    }));
  }

  /** Send one file: the answer, or nothing where it was cancelled. Throws a failure. */
  send(entry) {
    const { file, row } = entry;
    const request = new XMLHttpRequest(); // which tells of its progress, as fetch does not
    entry.request = request;
    const bar = el('progress', { max: '1', value: '0', 'aria-label': row.name });
    let told = performance.now();
    request.upload.onprogress = ({ loaded, total }) => {
      bar.value = loaded / total;
      const text = loaded < total ? fill(this.said.percent, { n: Math.floor((100 * loaded) / total) }) : this.said.checking;
      row.status.replaceChildren(text, ' ', bar);
      if (performance.now() - told < TELL_EVERY_MS) return;
      told = performance.now();
      announce(`${row.name}: ${text}`);
    };
    request.open('POST', `${config.server}/api/chat/files`);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.timeout = TIMEOUT_MS;
    request.responseType = 'json';
    const body = new FormData();
    body.append('file', file);
    return new Promise((resolve, reject) => {
      request.onload = () => {
        const { status, response } = request;
        if (status === 201) resolve(response);
        else reject(failure(status, response?.detail, request.getResponseHeader('Retry-After')));
      };
      request.onerror = request.ontimeout = () => reject(failure(0));
      request.onabort = () => resolve(null);
      request.send(body);
    });
  }
}
