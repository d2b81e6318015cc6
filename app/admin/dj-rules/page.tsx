// The DJ rules, for administrators of the studio.
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { accountPage } from '@/components/account/return-path';
import { DjRulesForm } from '@/components/admin/dj-rules-form';
import styles from '@/components/shell/article.module.css';
import { PageFrame } from '@/components/shell/page-frame';
import { signedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'DJ rules' };

export default async function DjRulesPage() {
  const user = await signedIn();
  if (!user) redirect(accountPage('sign-in', '/admin/dj-rules'));
  if (!user.isAdmin) notFound();
  return (
    <PageFrame person={user.name}>
      <article className={styles.article}>
        <h1>DJ rules</h1>
        <p className={styles.lead}>
          How this studio orders tracks and mixes them, for everybody, from the next set on.
        </p>
        <DjRulesForm />
      </article>
    </PageFrame>
  );
}
