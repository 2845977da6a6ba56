// The chat API over fetch: time-outs, and every failure as one kind of error.

const TIMEOUT_MS = 20_000;

/** A request that failed; `detail` is a plain sentence from the server, when there was one. */
export class Problem extends Error {
  constructor(status, detail = null, retryAfter = null) {
    super(detail ?? `status ${status}`);
    Object.assign(this, { status, detail, retryAfter });
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

async function problem(response) {
  const type = response.headers.get('Content-Type') ?? '';
  const body = type.includes('json') ? await response.json().catch(() => ({})) : {};
  const wait = Number(response.headers.get('Retry-After')) || null;
  const detail = typeof body?.detail === 'string' ? body.detail : null;
  return new Problem(response.status, detail, wait);
}

export class Api {
  constructor(server, session) {
    Object.assign(this, { server, session });
  }

  async call(method, path, body, { keepalive = false } = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(`${this.server}/api/chat/${path}`, {
        method,
        keepalive,
        headers: this.headers(body),
        body: body && JSON.stringify(body),
        signal: stop.signal,
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
      if (!response.ok) throw await problem(response);
      return response.status === 204 ? null : await response.json();
    } catch (error) {
      throw error instanceof Problem ? error : new Problem(0);
    } finally {
      clearTimeout(timer);
    }
  }

  headers(body) {
    const { token } = this.session;
    return {
      Accept: 'application/json, application/problem+json',
      ...(body && { 'Content-Type': 'application/json' }),
      ...(token && { Authorization: `Bearer ${token}` }),
    };
  }

  begin(locale) {
    return this.call('POST', 'conversations', { locale });
  }

  send(message) {
    return this.call('POST', 'messages', message);
  }

  since(id) {
    return this.call('GET', `messages?after=${id}`);
  }

  erase(options) {
    return this.call('DELETE', 'conversation', undefined, options);
  }
}
