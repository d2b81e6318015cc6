// The chat as a page shows it: the newest messages, older ones on demand, and the number of unread ones.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { markChatRead, readChat, writeMessage } from '@/contract/http/chat';
import type { ChatEvent, ChatMessage } from '@/document/wire/events';
import { mergeMessages } from './merge-messages';

export interface ChatState {
  /** The oldest first; null until the server has answered. */
  readonly messages: readonly ChatMessage[] | null;
  readonly hasOlder: boolean;
  readonly unread: number;
  readonly error: string | null;
  /** Reads the newest page; after every gap in the live events. */
  readonly reload: () => void;
  readonly loadOlder: () => void;
  readonly send: (text: string) => Promise<boolean>;
  readonly onChat: (event: ChatEvent) => void;
}

/** @param isReading the chat is open: what arrives counts as read */
export function useChat(projectId: string, userId: string, isReading: boolean): ChatState {
  const [messages, setMessages] = useState<readonly ChatMessage[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [unread, setUnread] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const fail = useCallback((failure: unknown) => setError(errorMessage(failure)), []);
  const add = useCallback(
    (more: readonly ChatMessage[]) => setMessages((before) => mergeMessages(before ?? [], more)),
    [],
  );
  const reload = useCallback(() => {
    call(readChat, { id: projectId })
      .then((page) => {
        // What lies between an old page and this one is not known: begin anew.
        setMessages(page.messages);
        setNext(page.next);
        setUnread(page.unread);
        setError(null);
      })
      .catch(fail);
  }, [projectId, fail]);
  const last = messages?.at(-1)?.id;
  useEffect(() => {
    if (!isReading || last === undefined || unread === 0) return;
    setUnread(0);
    call(markChatRead, { id: projectId, body: { up_to: last } }).catch(fail);
  }, [isReading, last, unread, projectId, fail]);
  return {
    messages,
    hasOlder: next !== null,
    unread: isReading ? 0 : unread,
    error,
    reload,
    loadOlder: () => {
      if (next === null) return;
      call(readChat, { id: projectId, query: { before: next } })
        .then((page) => {
          add(page.messages);
          setNext(page.next);
        })
        .catch(fail);
    },
    send: async (text) => {
      try {
        add([await call(writeMessage, { id: projectId, body: { text } })]);
        setError(null);
        return true;
      } catch (failure) {
        fail(failure);
        return false;
      }
    },
    onChat: ({ message }) => {
      add([message]);
      if (message.author?.id !== userId) setUnread((count) => count + 1);
    },
  };
}
