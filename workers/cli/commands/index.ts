// Every command of the command line, in the order in which the usage lists them.
import type { Command } from '../command';
import { analyzeCommand } from './analyze';
import { automixCommand } from './automix';
import { grainsCommand } from './grains';
import { mixCommand } from './mix';
import { modelCommand } from './model';
import { onsetsCommand } from './onsets';
import { peaksCommand } from './peaks';
import { pitchCommand } from './pitch';
import { restyleCommand } from './restyle';
import { separateCommand } from './separate';
import { splitCommand } from './split';
import { tokenCommand } from './token';
import { userCommand } from './user';

export const commands: readonly Command[] = [
  separateCommand,
  mixCommand,
  peaksCommand,
  analyzeCommand,
  automixCommand,
  onsetsCommand,
  pitchCommand,
  splitCommand,
  grainsCommand,
  restyleCommand,
  modelCommand,
  userCommand,
  tokenCommand,
];
