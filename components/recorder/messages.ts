// What page, capture thread and take worker say to each other.

/** The name under which the worklet registers its processor. */
export const CAPTURE_NAME = 'isomix-capture';

/** Which channels of the input are recorded: one as mono, both as stereo. */
export const INPUT_CHANNELS = ['1', '2', '1+2'] as const;
export type InputChannels = (typeof INPUT_CHANNELS)[number];

/** What is heard of the input: nothing, as it is, or through the strip of the track that is armed. */
export const MONITORS = ['off', 'dry', 'strip'] as const;
export type Monitor = (typeof MONITORS)[number];

/** Recorded samples, frame by frame; `frame` is the context frame of the first. */
export interface CapturedChunk {
  readonly type: 'chunk';
  readonly frame: number;
  readonly samples: Float32Array<ArrayBuffer>;
}

/** Capture thread to whoever keeps what is recorded. */
export type CaptureOutput = CapturedChunk | { readonly type: 'end' };

/** Page to capture thread. */
export type CaptureCommand =
  | { readonly type: 'channels'; readonly channels: InputChannels }
  /** Records from now on into the port, which is transferred. */
  | { readonly type: 'start'; readonly port: MessagePort }
  /** Records up to this context frame. */
  | { readonly type: 'stop'; readonly frame: number }
  | { readonly type: 'dispose' };

/** Capture thread to page. */
export type CaptureReport =
  /** The highest sample since the last report, 20 times a second. */
  | { readonly type: 'level'; readonly peak: number }
  /** The context frame of the first recorded sample. */
  | { readonly type: 'started'; readonly frame: number };

/** Playback was interrupted while a take was recorded; all in samples of the studio's rate. */
export interface TakeJump {
  /** Where in the recording the part begins that was played after it */
  readonly at: number;
  /** Where on the timeline that part belongs */
  readonly start: number;
  /** How much later it came than was expected: what was recorded meanwhile belongs nowhere */
  readonly held: number;
}

/** What must be known of a take to put it in its place, whatever happens to the page. */
export interface TakeNote {
  readonly id: string;
  readonly projectId: string;
  /** Whose it is: another one on the same computer never sees it. */
  readonly userId: string;
  readonly trackId: string;
  /** What the file is called. */
  readonly name: string;
  /** Milliseconds since 1970 */
  readonly startedAt: number;
  /** Of the recording, in Hz */
  readonly rate: number;
  readonly channels: number;
  /** Where its clip begins on the timeline, in samples of the studio's rate */
  readonly start: number;
  /** Where the clip begins in the take, in samples of the studio's rate */
  readonly sourceStart: number;
  /** What was repeated while it was recorded, in samples of the timeline; left out for nothing */
  readonly loop?: { readonly start: number; readonly end: number };
  /** What interrupted it, in order; left out for nothing */
  readonly jumps?: readonly TakeJump[];
  /** What of the timeline it is to replace, in samples; left out for all that is recorded */
  readonly punch?: { readonly start: number; readonly end: number };
  /** How much of the recording counts from `sourceStart` on, all rounds together, in samples of the studio's rate; null until the recording has ended */
  readonly length: number | null;
}

/** Whose takes, and of which project. */
export type TakeOwner = Pick<TakeNote, 'projectId' | 'userId'>;

/** A take that the browser keeps, and how much of it there is. */
export interface StoredTake {
  readonly note: TakeNote;
  /** In frames of its own rate */
  readonly frames: number;
}

/** Page to take worker; each is answered by its number. */
export type TakeRequest = { readonly call: number } & (
  | { readonly type: 'begin'; readonly note: TakeNote; readonly port: MessagePort }
  /** Writes down what has become known of a take. */
  | { readonly type: 'note'; readonly note: TakeNote }
  /** Resolves once the last sample of the take is in its file. */
  | { readonly type: 'finish'; readonly id: string }
  | ({ readonly type: 'list' } & TakeOwner)
  | { readonly type: 'remove'; readonly id: string }
);

export type TakeReply =
  | { readonly call: number; readonly takes: readonly StoredTake[] }
  | { readonly call: number; readonly error: string }
  /** A take cannot be kept any more; what was kept before stays. */
  | { readonly call: null; readonly id: string; readonly error: string };

/** Where takes lie in the browser's own storage. */
export const TAKES_FOLDER = 'takes';
export const takeFileName = (id: string): string => `${id}.wav`;
export const noteFileName = (id: string): string => `${id}.jsonl`;
