// The `isomix` command line: finds the command, runs it, and prints errors as one message.
import path from 'node:path';
import { ZodError } from 'zod';
import { inputMessage } from '@/contract/input-message';
import { onDamagedFile } from '@/platform/media/damage-channel';
import type { Command } from './cli/command';
import { COMMANDS } from './cli/commands';

async function usage(): Promise<string> {
  const commands = await Promise.all([...COMMANDS.values()].map((load) => load()));
  const forms = commands.flatMap((command) => command.usage.split('\n'));
  return ['Usage: npm run -s isomix -- <command>', '', ...forms.map((form) => `  ${form}`)].join('\n');
}

/** What Node's parseArgs says of arguments that it does not know, without its advice on how to escape them. */
function inputErrorOf(error: unknown): string | null {
  const isInputError =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return isInputError ? (error.message.split('. ')[0] ?? error.message) : null;
}

function errorMessage(error: unknown, command: Command): string {
  const inputError = inputErrorOf(error);
  if (inputError) return `${inputError}. Usage: isomix ${command.usage.split('\n').join(', or ')}`;
  if (error instanceof ZodError) return inputMessage(error);
  return error instanceof Error ? error.message : String(error);
}

/** Runs the command that `argv` names and returns the exit code. */
async function main([name, ...argv]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(await usage());
    return name === undefined ? 1 : 0;
  }
  const load = COMMANDS.get(name);
  if (!load) {
    console.error(`There is no command "${name}".\n\n${await usage()}`);
    return 1;
  }
  const command = await load();
  onDamagedFile(({ path: file, note }) => console.error(`${path.basename(file)}: ${note}`));
  if (argv.includes('--help')) {
    console.log(`Usage: isomix ${command.usage}`);
    return 0;
  }
  try {
    return await command.run(argv);
  } catch (error) {
    console.error(errorMessage(error, command));
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
