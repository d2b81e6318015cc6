// Signs in through next-auth the way its page does: fetch the CSRF token, post the form, keep the cookies.
import { type Cookies, parseCookie } from 'cookie';
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/options';

interface Answer {
  readonly cookies: Cookies;
  readonly body: Record<string, string>;
}

interface Sent {
  readonly nextauth: readonly string[];
  readonly method: 'GET' | 'POST';
  readonly cookies?: Cookies;
  readonly body?: Record<string, string>;
}

/** Sends one request to next-auth; its handler wants the request and response objects of Next's older API routes. */
async function ask(sent: Sent, address: string): Promise<Answer> {
  const set: string[] = [];
  let body: Record<string, string> = {};
  const keep = (value: Record<string, string>) => {
    body = value;
  };
  const response = {
    status: () => response,
    getHeader: () => [...set],
    setHeader: (name: string, value: string | string[]) => {
      if (name.toLowerCase() === 'set-cookie') set.splice(0, set.length, ...[value].flat());
      return response;
    },
    json: keep,
    send: keep,
    end: () => undefined,
  };
  const { nextauth, cookies = {}, ...rest } = sent;
  const request = { ...rest, cookies, query: { nextauth }, headers: { 'x-forwarded-for': address } };
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, authOptions());
  return { cookies: parseCookie(set.map((cookie) => cookie.split(';')[0]).join(';')), body };
}

export interface SignedIn {
  /** The Cookie header of the session, or null when the sign-in was refused */
  readonly cookie: string | null;
  /** Where next-auth sends the browser */
  readonly url: string;
}

/** Signs in with an email and a password from a network address. */
export async function signIn(email: string, password: string, address = '10.0.0.1'): Promise<SignedIn> {
  const csrf = await ask({ nextauth: ['csrf'], method: 'GET' }, address);
  const form = { csrfToken: csrf.body.csrfToken ?? '', email, password, json: 'true' };
  const answer = await ask(
    { nextauth: ['callback', 'credentials'], method: 'POST', cookies: csrf.cookies, body: form },
    address,
  );
  const session = answer.cookies['next-auth.session-token'];
  return { cookie: session ? `next-auth.session-token=${session}` : null, url: answer.body.url ?? '' };
}

/** Signs out the browser that sends this Cookie header. */
export async function signOut(cookie: string, address = '10.0.0.1'): Promise<void> {
  const csrf = await ask({ nextauth: ['csrf'], method: 'GET' }, address);
  const cookies = { ...csrf.cookies, ...parseCookie(cookie) };
  await ask(
    {
      nextauth: ['signout'],
      method: 'POST',
      cookies,
      body: { csrfToken: csrf.body.csrfToken ?? '', json: 'true' },
    },
    address,
  );
}
