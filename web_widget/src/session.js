// Which conversation this is. Only the token is ever kept, only in this tab, and only once
// the person has accepted the privacy notice; until then it lives in memory.

const KEY = 'ombudsman-chat';

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

export class Session {
  constructor() {
    this.token = stored().token ?? null;
    this.kept = this.token !== null;
    this.open = true;
  }

  /** Keep the token for a reload, from the moment the notice has been accepted. */
  accept() {
    this.kept = true;
    this.save();
  }

  save() {
    if (!this.kept || !this.token) return;
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ token: this.token, open: this.open }));
    } catch {
      // Storage is blocked or full: the chat works, a reload begins a new one.
    }
  }

  forget() {
    this.token = null;
    this.kept = false;
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
  }
}

/** True once the privacy notice has been accepted: the conversation asks something else. */
export function accepted({ question, reference }) {
  return Boolean(reference || (question && question !== 'privacy_ack'));
}
