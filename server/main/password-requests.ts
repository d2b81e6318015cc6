// Which requests check or set a password, and what those that are refused before they are read are answered.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { signUp } from '@/contract/http/account';
import { addressOf } from '@/contract/http/address';
import { changePassword } from '@/contract/http/credentials';
import { getEnv } from '@/platform/env';
import type { RequestError } from '@/server/errors';
import { makeProblem } from '@/server/problem';

export type PasswordAction = 'sign-in' | 'sign-up' | 'change';

/** next-auth takes everything behind a provider's name for a part of the same address. */
const SIGN_IN = /^\/api\/auth\/callback(?:\/|$)/;
const OF_OPERATIONS: ReadonlyMap<string, PasswordAction> = new Map([
  [addressOf(signUp, {}), 'sign-up'],
  [addressOf(changePassword, {}), 'change'],
]);

/** The path of a request target as routes see it: without dots, doubled slashes and percent signs. */
function pathOf(target: string): string {
  const base = 'http://localhost';
  if (!URL.canParse(target, base)) return target;
  const { pathname } = new URL(target.replace(/^\/+/, '/'), base);
  try {
    return decodeURIComponent(pathname).replaceAll(/\/{2,}/g, '/');
  } catch {
    return pathname;
  }
}

/**
 * What a request does with a password, or null for one that has none.
 * @param target of the request, such as `/api/auth/callback/credentials`
 */
export function passwordActionOf(method: string, target: string): PasswordAction | null {
  if (method !== 'POST') return null;
  const path = pathOf(target);
  if (SIGN_IN.test(path)) return 'sign-in';
  return OF_OPERATIONS.get(path.replace(/\/$/, '')) ?? null;
}

/** Whether a browser shows the answer itself instead of handing it to a script. */
const isForm = ({ headers }: IncomingMessage): boolean =>
  headers['sec-fetch-mode'] === 'navigate' || /\btext\/html\b/.test(headers.accept ?? '');

/** Answers with a refusal: a problem, or for signing in what next-auth's client and forms without script expect. */
export function sendPasswordRefusal(
  action: PasswordAction,
  refusal: RequestError,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { status, code, message, headers, details } = refusal;
  const common = { ...headers, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  if (action !== 'sign-in') {
    response.writeHead(status, { ...common, 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ ...makeProblem(status, code, message), ...details }));
    return;
  }
  const url = `${getEnv().publicUrl}/sign-in?error=${encodeURIComponent(message)}`;
  if (isForm(request)) response.writeHead(303, { ...common, location: url }).end();
  else {
    response.writeHead(status, { ...common, 'content-type': 'application/json' });
    response.end(JSON.stringify({ url }));
  }
}
