// The clips of a session as they sound: what each plays, and the audio that all of them need.
import type { Clip } from '@/document/clip-schema';
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import { audioKey, audioOf, type JobAudio, type JobStem } from '../job-audio';

export interface SessionClip {
  readonly clip: Clip;
  readonly audio: JobAudio;
}

/** The clips of a track in order; one for all of what it plays where nobody has cut it. */
export function sessionClips({ mix, sources }: RenderMixInput, track: JobStem): SessionClip[] {
  const own = audioOf(track);
  const clips = mix.strips[track.id]?.clips;
  if (!clips) {
    const whole = { start: 0, sourceStart: 0, length: track.lengthSamples, fadeIn: 0, fadeOut: 0 };
    return own && track.lengthSamples > 0 ? [{ clip: whole, audio: own }] : [];
  }
  return clips.flatMap((clip) => {
    const named = sources.find(({ id }) => id === clip.source);
    // What is not there any more is silent, as in the player.
    const audio = clip.source === undefined ? own : named ? audioOf(named) : null;
    return audio ? [{ clip, audio }] : [];
  });
}

/** The audio that clips of the session play, each once. */
export function sessionAudio(input: RenderMixInput): JobAudio[] {
  const all = input.stems.flatMap((track) => sessionClips(input, track)).map(({ audio }) => audio);
  return [...new Map(all.map((audio) => [audioKey(audio), audio])).values()];
}
