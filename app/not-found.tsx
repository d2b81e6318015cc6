// The page for an address that leads nowhere, or to something that is not shared with this person.
import Link from 'next/link';
import { PageFrame } from '@/components/pages/frame/page-frame';
import styles from '@/components/ui/article.module.css';
import { buttonClass } from '@/components/ui/button';
import { signedIn } from './signed-in';

export default async function NotFoundPage() {
  const user = await signedIn();
  return (
    <PageFrame person={user?.name ?? null}>
      <article className={styles.article}>
        <h1>There is nothing here</h1>
        <p className={styles.lead}>This does not exist, or it is not shared with you.</p>
        <p>
          <Link href="/" className={buttonClass('solid')}>
            {user ? 'To your projects' : 'To the front page'}
          </Link>
        </p>
      </article>
    </PageFrame>
  );
}
