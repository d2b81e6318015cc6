// The page behind an invitation link.
import type { Metadata } from 'next';
import { PageFrame } from '@/components/pages/frame/page-frame';
import { Invitation } from '@/components/pages/invite/invitation';
import type { InvitePageProps } from '../../page-props';
import { signedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'Invitation', robots: { index: false } };

export default async function InvitePage({ params }: InvitePageProps) {
  const { token } = await params;
  const user = await signedIn();
  return (
    <PageFrame person={user?.name ?? null}>
      <Invitation token={token} isSignedIn={user !== null} />
    </PageFrame>
  );
}
