// The contents of a sound: its grains, to view and to listen to.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/components/api/problem';
import { queryOf } from '@/components/api/query';
import { Notice } from '@/components/ui/notice';
import { getSound } from '@/contract/http/library';
import { GrainMap } from './grain-map';

/** The links to grains last for at least this long. */
const RENEW_MS = 120_000;

export function SoundDetail({ id }: { readonly id: string }) {
  const { data: detail, error } = useQuery({ ...queryOf(getSound, { id }), refetchInterval: RENEW_MS });
  const [playProblem, setPlayProblem] = useState<string | null>(null);
  const problem = playProblem ?? messageOf(error);
  return (
    <div>
      {problem && <Notice tone="danger">{problem}</Notice>}
      {detail?.grains_url ? (
        <GrainMap
          name={detail.name}
          grains={detail.grain_map}
          url={detail.grains_url}
          onProblem={setPlayProblem}
        />
      ) : (
        !problem && <p role="status">Reading the grains…</p>
      )}
    </div>
  );
}
