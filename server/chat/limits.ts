// The rate limit of chat messages, shared by all web processes.
import { createBudget } from '@/server/limits/budget';

/** Messages of one person over all projects. */
export const messagesPerPerson = createBudget({
  name: 'chat',
  points: 30,
  windowS: 30,
  message: 'You write faster than anybody can read. Wait a moment.',
});
