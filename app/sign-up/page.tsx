// The sign-up page.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { returnPath } from '@/components/api/return-path';
import { SignUpPage } from '@/components/pages/account/sign-in-page';
import { oauthProviderIds } from '@/server/auth/providers';
import type { AccountPageProps } from '../page-props';
import { signedIn } from '../signed-in';

export const metadata: Metadata = { title: 'Sign up' };

export default async function SignUp({ searchParams }: AccountPageProps) {
  const { callbackUrl } = await searchParams;
  const next = returnPath(callbackUrl);
  if (await signedIn()) redirect(next);
  return <SignUpPage providers={oauthProviderIds()} next={next} />;
}
