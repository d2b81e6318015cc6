// One upload at a time, with its progress and its refusal.
'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../api/problem';

export interface RunningUpload {
  readonly fileName: string;
  /** 0 to 1; at 1 the server is checking the file. */
  readonly fraction: number;
}

export interface FileUpload {
  readonly file: File;
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

export interface FileUploadState {
  readonly running: RunningUpload | null;
  /** Why the last file was not taken. */
  readonly refusal: string | null;
  readonly start: (file: File) => void;
  readonly cancel: () => void;
  readonly dismiss: () => void;
}

/**
 * @param send uploads a file and resolves with the id of what it became
 * @param onAccepted called with that id
 */
export function useFileUpload(
  send: (upload: FileUpload) => Promise<string>,
  onAccepted: (id: string) => void,
): FileUploadState {
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
      send({
        file,
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
    [send, onAccepted],
  );
  const cancel = useCallback(() => abort.current?.abort(), []);
  const dismiss = useCallback(() => setRefusal(null), []);
  return { running, refusal, start, cancel, dismiss };
}
