// Signing in and out, by next-auth.
import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/options';
import type { Visit } from '@/server/auth/visit';
import { ValidationError } from '@/server/errors';
import { recordedUnavailable } from '@/server/http/unavailable-record';
import { problemOf } from '@/server/problem';

interface Context {
  readonly params: Promise<{ nextauth: string[] }>;
}

/** Checks that the body can be read: next-auth would fail on one that is no JSON. */
async function assertReadable(request: Request): Promise<void> {
  if (!/\bapplication\/json\b/i.test(request.headers.get('content-type') ?? '')) return;
  try {
    await request.clone().json();
  } catch {
    throw new ValidationError('The request is not valid JSON.');
  }
}

/** The answer with the status and headers of a refusal; its body stays what the sign-in page expects. */
function refused(response: Response, { refusal }: Visit): Response {
  if (!refusal) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(refusal.headers)) headers.set(name, value);
  // A form without script follows a redirect, which has a status of its own.
  const status = headers.has('location') ? response.status : refusal.status;
  return new Response(response.body, { status, headers });
}

async function signInRoute(request: NextRequest, context: Context): Promise<Response> {
  try {
    if (request.method === 'POST') await assertReadable(request);
    const visit: Visit = { userAgent: request.headers.get('user-agent') };
    const response: unknown = await NextAuth(request, context, authOptions(visit));
    const away = recordedUnavailable();
    // Reading a session answers with what the cookie says; signing in cannot.
    if (away && request.method === 'POST') return problemOf(away);
    if (!(response instanceof Response)) throw new Error('next-auth gave no response.');
    return refused(response, visit);
  } catch (error) {
    return problemOf(error);
  }
}

export { signInRoute as GET, signInRoute as POST };
