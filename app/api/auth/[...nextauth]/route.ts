// Signing in and out, by next-auth.
import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/options';
import { awayNoted } from '@/server/http/away-note';
import { problemOf } from '@/server/problem';

interface Context {
  readonly params: Promise<{ nextauth: string[] }>;
}

async function signInRoute(request: NextRequest, context: Context): Promise<Response> {
  const response: unknown = await NextAuth(request, context, authOptions());
  const away = awayNoted();
  // Reading a session answers with what the cookie says; signing in cannot.
  if (away && request.method === 'POST') return problemOf(away);
  if (!(response instanceof Response)) throw new Error('next-auth gave no response.');
  return response;
}

export { signInRoute as GET, signInRoute as POST };
