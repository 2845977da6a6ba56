// What the person has said and the server has not yet taken. Each message keeps the id it was
// made with, so sending it again can never count it twice.

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID(); // only there on https and localhost
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export class Outbox {
  /** `deliver(message)` sends; `on` holds sending, sent, failed and refused, called with the entry. */
  constructor(deliver, on) {
    Object.assign(this, { deliver, on, waiting: [], busy: false });
  }

  add(body, extra) {
    this.waiting.push({ message: { id: uuid(), ...body }, ...extra });
    return this.flush();
  }

  get blocked() {
    return this.waiting.length > 0;
  }

  clear() {
    this.waiting = [];
  }

  /** Send what waits, in order, one at a time; stop at the first that does not get through. */
  async flush() {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.waiting.length && (await this.next(this.waiting[0])));
    } finally {
      this.busy = false;
    }
  }

  async next(entry) {
    this.on.sending(entry);
    let reply;
    try {
      reply = await this.deliver(entry.message);
    } catch (problem) {
      if (this.waiting[0] !== entry) return false; // started again meanwhile
      if (problem.passing) this.on.failed(entry, problem);
      else {
        this.waiting.shift();
        this.on.refused(entry, problem);
      }
      return false;
    }
    if (this.waiting[0] !== entry) return false;
    this.waiting.shift();
    this.on.sent(entry, reply);
    return true;
  }
}
