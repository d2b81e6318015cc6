// The chat as a page shows it: the newest messages, older ones on demand, and the number of unread ones.
'use client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '@/components/api/call';
import { messageOf } from '@/components/api/problem';
import { keyOf } from '@/components/api/query';
import { type ChatPage, markChatRead, readChat, writeMessage } from '@/contract/http/chat';
import type { ChatEvent, ChatMessage } from '@/document/wire/events';
import { mergeMessages } from './merge-messages';

export interface ChatState {
  /** The oldest first; null until the server has answered. */
  readonly messages: readonly ChatMessage[] | null;
  readonly hasOlder: boolean;
  readonly unread: number;
  readonly error: string | null;
  readonly loadOlder: () => void;
  readonly send: (text: string) => Promise<boolean>;
  readonly onChat: (event: ChatEvent) => void;
}

interface Chat extends Pick<ChatPage, 'next' | 'unread'> {
  readonly messages: readonly ChatMessage[] | null;
  /** What could not be sent, marked or found, until something succeeds. */
  readonly failure: string | null;
}

const NOTHING_READ: Chat = { messages: null, next: null, unread: 0, failure: null };

const withMessages = ({ messages }: Chat, more: readonly ChatMessage[]): Pick<Chat, 'messages'> => ({
  messages: mergeMessages(messages ?? [], more),
});

/**
 * No infinite query: its pages are read again together or not at all, and reading an older one ends as soon as an event
 * reads the newest. After a gap the chat begins anew with the newest page: what lies between it and an old one is not known.
 */
const chatOf = (id: string) =>
  queryOptions<Chat>({
    queryKey: keyOf(readChat, { id }),
    queryFn: async ({ signal }) => ({ ...(await call(readChat, { id, signal })), failure: null }),
    initialData: NOTHING_READ,
    // It is read when the live events of the project begin, so that no message falls between.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** @param isReading the chat is open: what arrives counts as read */
export function useChat(id: string, userId: string, isReading: boolean): ChatState {
  const client = useQueryClient();
  const query = chatOf(id);
  const { data: chat, error } = useQuery(query);
  const { messages, next, unread, failure } = chat;
  const change = (changed: (known: Chat) => Partial<Chat>) =>
    client.setQueryData(query.queryKey, (known) => known && { ...known, ...changed(known) });
  const onError = (reason: unknown) => change(() => ({ failure: messageOf(reason) }));
  const older = useMutation({
    mutationFn: (before: number) => call(readChat, { id, query: { before } }),
    onSuccess: (page) => change((known) => ({ ...withMessages(known, page.messages), next: page.next })),
    onError,
  });
  const sending = useMutation({
    mutationFn: (text: string) => call(writeMessage, { id, body: { text } }),
    onSuccess: (message) => change((known) => ({ ...withMessages(known, [message]), failure: null })),
    onError,
  });
  const { mutate: markRead } = useMutation({
    mutationFn: (last: number) => call(markChatRead, { id, body: { up_to: last } }),
    onError,
  });
  const last = messages?.at(-1)?.id;
  useEffect(() => {
    if (!isReading || last === undefined || unread === 0) return;
    client.setQueryData(chatOf(id).queryKey, (known) => known && { ...known, unread: 0 });
    markRead(last);
  }, [isReading, last, unread, client, id, markRead]);
  return {
    messages,
    hasOlder: next !== null,
    unread: isReading ? 0 : unread,
    error: failure ?? messageOf(error),
    loadOlder: () => next !== null && !older.isPending && older.mutate(next),
    send: (text) =>
      sending.mutateAsync(text).then(
        () => true,
        () => false,
      ),
    onChat: ({ message }) =>
      change((known) => ({
        ...withMessages(known, [message]),
        unread: known.unread + (message.author?.id === userId ? 0 : 1),
      })),
  };
}
