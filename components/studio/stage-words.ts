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

/** Words for a stage; a stage that has none here is shown as the worker named it. */
export function stageWords(stage: string | null | undefined): string {
  if (!stage) return 'Working';
  const known = WORDS[stage];
  if (known) return known;
  const plain = stage.replace(/[-_]/g, ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
