// Applies an edit to the comments and stores the message when it was rejected.
'use client';
import { useState } from 'react';
import { errorMessage } from '@/components/api/problem';

export interface CommentEdit {
  readonly error: string | null;
  /** Returns whether the edit was made. */
  readonly attempt: (edit: () => void) => boolean;
}

export function useCommentEdit(): CommentEdit {
  const [error, setError] = useState<string | null>(null);
  const attempt = (edit: () => void): boolean => {
    try {
      edit();
      setError(null);
      return true;
    } catch (failure) {
      if (!(failure instanceof RangeError)) throw failure;
      setError(errorMessage(failure));
      return false;
    }
  };
  return { error, attempt };
}
