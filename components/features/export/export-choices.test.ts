// Choices that fit together whatever was remembered, and the request that comes of them.
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, depthsOf, fitted, NO_TAGS, requestOf } from './export-choices';
import type { ExportRules } from './export-rules';

const PRO: ExportRules = {
  formats: ['mp3', 'wav', 'flac'],
  bitDepths: [16, 24, 32],
  openedBy: {},
  stemsOpenedBy: null,
};
const FREE: ExportRules = {
  formats: ['mp3'],
  bitDepths: [16],
  openedBy: { wav: 'Pro', flac: 'Pro' },
  stemsOpenedBy: 'Pro',
};
const WAV = { ...DEFAULT_SETTINGS, format: 'wav', bitDepth: 32, sampleRate: 96_000 } as const;

describe('fitted', () => {
  it('keeps what fits and replaces what does not', () => {
    expect(fitted(WAV, PRO)).toEqual(WAV);
    expect(fitted({ ...WAV, format: 'flac' }, PRO)).toMatchObject({ bitDepth: 24, sampleRate: 96_000 });
    expect(fitted({ ...WAV, format: 'mp3' }, PRO)).toMatchObject({ sampleRate: 48_000 });
    expect(fitted({ ...WAV, what: 'stems' }, FREE)).toMatchObject({ what: 'mix', format: 'mp3' });
    expect(depthsOf({ format: 'mp3' }, PRO)).toEqual([]);
  });
});

describe('requestOf', () => {
  const choices = { tags: NO_TAGS, section: null, solo: [], stems: ['bass'] };

  it('asks for the mix with its loudness and the tags that are filled in', () => {
    const tags = { ...NO_TAGS, artist: 'Ana', album: ' ' };
    const settings = { ...DEFAULT_SETTINGS, loudness: -14 } as const;
    expect(requestOf('p', { ...choices, settings, tags })).toEqual({
      project_id: 'p',
      format: 'mp3',
      bit_depth: 16,
      sample_rate: 44_100,
      solo: [],
      loudness: -14,
      tail_s: 0,
      metadata: { artist: 'Ana' },
      cover: true,
    });
  });

  it('asks for stems without a loudness', () => {
    const settings = { ...WAV, what: 'stems', loudness: -9 } as const;
    const section = { from_s: 1, to_s: 2 };
    expect(requestOf('p', { ...choices, settings, section })).toMatchObject({
      stems: ['bass'],
      section,
      loudness: 'none',
      bit_depth: 32,
      processing: 'strip',
    });
  });

  it('asks for a session or a tempo map by its format alone', () => {
    const settings = { ...WAV, what: 'dawproject', click: true } as const;
    const section = { from_s: 1, to_s: 2 };
    expect(requestOf('p', { ...choices, settings, section })).toEqual({
      project_id: 'p',
      format: 'dawproject',
      solo: [],
      metadata: {},
    });
    expect(fitted(settings, FREE).what).toBe('mix');
    expect(fitted({ ...settings, what: 'midi' }, FREE).what).toBe('midi');
  });

  it('asks for dry stems without a tail', () => {
    const settings = { ...WAV, what: 'stems', processing: 'dry', tailS: 5 } as const;
    expect(requestOf('p', { ...choices, settings })).toMatchObject({ processing: 'dry', tail_s: 0 });
    expect(requestOf('p', { ...choices, settings: { ...settings, what: 'mix' } })).toMatchObject({
      tail_s: 5,
    });
  });
});
