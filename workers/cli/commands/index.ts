// Every command of the command line, in the order in which the usage lists them.
import type { Command } from '../command';
import { mixCommand } from './mix';
import { peaksCommand } from './peaks';
import { separateCommand } from './separate';
import { tokenCommand } from './token';
import { userCommand } from './user';

export const commands: readonly Command[] = [
  separateCommand,
  mixCommand,
  peaksCommand,
  userCommand,
  tokenCommand,
];
