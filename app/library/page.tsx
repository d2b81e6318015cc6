// The library of style sounds.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { accountPage } from '@/components/api/return-path';
import { PageFrame } from '@/components/pages/frame/page-frame';
import { LibraryPage } from '@/components/pages/library/library-page';
import { signedIn } from '../signed-in';

export const metadata: Metadata = { title: 'Library' };

export default async function Library() {
  const user = await signedIn();
  if (!user) redirect(accountPage('sign-in', '/library'));
  return (
    <PageFrame person={user.name}>
      <LibraryPage />
    </PageFrame>
  );
}
