// The account page: name, plan, limits, the password, signed-in browsers, and how programs get in.
import Link from 'next/link';
import { PasswordForm } from '@/components/features/account/password-form';
import { Sessions } from '@/components/features/account/sessions';
import { Settings } from '@/components/features/account/settings';
import { Tokens } from '@/components/features/account/tokens';
import styles from '@/components/ui/article.module.css';
import { addressOf } from '@/contract/http/address';
import { getDescription } from '@/contract/http/instance';
import { PageFrame } from '../frame/page-frame';

interface SettingsPageProps {
  readonly person: { readonly name: string; readonly email: string | null; readonly isAdmin: boolean };
  /** Whether they sign in with a password of this studio. */
  readonly hasPassword: boolean;
}

export function SettingsPage({ person, hasPassword }: SettingsPageProps) {
  return (
    <PageFrame person={person.name}>
      <article className={styles.article}>
        <h1>Settings</h1>
        <Settings />
        {hasPassword && <PasswordForm email={person.email ?? ''} />}
        <Sessions />
        <Tokens>
          Programs use the same interface as this site, described in{' '}
          <a href={addressOf(getDescription, {})}>openapi.json</a>, with a token in place of a password.
        </Tokens>
        {person.isAdmin && (
          <section>
            <h2>This studio</h2>
            <p>
              You are an administrator: <Link href="/admin/dj-rules">set the DJ rules</Link>.
            </p>
          </section>
        )}
      </article>
    </PageFrame>
  );
}
