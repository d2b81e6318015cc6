// The sign-in page.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { returnPath } from '@/components/api/return-path';
import { AccountCard } from '@/components/features/account/account-card';
import { CredentialsForm } from '@/components/features/account/credentials-form';
import { OauthButtons } from '@/components/features/account/oauth-buttons';
import { signInProblem } from '@/components/features/account/sign-in-problem';
import { PageFrame } from '@/components/pages/frame/page-frame';
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
