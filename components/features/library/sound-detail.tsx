// The contents of a sound: its grains, to view and to listen to.
'use client';
import { useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { Notice } from '@/components/ui/notice';
import { getSound, type StyleDetail } from '@/contract/http/library';
import { GrainMap } from './grain-map';

/** The links to grains last for at least this long. */
const RENEW_MS = 120_000;

export function SoundDetail({ id }: { readonly id: string }) {
  const [detail, setDetail] = useState<StyleDetail | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const read = () => {
      call(getSound, { id, signal: stop.signal })
        .then((sound) => {
          setDetail(sound);
          setProblem(null);
        })
        .catch((failure: unknown) => {
          if (!stop.signal.aborted) setProblem(errorMessage(failure));
        });
    };
    read();
    const timer = setInterval(read, RENEW_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [id]);
  return (
    <div>
      {problem && <Notice tone="danger">{problem}</Notice>}
      {detail?.grains_url ? (
        <GrainMap
          name={detail.name}
          grains={detail.grain_map}
          url={detail.grains_url}
          onProblem={setProblem}
        />
      ) : (
        !problem && <p role="status">Reading the grains…</p>
      )}
    </div>
  );
}
