// One upload at a time, with its progress and its refusal.
'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../api/problem';
import { uploadSong } from '../api/upload';

export interface RunningUpload {
  readonly fileName: string;
  /** 0 to 1; at 1 the server is checking the file. */
  readonly fraction: number;
}

export interface SongUploadState {
  readonly running: RunningUpload | null;
  /** Why the last file was not taken. */
  readonly refusal: string | null;
  readonly start: (file: File) => void;
  readonly cancel: () => void;
  readonly dismiss: () => void;
}

/**
 * @param projectId where songs go; undefined makes a new project of each, named after the file
 * @param onAccepted called with the id of the project once the server has the song
 */
export function useSongUpload(
  projectId: string | undefined,
  onAccepted: (projectId: string) => void,
): SongUploadState {
  const [running, setRunning] = useState<RunningUpload | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const start = useCallback(
    (file: File) => {
      if (abort.current) return;
      const controller = new AbortController();
      abort.current = controller;
      setRefusal(null);
      setRunning({ fileName: file.name, fraction: 0 });
      uploadSong({
        file,
        projectId,
        signal: controller.signal,
        onProgress: (fraction) => setRunning({ fileName: file.name, fraction }),
      })
        .then(onAccepted)
        .catch((failure: unknown) => {
          if (!controller.signal.aborted) setRefusal(sentenceOf(failure));
        })
        .finally(() => {
          abort.current = null;
          setRunning(null);
        });
    },
    [projectId, onAccepted],
  );
  const cancel = useCallback(() => abort.current?.abort(), []);
  const dismiss = useCallback(() => setRefusal(null), []);
  return { running, refusal, start, cancel, dismiss };
}
