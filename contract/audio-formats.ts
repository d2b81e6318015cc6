// The formats of the audio files that the studio writes.
export const AUDIO_FORMATS = ['mp3', 'wav', 'flac'] as const;
