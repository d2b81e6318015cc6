// What can go wrong with audio files, as messages for the user who provided the file.
import { matchCopies } from '@/platform/error-copies';

/** The file itself is the problem; `message` is shown to the user as it is. */
export class UnusableAudioError extends Error {
  static {
    matchCopies(UnusableAudioError, 'UnusableAudioError');
  }

  override readonly name: string = 'UnusableAudioError';
}

/** The tool or the machine is the problem, not the file. `detail` is for the log. */
export class MediaToolError extends Error {
  static {
    matchCopies(MediaToolError, 'MediaToolError');
  }

  override readonly name = 'MediaToolError';

  constructor(
    message: string,
    readonly detail = '',
  ) {
    super(message);
  }
}

/** The program itself is missing or does not start. */
export class ToolMissingError extends MediaToolError {
  static {
    matchCopies(ToolMissingError, 'ToolMissingError');
  }
}

/** The program could not write its file: `code` is that of the system call which failed in it. */
export class ToolDiskError extends MediaToolError {
  static {
    matchCopies(ToolDiskError, 'ToolDiskError');
  }

  constructor(
    readonly code: 'ENOSPC' | 'EDQUOT' | 'EROFS',
    detail: string,
  ) {
    super(
      code === 'ENOSPC' || code === 'EDQUOT' ? 'The disk is full.' : 'The disk cannot be written to.',
      detail,
    );
  }
}

const DISK_ERRORS = [
  ['ENOSPC', /no space left/i],
  ['EDQUOT', /disk quota exceeded/i],
  ['EROFS', /read-only file system/i],
] as const;

/** The failure behind a program's error output: the disk's, where it names one, or the program's own. */
export function toolError(message: string, stderrTail: string): MediaToolError {
  const disk = DISK_ERRORS.find(([, pattern]) => pattern.test(stderrTail));
  return disk ? new ToolDiskError(disk[0], stderrTail) : new MediaToolError(message, stderrTail);
}
