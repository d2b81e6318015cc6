// How often somebody may write into chats; all web processes share the count.
import { createBudget } from '@/server/limits/budget';

/** Messages of one person over all projects. */
export const messagesPerPerson = createBudget({
  name: 'chat',
  points: 30,
  windowS: 30,
  message: 'You write faster than anybody can read. Wait a moment.',
});
