// Next's hook before every page: gives the answer a Content-Security-Policy with a nonce of its own.
import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { getEnv } from '@/platform/env';
import { mediaOrigin } from '@/platform/storage/media-origin';
import { contentSecurityPolicy } from '@/server/http/content-security-policy';

export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64');
  const isDevelopment = process.env.NODE_ENV === 'development';
  const policy = contentSecurityPolicy(nonce, mediaOrigin(getEnv()), isDevelopment);
  const headers = new Headers(request.headers);
  // Next reads the nonce from here and puts it on the scripts it writes.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

// Pages alone: uploads and audio must not pass through here.
export const config = { matcher: ['/((?!api/|_next/|worklets/|icon).*)'] };
