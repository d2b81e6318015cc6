// What can go wrong with audio files, told in one sentence for the person who brought the file.

/** The file itself is at fault; `message` is shown to the person as it stands. */
export class UnusableAudioError extends Error {
  override readonly name: string = 'UnusableAudioError';
}

/** The tool or the machine is at fault, not the file. `detail` is for the log. */
export class MediaToolError extends Error {
  override readonly name = 'MediaToolError';

  constructor(
    message: string,
    readonly detail = '',
  ) {
    super(message);
  }
}
