// Cuts what a tool prints, which arrives in pieces of any size, into whole lines.

export class LineSplitter {
  #rest = '';

  /** Adds the next piece, and returns the lines that it completes, without their ends. */
  push(text: string): string[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines;
  }
}
