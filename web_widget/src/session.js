// Which conversation this is. Only the token is ever kept, only in this tab, and only once
// the person has accepted the privacy notice; until then it lives in memory.
import { gone } from './chat.js';
import { catchUp } from './conversation.js';

const KEY = 'ombudsman-chat';
const ANSWER_MS = 80;

/** Storage may be blocked or full: then nothing is kept, and a reload begins a new conversation. */
function stored(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

export let token = stored((store) => JSON.parse(store.getItem(KEY)).token);
let accepted = Boolean(token); // the privacy notice
let shown;
let heard;
const tabs = new BroadcastChannel(KEY);

tabs.onmessage = ({ data: [say, of] }) => {
  if (say === 'who') accepted && tell('here');
  else if (say === 'here') heard?.(of);
  else if (of === token) say === 'gone' ? gone() : catchUp();
};

/** Tell the other tabs of this site: 'news' where something was said, 'gone' where it was left or deleted. */
export function tell(say) {
  tabs.postMessage([say, token]);
}

/** The conversation that another tab has open goes on here too; nothing is kept for that. */
export async function join() {
  token ??= await new Promise((done) => {
    heard = done;
    tell('who');
    setTimeout(done, ANSWER_MS);
  });
}

/** Go on in the conversation with this token. */
export function hold(given) {
  token = given;
}

/** Keep the token for a reload, and whether the window is open. */
export function save(open = shown) {
  shown = open;
  if (accepted && token) stored((store) => store.setItem(KEY, JSON.stringify({ token, open })));
}

/** The notice has been accepted once the conversation asks something else. */
export function heed({ question, reference }) {
  if (!reference && (question ?? 'privacy_ack') === 'privacy_ack') return;
  accepted = true;
  save();
}

/** Nothing of the conversation stays in this tab. */
export function forget() {
  token = null;
  accepted = false;
  stored((store) => store.removeItem(KEY));
}
