// The DJ rules, for administrators of the studio.
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { accountPage } from '@/components/api/return-path';
import { DjRulesForm } from '@/components/pages/admin/dj-rules-form';
import { PageFrame } from '@/components/pages/frame/page-frame';
import styles from '@/components/ui/article.module.css';
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
