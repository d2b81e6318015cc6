// Every command of the command line, in the order in which the usage lists them; each is loaded when it is wanted.
import type { Command } from '../command';

/** A command brings libraries along: those of the database alone cost more memory than a command needs. */
export const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['separate', async () => (await import('./separate')).separateCommand],
  ['mix', async () => (await import('./mix')).mixCommand],
  ['peaks', async () => (await import('./peaks')).peaksCommand],
  ['analyze', async () => (await import('./analyze')).analyzeCommand],
  ['automix', async () => (await import('./automix')).automixCommand],
  ['onsets', async () => (await import('./onsets')).onsetsCommand],
  ['pitch', async () => (await import('./pitch')).pitchCommand],
  ['split', async () => (await import('./split')).splitCommand],
  ['grains', async () => (await import('./grains')).grainsCommand],
  ['restyle', async () => (await import('./restyle')).restyleCommand],
  ['model', async () => (await import('./model')).modelCommand],
  ['storage', async () => (await import('./storage')).storageCommand],
  ['user', async () => (await import('./user')).userCommand],
  ['migrate', async () => (await import('./migrate')).migrateCommand],
  ['doctor', async () => (await import('./doctor')).doctorCommand],
  ['token', async () => (await import('./token')).tokenCommand],
]);
