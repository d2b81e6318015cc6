// The comments of a project as a watchable list of threads.
import type * as Y from 'yjs';
import { COMMENTS_MAP } from '@/document/comment-schema';
import { readThreads, type Thread } from '@/document/comments';
import { type Readable, Store } from '../ui/store';

export interface ThreadReader {
  /** In the order of the song. */
  readonly threads: Readable<readonly Thread[]>;
  destroy(): void;
}

/** Watches a document; call destroy() before the document goes. */
export function createThreadReader(doc: Y.Doc): ThreadReader {
  const threads = new Store<readonly Thread[]>(readThreads(doc));
  const comments = doc.getMap(COMMENTS_MAP);
  const onChange = () => threads.set(readThreads(doc));
  comments.observe(onChange);
  return { threads, destroy: () => comments.unobserve(onChange) };
}
