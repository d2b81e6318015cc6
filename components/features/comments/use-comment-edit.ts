// Makes an edit of the comments and keeps the sentence of what spoke against it.
'use client';
import { useState } from 'react';
import { sentenceOf } from '@/components/api/problem';

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
      setError(sentenceOf(failure));
      return false;
    }
  };
  return { error, attempt };
}
