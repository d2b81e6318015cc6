// The sign-in page.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccountCard } from '@/components/account/account-card';
import { CredentialsForm } from '@/components/account/credentials-form';
import { OauthButtons } from '@/components/account/oauth-buttons';
import { returnPath } from '@/components/account/return-path';
import { signInProblem } from '@/components/account/sign-in-problem';
import { PageFrame } from '@/components/shell/page-frame';
import { oauthProviderIds } from '@/server/auth/providers';
import type { AccountPageProps } from '../page-props';
import { signedIn } from '../signed-in';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: AccountPageProps) {
  const { callbackUrl, error } = await searchParams;
  const next = returnPath(callbackUrl);
  if (await signedIn()) redirect(next);
  return (
    <PageFrame person={null}>
      <AccountCard title="Sign in" lead="Back to your mixes.">
        <OauthButtons providers={oauthProviderIds()} next={next} />
        <CredentialsForm mode="sign-in" next={next} problem={signInProblem(error)} />
      </AccountCard>
    </PageFrame>
  );
}
