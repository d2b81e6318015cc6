// Reads the shared document from the log, for request handlers, which share no memory with the sockets.
import type * as Y from 'yjs';
import { openDocument } from '@/document/open';
import { applyTail, readLog } from './log';

/** The document of a project, a private copy to read from; empty when nobody ever wrote to it. */
export async function loadDocument(projectId: string): Promise<Y.Doc> {
  const doc = openDocument();
  const tail = await readLog(projectId, 0);
  if (tail) applyTail(doc, tail);
  return doc;
}
