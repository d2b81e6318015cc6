// The chat of a project: writing, reading page by page, and what somebody has not read yet.
import type { z } from 'zod';
import type { chatPageSchema, chatQuerySchema } from '@/contract/http/chat';
import type { ChatMessage } from '@/document/wire/events';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { messagesPerPerson } from './limits';

const SHOWN = { author: { select: { id: true, name: true } } } satisfies Prisma.ChatMessageInclude;

type Row = Prisma.ChatMessageGetPayload<{ include: typeof SHOWN }>;

const viewOf = ({ id, author, text, createdAt }: Row): ChatMessage => ({
  id: Number(id),
  author: author && { id: author.id, name: author.name ?? 'Somebody' },
  text,
  at: createdAt.toISOString(),
});

/** One message, or null when the project has none of this id. */
export async function readMessage(projectId: string, id: number): Promise<ChatMessage | null> {
  const row = await getPrisma().chatMessage.findFirst({ where: { id, projectId }, include: SHOWN });
  return row && viewOf(row);
}

/**
 * Writes a message; everyone who watches the project is notified with the commit.
 * @throws RateLimitError for a user who writes too much
 */
export async function writeMessage(projectId: string, authorId: string, text: string): Promise<ChatMessage> {
  await messagesPerPerson.spend(authorId);
  return getPrisma().$transaction(async (tx) => {
    const row = await tx.chatMessage.create({ data: { projectId, authorId, text }, include: SHOWN });
    const message = viewOf(row);
    await markRead(projectId, authorId, message.id, tx);
    await publish({ type: 'chat', projectId, messageId: message.id }, tx);
    return message;
  });
}

/** Notes the last message somebody has seen; going back is not possible. */
export async function markRead(
  projectId: string,
  userId: string,
  upTo: number,
  tx: Prisma.TransactionClient = getPrisma(),
): Promise<void> {
  await tx.membership.updateMany({
    where: { projectId, userId, chatRead: { lt: upTo } },
    data: { chatRead: upTo },
  });
}

async function countUnread(projectId: string, userId: string): Promise<number> {
  const prisma = getPrisma();
  const where = { projectId_userId: { projectId, userId } };
  const membership = await prisma.membership.findUnique({ where, select: { chatRead: true } });
  return prisma.chatMessage.count({
    where: {
      projectId,
      id: { gt: membership?.chatRead ?? 0 },
      // SQL does not count an author who is gone among "not me".
      OR: [{ authorId: null }, { authorId: { not: userId } }],
    },
  });
}

/** A page of the chat as `userId` sees it: the newest messages, or those before one of them. */
export async function readChat(
  projectId: string,
  userId: string,
  { before, limit }: z.output<typeof chatQuerySchema>,
): Promise<z.input<typeof chatPageSchema>> {
  const rows = await getPrisma().chatMessage.findMany({
    where: { projectId, ...(before === undefined ? {} : { id: { lt: before } }) },
    include: SHOWN,
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const messages = rows.slice(0, limit).map(viewOf).reverse();
  const next = rows.length > limit ? (messages[0]?.id ?? null) : null;
  return { messages, next, unread: await countUnread(projectId, userId) };
}
