// The stages of a job as workers name them, as labels for the user.

const LABELS: Readonly<Record<string, string>> = {
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

/** An instant within a message, in UTC as servers write it. */
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

/** The time of day where the reader is, such as 14:05. */
const timeOfDay = (instant: string): string =>
  new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** The label of a stage; a stage without one here is shown as the worker named it. */
export function stageLabel(stage: string | null | undefined): string {
  if (!stage) return 'Working';
  const known = LABELS[stage];
  if (known) return known;
  // A message of the server keeps its hyphens, and its times are shown in the user's time zone.
  if (stage.search(INSTANT) >= 0) return stage.replace(INSTANT, timeOfDay);
  const plain = stage.replace(/[-_]/g, ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** The label of a waiting job: its place in the queue, or what else it waits for. */
export function waitingLabel(stage: string | null | undefined, position: number | null | undefined): string {
  if (stage && stage !== 'queued') return stageLabel(stage);
  return position ? `Position ${position} in the queue` : 'In the queue';
}
