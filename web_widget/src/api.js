// The chat API over fetch: time-outs, and every failure as one kind of problem.
import { TIMEOUT_MS } from './limits.js';
import { config } from './place.js';
import { token } from './session.js';

/** A request that failed. `detail` is a plain sentence from the server, when there was one; where it is `passing` the same
 * request may work later; where it is `over` the conversation cannot go on: its token is wrong or has run out. */
export function failure(status, detail, retryAfter) {
  return {
    status,
    detail,
    retryAfter: Number(retryAfter) || 0,
    passing: !status || status >= 500 || [408, 425, 429].includes(status),
    over: [401, 403, 404, 410].includes(status),
  };
}

/** Ask the server: what it says, or nothing where it has nothing to say. Throws a failure. */
export async function call(method, path, body, keepalive) {
  const response = await fetch(`${config.server}/api/chat/${path}`, {
    method,
    keepalive,
    headers: headers(body),
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  }).catch(() => ({}));
  const { ok, status } = response;
  const said = await response.json?.().catch(() => null);
  if (ok && (said || status === 204)) return said;
  throw failure(ok ? 0 : status, said?.detail, response.headers?.get('Retry-After'));
}

/** What every request says of itself. */
export function headers(body) {
  return {
    'Accept-Language': config.lang,
    ...(body && { 'Content-Type': 'application/json' }),
    ...(token && { Authorization: `Bearer ${token}` }),
  };
}

/** Begin a conversation. Throws a failure. */
export function begin(locale) {
  return call('POST', 'conversations', { locale }).catch(async (problem) => {
    // Browsers hide why a call to another site failed: ask whether this one may use the chat.
    const refusal = problem.status ? null : await call('GET', 'site').catch((found) => found);
    if (refusal?.status !== 403) throw problem;
    console.error(`ombudsman-chat: ${location.origin} is not in CHAT_ALLOWED_ORIGINS of ${config.server}.`);
    throw refusal;
  });
}

/** All that was said after the message with this id. */
export function since(id) {
  return call('GET', `messages?after=${id}`);
}

/** End the session, also while the page goes away; what was not saved or sent is erased. Not being reached is no matter. */
export function endSession() {
  return call('DELETE', 'session', undefined, true).catch(() => {});
}
