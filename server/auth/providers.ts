// The sign-in providers: email and password always, GitHub and Google when their keys are configured.
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import GitHubProvider from 'next-auth/providers/github';
import GoogleProvider from 'next-auth/providers/google';
import { z } from 'zod';
import { type Env, getEnv } from '@/platform/env';
import { RequestError } from '@/server/errors';
import { recordUnavailable } from '@/server/http/unavailable-record';
import { addressOf } from '../http/address';
import { signInWithPassword } from './credentials';
import type { Visit } from './visit';

type Providers = NextAuthOptions['providers'];

const formSchema = z.object({ email: z.string(), password: z.string() });

function passwordProvider(visit: Visit): Providers[number] {
  return CredentialsProvider({
    name: 'Email and password',
    credentials: {
      email: { label: 'Email', type: 'email' },
      password: { label: 'Password', type: 'password' },
    },
    async authorize(credentials, request) {
      const form = formSchema.safeParse(credentials);
      if (!form.success) return null;
      const forwarded: unknown = request.headers?.['x-forwarded-for'];
      const address = addressOf(typeof forwarded === 'string' ? forwarded : null);
      try {
        const user = await signInWithPassword(form.data.email, form.data.password, address);
        return user && { id: user.id, name: user.name, email: user.email };
      } catch (error) {
        // next-auth answers 401 to whatever is thrown here; the route answers with the status of the refusal.
        if (error instanceof RequestError) visit.refusal = error;
        else recordUnavailable(error);
        throw error;
      }
    },
  });
}

type ProviderKeys = Pick<Env, 'GITHUB_ID' | 'GITHUB_SECRET' | 'GOOGLE_ID' | 'GOOGLE_SECRET'>;

/** The ids of the OAuth providers that are configured, in the order the page shows their buttons. */
export function oauthProviderIds(env: ProviderKeys = getEnv()): ('github' | 'google')[] {
  const github = env.GITHUB_ID && env.GITHUB_SECRET ? (['github'] as const) : [];
  const google = env.GOOGLE_ID && env.GOOGLE_SECRET ? (['google'] as const) : [];
  return [...github, ...google];
}

/** Everything next-auth may sign people in with. */
export function providers(visit: Visit): Providers {
  const { GITHUB_ID = '', GITHUB_SECRET = '', GOOGLE_ID = '', GOOGLE_SECRET = '' } = getEnv();
  const oauth = {
    github: () => GitHubProvider({ clientId: GITHUB_ID, clientSecret: GITHUB_SECRET }),
    google: () => GoogleProvider({ clientId: GOOGLE_ID, clientSecret: GOOGLE_SECRET }),
  };
  return [passwordProvider(visit), ...oauthProviderIds().map((id) => oauth[id]())];
}
