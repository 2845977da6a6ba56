// The chat API over fetch: time-outs, and every failure as one kind of error.

const TIMEOUT_MS = 20_000;

/** A request that failed; `detail` is a plain sentence from the server, when there was one. */
export class Problem {
  constructor(status, detail, retryAfter) {
    Object.assign(this, { status, detail: typeof detail === 'string' ? detail : null, retryAfter: Number(retryAfter) || 0 });
  }

  /** True when the same request may work later: the words are kept and can be sent again. */
  get passing() {
    return [0, 408, 425, 429, 500, 502, 503, 504].includes(this.status);
  }

  /** True when this conversation cannot go on: its token is wrong or has run out. */
  get over() {
    return [401, 403, 404, 410].includes(this.status);
  }
}

export class Api {
  constructor(config, session) {
    Object.assign(this, { config, session });
  }

  /** Ask the server: what it says, or nothing where it has nothing to say. Raises Problem. */
  async call(method, path, body, keepalive) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), TIMEOUT_MS);
    const response = await fetch(`${this.config.server}/api/chat/${path}`, {
      method,
      keepalive,
      headers: this.headers(body),
      body: JSON.stringify(body),
      signal: stop.signal,
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    }).catch(() => ({}));
    const { ok, status } = response;
    const said = await response.json?.().catch(() => null);
    if (ok && (said || status === 204)) return said;
    throw new Problem(ok ? 0 : status ?? 0, said?.detail, response.headers?.get('Retry-After'));
  }

  headers(body) {
    const { token } = this.session;
    return {
      'Accept-Language': this.config.lang,
      ...(body && { 'Content-Type': 'application/json' }),
      ...(token && { Authorization: `Bearer ${token}` }),
    };
  }

  async begin(locale) {
    try {
      return await this.call('POST', 'conversations', { locale });
    } catch (problem) {
      if (!problem.status) await this.listed();
      throw problem;
    }
  }

  /** Browsers hide why a call to another site failed: ask. Raises Problem for a site that may not use the chat. */
  async listed() {
    try {
      await this.call('GET', 'site');
    } catch (problem) {
      if (problem.status !== 403) return;
      console.error(`ombudsman-chat: ${location.origin} is not in CHAT_ALLOWED_ORIGINS of ${this.config.server}.`);
      throw problem;
    }
  }

  since(id) {
    return this.call('GET', `messages?after=${id}`);
  }

  /** End the session, also while the page goes away; what was not saved or sent is erased. Not being reached is no matter. */
  leave() {
    return this.call('DELETE', 'session', undefined, true).catch(() => {});
  }
}
