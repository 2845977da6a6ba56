// Which conversation this is. Only the token is ever kept, only in this tab, and only once
// the person has accepted the privacy notice; until then it lives in memory.

const KEY = 'ombudsman-chat';
const ANSWER_MS = 80;

/** Storage may be blocked or full: then nothing is kept, and a reload begins a new conversation. */
function kept(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

export class Session {
  /** The chat of `host` hears `news()` and `gone()` when another tab has said something or has left. */
  constructor(host) {
    this.token = kept((store) => JSON.parse(store.getItem(KEY)).token);
    this.kept = Boolean(this.token);
    this.tabs = new BroadcastChannel(KEY);
    this.tabs.onmessage = ({ data: [say, token] }) => {
      if (say === 'who') this.kept && this.tell('here', this.token);
      else if (say === 'here') this.heard?.(token);
      else if (token === this.token) host.chat[say]();
    };
  }

  /** Tell the other tabs of this site. */
  tell(say, token = this.token) {
    this.tabs.postMessage([say, token]);
  }

  /** The conversation that another tab has open goes on here too; nothing is kept for that. */
  async join() {
    this.token ??= await new Promise((done) => {
      this.heard = done;
      this.tell('who');
      setTimeout(done, ANSWER_MS);
    });
  }

  /** Keep the token for a reload, and whether the window is open. */
  save(open = this.open) {
    this.open = open;
    if (this.kept && this.token) kept((store) => store.setItem(KEY, JSON.stringify({ token: this.token, open })));
  }

  /** The notice has been accepted once the conversation asks something else. */
  heed({ question, reference }) {
    if (!reference && (question ?? 'privacy_ack') === 'privacy_ack') return;
    this.kept = true;
    this.save();
  }

  forget() {
    this.token = null;
    this.kept = false;
    kept((store) => store.removeItem(KEY));
  }
}
