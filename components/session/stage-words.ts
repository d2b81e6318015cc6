// The stages of a job as workers name them, in words for people.

const WORDS: Readonly<Record<string, string>> = {
  queued: 'In the queue',
  starting: 'Getting ready',
  loading: 'Loading the model',
  decoding: 'Reading the song',
  separating: 'Separating',
  storing: 'Storing the stems',
  encoding: 'Writing the file',
  rendering: 'Mixing',
  mixing: 'Mixing',
  stretching: 'Changing tempo and key',
  mastering: 'Finding the loudness',
  finishing: 'Finishing',
};

/** An instant within a sentence, in UTC as servers write it. */
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

/** The time of day where the reader is, such as 14:05. */
const timeOfDay = (instant: string): string =>
  new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** Words for a stage; a stage that has none here is shown as the worker named it. */
export function stageWords(stage: string | null | undefined): string {
  if (!stage) return 'Working';
  const known = WORDS[stage];
  if (known) return known;
  // A sentence of the server keeps its hyphens, and tells its times in the reader's own.
  if (stage.search(INSTANT) >= 0) return stage.replace(INSTANT, timeOfDay);
  const plain = stage.replace(/[-_]/g, ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Words for a job that waits: its place, or what else it waits for. */
export function waitingWords(stage: string | null | undefined, position: number | null | undefined): string {
  if (stage && stage !== 'queued') return stageWords(stage);
  return position ? `Position ${position} in the queue` : 'In the queue';
}
