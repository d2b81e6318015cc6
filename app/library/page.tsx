// The library of style sounds.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { accountPage } from '@/components/account/return-path';
import { LibraryPage } from '@/components/library/library-page';
import { PageFrame } from '@/components/shell/page-frame';
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
