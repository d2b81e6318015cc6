// Uploads of tracks, one after the other, each put into the list as soon as the studio has it.
'use client';
import { useEffect, useRef, useState } from 'react';
import { type Track, uploadTrack } from '../api/automix';
import { sentenceOf } from '../api/problem';
import type { RunningUpload } from '../shell/use-file-upload';

export interface TrackUploads {
  readonly running: RunningUpload | null;
  /** How many wait behind the one that runs. */
  readonly waiting: number;
  /** A sentence for each file that was not taken. */
  readonly refusals: readonly string[];
  readonly start: (files: readonly File[]) => void;
  readonly cancel: () => void;
  readonly dismiss: () => void;
}

/** @param onAccepted called with each track that the studio has taken */
export function useTrackUploads(projectId: string, onAccepted: (track: Track) => void): TrackUploads {
  const [running, setRunning] = useState<RunningUpload | null>(null);
  const [waiting, setWaiting] = useState(0);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const queue = useRef<File[]>([]);
  const abort = useRef<AbortController | null>(null);
  const newest = useRef(onAccepted);
  useEffect(() => {
    newest.current = onAccepted;
  });
  useEffect(() => () => abort.current?.abort(), []);

  const sendNext = async (): Promise<void> => {
    const file = queue.current.shift();
    setWaiting(queue.current.length);
    if (!file) return setRunning(null);
    const controller = new AbortController();
    abort.current = controller;
    const { signal } = controller;
    const onProgress = (fraction: number) => setRunning({ fileName: file.name, fraction });
    onProgress(0);
    try {
      newest.current(await uploadTrack(projectId, { file, onProgress, signal }));
    } catch (failure) {
      if (signal.aborted) queue.current.length = 0;
      else setRefusals((before) => [...before, `${file.name}: ${sentenceOf(failure)}`]);
    }
    abort.current = null;
    await sendNext();
  };
  const start = (files: readonly File[]) => {
    queue.current.push(...files);
    setWaiting(queue.current.length);
    if (!abort.current) void sendNext();
  };
  return {
    ...{ running, waiting, refusals, start },
    cancel: () => abort.current?.abort(),
    dismiss: () => setRefusals([]),
  };
}
