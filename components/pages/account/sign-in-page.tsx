// The pages that sign in and up: the services on offer, and the form.
import { AccountCard } from '@/components/features/account/account-card';
import { CredentialsForm } from '@/components/features/account/credentials-form';
import { OauthButtons, type OauthProvider } from '@/components/features/account/oauth-buttons';
import { signInProblem } from '@/components/features/account/sign-in-problem';
import { PageFrame } from '../frame/page-frame';

interface AccountPageProps {
  /** The services that sign in here. */
  readonly providers: readonly OauthProvider[];
  /** Where to go afterwards: a path of this site. */
  readonly next: string;
}

interface SignInPageProps extends AccountPageProps {
  /** What an earlier attempt failed of: the code that came back in the address. */
  readonly error: string | readonly string[] | undefined;
}

export function SignInPage({ providers, next, error }: SignInPageProps) {
  return (
    <PageFrame person={null}>
      <AccountCard title="Sign in" lead="Back to your mixes.">
        <OauthButtons providers={providers} next={next} />
        <CredentialsForm mode="sign-in" next={next} problem={signInProblem(error)} />
      </AccountCard>
    </PageFrame>
  );
}

export function SignUpPage({ providers, next }: AccountPageProps) {
  const isInvited = next.startsWith('/invite/');
  const lead = isInvited
    ? 'Then you join the project you were invited to.'
    : 'Your projects and your band, in one place.';
  return (
    <PageFrame person={null}>
      <AccountCard title="Sign up" lead={lead}>
        <OauthButtons providers={providers} next={next} />
        <CredentialsForm mode="sign-up" next={next} problem={null} />
      </AccountCard>
    </PageFrame>
  );
}
