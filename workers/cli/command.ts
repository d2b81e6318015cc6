// The interface of a command of the `isomix` command line, and its errors.

export interface Command {
  readonly name: string;
  /** One line per form of the command, such as `user add --email <email>`. */
  readonly usage: string;
  /**
   * Runs the command.
   * @param argv what follows the command's name
   * @returns the exit code
   * @throws CommandError with a user message; any other error's message is printed as well
   */
  run(argv: readonly string[]): Promise<number>;
}

/** A problem that the user can solve; the message is a user message. */
export class CommandError extends Error {}

/** What a person sees who gave arguments that a command does not have. */
export const usageError = (usage: string, cause?: unknown): CommandError =>
  new CommandError(`Usage: isomix ${usage.replaceAll('\n', ', or ')}`, { cause });

type Action = (argv: readonly string[]) => Promise<number>;

/** A command whose first argument names one of its actions. */
export const commandOfActions = (
  name: string,
  usage: string,
  actions: ReadonlyMap<string, Action>,
): Command => ({
  name,
  usage,
  async run([action = '', ...rest]) {
    const act = actions.get(action);
    if (!act) throw usageError(usage);
    return act(rest);
  },
});
