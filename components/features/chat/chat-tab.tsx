// The chat of the project: who said what, the newest at the bottom, and the field to write in.
'use client';
import { type CSSProperties, useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Composer } from '@/components/ui/composer';
import { TimeAgo } from '@/components/ui/time-ago';
import { WrappedText } from '@/components/ui/wrapped-text';
import { MAX_MESSAGE_CHARS } from '@/contract/http/chat';
import type { ChatMessage } from '@/document/wire/events';
import { personColor } from '@/document/wire/presence';
import styles from './chat-tab.module.css';
import type { ChatState } from './use-chat';

function Message({ message, isOwn }: { readonly message: ChatMessage; readonly isOwn: boolean }) {
  const { author, at, text } = message;
  const style = { '--person': personColor(author?.id ?? '') } as CSSProperties;
  return (
    <li className={styles.message} data-own={isOwn} style={style}>
      <header>
        <strong>{author?.name ?? 'A former member'}</strong>
        <TimeAgo at={Date.parse(at)} />
      </header>
      <WrappedText text={text} />
    </li>
  );
}

export function ChatTab({ userId, chat }: { readonly userId: string; readonly chat: ChatState }) {
  const { messages, hasOlder, error } = chat;
  const list = useRef<HTMLDivElement>(null);
  const last = messages?.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last message is what asks to scroll.
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [last]);
  return (
    <>
      <div ref={list} className={styles.list}>
        {hasOlder && (
          <Button small kind="quiet" onClick={chat.loadOlder}>
            Earlier messages
          </Button>
        )}
        {messages?.length === 0 && (
          <p className={styles.empty}>Nobody has written yet. Everybody in the project can.</p>
        )}
        <ul aria-label="Messages" aria-live="polite">
          {messages?.map((message) => (
            <Message key={message.id} message={message} isOwn={message.author?.id === userId} />
          ))}
        </ul>
      </div>
      <div className={styles.write}>
        <Composer
          label="New message"
          action="Send"
          placeholder="Write to everybody in the project"
          maxLength={MAX_MESSAGE_CHARS}
          error={error}
          onSend={chat.send}
        />
      </div>
    </>
  );
}
