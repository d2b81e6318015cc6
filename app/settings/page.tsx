// The account page: name, plan, limits, the password, signed-in browsers, and how programs get in.
import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { accountPage } from '@/components/api/return-path';
import { PasswordForm } from '@/components/features/account/password-form';
import { Sessions } from '@/components/features/account/sessions';
import { Settings } from '@/components/features/account/settings';
import { Tokens } from '@/components/features/account/tokens';
import { PageFrame } from '@/components/pages/frame/page-frame';
import styles from '@/components/ui/article.module.css';
import { addressOf } from '@/contract/http/address';
import { getDescription } from '@/contract/http/instance';
import { hasOwnPassword } from '@/server/accounts/change-password';
import { signedIn } from '../signed-in';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  const user = await signedIn();
  if (!user) redirect(accountPage('sign-in', '/settings'));
  const hasPassword = await hasOwnPassword(user);
  return (
    <PageFrame person={user.name}>
      <article className={styles.article}>
        <h1>Settings</h1>
        <Settings />
        {hasPassword && <PasswordForm email={user.email ?? ''} />}
        <Sessions />
        <Tokens>
          Programs use the same interface as this site, described in{' '}
          <a href={addressOf(getDescription, {})}>openapi.json</a>, with a token in place of a password.
        </Tokens>
        {user.isAdmin && (
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
