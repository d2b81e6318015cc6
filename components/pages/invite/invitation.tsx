// What a link offers, and the button that takes it.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { pageOf } from '@/components/api/projects';
import { queryOf } from '@/components/api/query';
import { accountPage } from '@/components/api/return-path';
import { AccountCard } from '@/components/features/account/account-card';
import { Button, buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { acceptInvite, type InviteOffer, readOffer } from '@/contract/http/members';
import styles from './invitation.module.css';

interface InvitationProps {
  readonly token: string;
  readonly isSignedIn: boolean;
}

const MAY: Record<InviteOffer['role'], string> = {
  owner: 'You will own it.',
  editor: 'You will be able to change the mix, together with the others.',
  viewer: 'You will be able to listen and to watch the mix change.',
};

function Choices({ token, isSignedIn }: InvitationProps) {
  const router = useRouter();
  const task = useTask();
  const here = `/invite/${encodeURIComponent(token)}`;
  const accept = () =>
    task.run(async () => {
      const { project_id: id, kind } = await call(acceptInvite, { token });
      router.push(pageOf({ id, kind }));
    });
  if (isSignedIn) {
    return (
      <div className={styles.choices}>
        {task.error && <Notice tone="danger">{task.error}</Notice>}
        <Button kind="solid" onClick={() => void accept()} disabled={task.isBusy}>
          Accept invitation
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.choices}>
      <Link href={accountPage('sign-up', here)} className={buttonClass('solid')}>
        Sign up to join
      </Link>
      <Link href={accountPage('sign-in', here)} className={buttonClass('outline')}>
        Sign in to join
      </Link>
    </div>
  );
}

export function Invitation({ token, isSignedIn }: InvitationProps) {
  const { data: offer, error } = useQuery(queryOf(readOffer, { token }));
  if (error) {
    return (
      <AccountCard title="This invitation does not work" lead={errorMessage(error)}>
        <Link href="/" className={buttonClass('outline')}>
          To the front page
        </Link>
      </AccountCard>
    );
  }
  if (!offer) {
    return (
      <AccountCard title="Invitation" lead="Reading the invitation…">
        {null}
      </AccountCard>
    );
  }
  const who = offer.invited_by ?? 'Somebody';
  return (
    <AccountCard title={`Join “${offer.project_name}”`} lead={`${who} invites you. ${MAY[offer.role]}`}>
      <Choices token={token} isSignedIn={isSignedIn} />
    </AccountCard>
  );
}
