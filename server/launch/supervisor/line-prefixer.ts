// Cuts a process's output into lines and prints each behind the process's name.
import type { Readable } from 'node:stream';

/**
 * Passes each complete line of `stream` to `print`, as `name | line`; what is left at the end counts as a line.
 * @param width the names are padded to this many characters
 */
export function prefixLines(
  name: string,
  width: number,
  stream: Readable,
  print: (line: string) => void,
): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) print(`${name.padEnd(width)} | ${line}`);
  });
  stream.on('end', () => {
    if (rest !== '') print(`${name.padEnd(width)} | ${rest}`);
  });
}
