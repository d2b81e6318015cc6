// Comments: threads read in order, nobody writes in another's name, nothing orphaned, undo leaves them alone.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  type CommentAuthor,
  removeComment,
  replyTo,
  rewriteComment,
  setResolved,
  startThread,
} from './comment-edits';
import { MAX_COMMENT_CHARS } from './comment-schema';
import { readThreads } from './comments';
import { setStrip } from './edits';
import { openDocument } from './open';
import { createPersonalUndo } from './undo';
import { validateChange, validateState } from './validate';

const NOW = Date.now();
const AHEAD = NOW + 25 * 60 * 60 * 1000;

function people() {
  const doc = openDocument();
  let time = NOW - 1_000;
  const pen = (userId: string): CommentAuthor => ({ doc, userId, origin: userId, now: () => ++time });
  return { doc, ana: pen('ana'), ben: pen('ben') };
}

describe('threads', () => {
  it('stand in the order of the song, with their replies by age', () => {
    const { doc, ana, ben } = people();
    const late = startThread(ana, { stemId: null, position: 88_200.4 }, 'Fade out here');
    const early = startThread(ben, { stemId: 'drums', position: 44_100 }, ' Too loud ');
    replyTo(ana, early, 'Better?');
    replyTo(ben, early, 'Yes');
    setResolved(ben, early, true);
    expect(readThreads(doc)).toMatchObject([
      {
        key: early,
        authorId: 'ben',
        text: 'Too loud',
        stemId: 'drums',
        position: 44_100,
        resolved: { by: 'ben' },
        replies: [
          { authorId: 'ana', text: 'Better?' },
          { authorId: 'ben', text: 'Yes' },
        ],
      },
      { key: late, stemId: null, position: 88_200, resolved: null, replies: [] },
    ]);
    setResolved(ana, early, false);
    expect(readThreads(doc)[0]?.resolved).toBeNull();
    expect(validateState(doc)).toBeNull();
  });

  it('are changed by their author alone, and leave no orphans behind', () => {
    const { doc, ana, ben } = people();
    const thread = startThread(ana, { stemId: 'bass', position: 1 }, 'Hm');
    const reply = replyTo(ben, thread, 'What?');
    rewriteComment(ana, thread, 'Hmm');
    expect(readThreads(doc)[0]).toMatchObject({ text: 'Hmm', editedAt: expect.any(Number) });
    expect(() => rewriteComment(ben, thread, 'Ha')).toThrow(/author/);
    expect(() => removeComment(ana, reply)).toThrow(/author/);
    setResolved(ben, thread, true);
    removeComment(ana, thread);
    expect(readThreads(doc)).toEqual([]);
    expect(() => rewriteComment(ana, thread, 'Back')).toThrow(RangeError);
    removeComment(ben, reply);
    expect([...doc.getMap('comments').keys()]).toEqual([]);
  });

  it('need a text that is not too long', () => {
    const { ana } = people();
    const pin = { stemId: null, position: 0 };
    expect(() => startThread(ana, pin, ' \n ')).toThrow('Write something first.');
    expect(() => startThread(ana, pin, 'x'.repeat(MAX_COMMENT_CHARS + 1))).toThrow(/2000 characters/);
    expect(() => startThread(ana, pin, 'x'.repeat(MAX_COMMENT_CHARS))).not.toThrow();
  });

  it('pass over what answers nothing or is broken', () => {
    const { doc, ana } = people();
    replyTo(ana, 'ben/12345678', 'Hello?');
    doc.getMap('comments').set('ana/87654321', { text: 7 });
    expect(readThreads(doc)).toEqual([]);
  });
});

describe('what the server accepts', () => {
  /** The issue of Ana's transaction on a document that already contains Ben's thread. */
  function faultOf(edit: (map: Y.Map<unknown>, thread: string, doc: Y.Doc) => void): string | null {
    const { doc, ben } = people();
    const thread = startThread(ben, { stemId: null, position: 0 }, 'Mine');
    let fault: string | null = null;
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      fault ??= validateChange(transaction, { userId: 'ana', nowMs: NOW });
    });
    edit(doc.getMap('comments'), thread, doc);
    return fault;
  }
  const words = { text: 'Hi', at: NOW, position: 0, stem: null };

  it.each<[string, (map: Y.Map<unknown>, thread: string) => void]>([
    ['a comment in the name of another', (map) => map.set('ben/12345678', words)],
    ["a change of another's text", (map, thread) => map.set(thread, { ...words, text: 'Not mine' })],
    ["the removal of another's comment", (map, thread) => map.delete(thread)],
    [
      'a reply in the name of another',
      (map, thread) => map.set('ben/12345678', { text: 'Hi', at: NOW, thread }),
    ],
    [
      'a resolution in the name of another',
      (map, thread) => map.set(`${thread}/resolved`, { resolved: true, by: 'ben', at: NOW }),
    ],
    ['a comment from the future', (map) => map.set('ana/12345678', { ...words, at: AHEAD })],
    ['an edit from the future', (map) => map.set('ana/12345678', { ...words, edited: AHEAD })],
    ['a comment from before there was a studio', (map) => map.set('ana/12345678', { ...words, at: 1 })],
    ['a text that is too long', (map) => map.set('ana/12345678', { ...words, text: 'x'.repeat(2_001) })],
    ['an unknown field beside the text', (map) => map.set('ana/12345678', { ...words, more: 'x' })],
    ['a key that is none', (map) => map.set('ana/12345678/liked', true)],
    ['a master that is no stem', (map) => map.set('ana/12345678', { ...words, stem: 'master' })],
  ])('is not %s', (_name, edit) => {
    expect(faultOf(edit)).toMatch(/\.$/);
  });

  it('is every edit of the own comments, and settling those of others', () => {
    const honest = faultOf((_map, thread, doc) => {
      const ana: CommentAuthor = { doc, userId: 'ana', origin: null, now: () => NOW };
      const own = startThread(ana, { stemId: 'drums', position: 5 }, 'Mine');
      replyTo(ana, thread, 'Yes');
      setResolved(ana, thread, true);
      setResolved(ana, thread, false);
      rewriteComment(ana, own, 'Changed');
      removeComment(ana, own);
    });
    expect(honest).toBeNull();
  });

  it('is the edit of a resolution that lost against another', () => {
    const { doc, ana } = people();
    const thread = startThread(ana, { stemId: null, position: 0 }, 'Both settle this');
    const state = Y.encodeStateAsUpdate(doc);
    const settledBy = (userId: string, clientID: number) => {
      const own = openDocument();
      own.clientID = clientID;
      Y.applyUpdate(own, state);
      setResolved({ doc: own, userId, origin: null, now: () => NOW }, thread, true);
      return Y.encodeStateAsUpdate(own);
    };
    Y.applyUpdate(doc, settledBy('ben', 9));
    doc.on('afterTransaction', (transaction: Y.Transaction) =>
      expect(validateChange(transaction, { userId: 'ana', nowMs: NOW })).toBeNull(),
    );
    Y.applyUpdate(doc, settledBy('ana', 5));
    expect(readThreads(doc)[0]?.resolved?.by).toBe('ben');
  });
});

it('undo takes back the mix and leaves what was said', () => {
  const { doc, ana } = people();
  const undo = createPersonalUndo(doc, ana.origin);
  setStrip(doc, 'drums', 'gainDb', -6, ana.origin);
  startThread(ana, { stemId: 'drums', position: 0 }, 'Quieter');
  expect(undo.undo()).toBe(true);
  expect(doc.getMap('mix').size).toBe(0);
  expect(undo.canUndo()).toBe(false);
  expect(readThreads(doc)).toHaveLength(1);
});
