// Signing in and out, by next-auth.
import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/options';

interface Context {
  readonly params: Promise<{ nextauth: string[] }>;
}

async function signInRoute(request: NextRequest, context: Context): Promise<Response> {
  const response: unknown = await NextAuth(request, context, authOptions());
  if (!(response instanceof Response)) throw new Error('next-auth gave no response.');
  return response;
}

export { signInRoute as GET, signInRoute as POST };
