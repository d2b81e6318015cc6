// The sign-up page.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { returnPath } from '@/components/api/return-path';
import { AccountCard } from '@/components/features/account/account-card';
import { CredentialsForm } from '@/components/features/account/credentials-form';
import { OauthButtons } from '@/components/features/account/oauth-buttons';
import { PageFrame } from '@/components/pages/frame/page-frame';
import { oauthProviderIds } from '@/server/auth/providers';
import type { AccountPageProps } from '../page-props';
import { signedIn } from '../signed-in';

export const metadata: Metadata = { title: 'Sign up' };

export default async function SignUpPage({ searchParams }: AccountPageProps) {
  const { callbackUrl } = await searchParams;
  const next = returnPath(callbackUrl);
  if (await signedIn()) redirect(next);
  const isInvited = next.startsWith('/invite/');
  const lead = isInvited
    ? 'Then you join the project you were invited to.'
    : 'Your projects and your band, in one place.';
  return (
    <PageFrame person={null}>
      <AccountCard title="Sign up" lead={lead}>
        <OauthButtons providers={oauthProviderIds()} next={next} />
        <CredentialsForm mode="sign-up" next={next} problem={null} />
      </AccountCard>
    </PageFrame>
  );
}
