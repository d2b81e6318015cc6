// The sign-in page.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { returnPath } from '@/components/api/return-path';
import { SignInPage } from '@/components/pages/account/sign-in-page';
import { oauthProviderIds } from '@/server/auth/providers';
import type { AccountPageProps } from '../page-props';
import { signedIn } from '../signed-in';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignIn({ searchParams }: AccountPageProps) {
  const { callbackUrl, error } = await searchParams;
  const next = returnPath(callbackUrl);
  if (await signedIn()) redirect(next);
  return <SignInPage providers={oauthProviderIds()} next={next} error={error} />;
}
