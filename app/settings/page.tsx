// The account page: name, plan, limits, and how programs get in.
import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { accountPage } from '@/components/account/return-path';
import { Settings } from '@/components/account/settings';
import styles from '@/components/shell/article.module.css';
import { PageFrame } from '@/components/shell/page-frame';
import { signedIn } from '../signed-in';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  const user = await signedIn();
  if (!user) redirect(accountPage('sign-in', '/settings'));
  return (
    <PageFrame person={user.name}>
      <article className={styles.article}>
        <h1>Settings</h1>
        <Settings />
        <section>
          <h2>API tokens</h2>
          <p>
            Programs use the same interface as this site, described in{' '}
            <a href="/api/v1/openapi.json">openapi.json</a>. Whoever runs this studio makes a token for you
            with <code>npm run -s isomix -- token create --email {user.email ?? 'you@example.com'}</code>.
          </p>
        </section>
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
