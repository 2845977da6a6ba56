// What the person has said and the server has not yet taken. Each message keeps the id it was
// made with, so sending it again can never count it twice.

const AGAIN_MS = 5_000;
const LONGEST_MS = 60_000;

/** `crypto.randomUUID` is only there on https and localhost. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Outbox {
  /** `on` holds deliver, which sends, and sending, sent, failed and refused, called with the entry. */
  constructor(on) {
    this.on = on;
    this.clear();
  }

  add(own, body) {
    this.waiting.push({ own, body, message: { id: newId(), ...body } });
    this.flush();
  }

  /** Let go of all that waits; gives it back. */
  clear() {
    clearTimeout(this.timer);
    this.wait = AGAIN_MS;
    const left = this.waiting;
    this.waiting = [];
    return left;
  }

  /** Send what waits, in order, one at a time; stop at the first that does not get through. */
  async flush() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      while (this.waiting.length && await this.next(this.waiting[0]));
    } finally {
      this.busy = false;
    }
  }

  async next(entry) {
    this.on.sending(entry);
    let problem;
    const reply = await this.on.deliver(entry.message).catch((error) => { problem = error; });
    if (this.waiting[0] !== entry) return false; // started again meanwhile
    if (problem?.passing) {
      this.later(problem);
      this.on.failed(entry, problem);
      return false;
    }
    this.waiting.shift();
    if (problem) {
      this.on.refused(entry, problem);
      return false;
    }
    this.wait = AGAIN_MS;
    this.on.sent(entry, reply);
    return true;
  }

  /** Try again by itself, each time after twice as long, and never before the server asks for it. */
  later({ retryAfter }) {
    this.timer = setTimeout(() => this.flush(), Math.max(this.wait, retryAfter * 1000));
    this.wait = Math.min(this.wait * 2, LONGEST_MS);
  }
}
