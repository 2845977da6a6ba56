// What the person has said and the server has not yet taken. Each message keeps the id it was
// made with, so sending it again can never count it twice.
import { call } from './api.js';
import { failed, refused, sending, sent } from './conversation.js';
import { AGAIN_MS, LONGEST_MS } from './limits.js';
import { own } from './transcript.js';

export let waiting = [];
let wait;
let timer;
let busy;

/** Show what the person says, and send it in its turn: `label` is what they see, `body` what the server gets. */
export function post(label, body) {
  const id = crypto.getRandomValues(new Uint32Array(4)).join('-'); // `crypto.randomUUID` is only there on https
  waiting.push({ own: own(label), message: { id, ...body } });
  flush();
}

/** Let go of all that waits; gives it back. */
export function empty() {
  clearTimeout(timer);
  wait = AGAIN_MS;
  const left = waiting;
  waiting = [];
  return left;
}

/** Send what waits, in order, one at a time; stop at the first that does not get through. */
export async function flush() {
  if (busy) return;
  busy = true;
  clearTimeout(timer);
  try {
    while (waiting.length && await next(waiting[0]));
  } finally {
    busy = false;
  }
}

async function next(entry) {
  sending(entry);
  let problem;
  const reply = await call('POST', 'messages', entry.message).catch((error) => { problem = error; });
  if (waiting[0] !== entry) return true; // started again meanwhile: go on with what waits now
  if (problem?.passing) {
    later(problem);
    failed(entry, problem);
    return false;
  }
  waiting.shift();
  if (problem) {
    refused(entry, problem);
    return false;
  }
  wait = AGAIN_MS;
  sent(entry, reply);
  return true;
}

/** Try again by itself, each time after twice as long, and never before the server asks for it. */
function later({ retryAfter }) {
  timer = setTimeout(flush, Math.max(wait, retryAfter * 1000));
  wait = Math.min(wait * 2, LONGEST_MS);
}
