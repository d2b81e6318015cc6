// Who is in the rehearsal room, from what each of them shows to the others.
'use client';
import { useMemo } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';

export interface Member {
  readonly id: number;
  readonly name: string;
  readonly isSelf: boolean;
  readonly isLeading: boolean;
  /** How far they are ahead of the room, in milliseconds; null where nothing is measured. */
  readonly offsetMs: number | null;
}

/** This person first, then the others by name; a person with two pages in the room is there twice. */
export function useMembers(): readonly Member[] {
  const { rehearsal, connection } = useStudio().session;
  const { presence, author } = connection;
  const peers = useSelected(presence.peers, (all) => all);
  const self = useSelected(presence.self, (me) => me);
  const offsetMs = useSelected(rehearsal.view, (view) => view.offsetMs);
  const leaderId = useSelected(rehearsal.view, ({ room }) => room?.leaderId ?? null);
  return useMemo(() => {
    const me = {
      id: 0,
      name: self?.name ?? 'You',
      isSelf: true,
      isLeading: leaderId === author.userId,
      offsetMs,
    };
    const others = peers.flatMap(({ clientId, user, presence: shown }) =>
      shown.rehearsal
        ? [
            {
              id: clientId,
              name: user.name,
              isSelf: false,
              isLeading: leaderId === user.userId,
              offsetMs: shown.rehearsal.offsetMs,
            },
          ]
        : [],
    );
    return [me, ...others.sort((a, b) => a.name.localeCompare(b.name))];
  }, [peers, self, offsetMs, leaderId, author]);
}
