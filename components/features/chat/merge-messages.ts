// Joins messages of a chat that arrive by several ways, each once and in order.
import type { ChatMessage } from '@/document/wire/events';

export function mergeMessages(
  before: readonly ChatMessage[],
  more: readonly ChatMessage[],
): readonly ChatMessage[] {
  const byId = new Map([...before, ...more].map((message) => [message.id, message]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}
