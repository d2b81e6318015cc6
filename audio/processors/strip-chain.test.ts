// The effects of a strip together: absent while off, and sound at any sample rate with their own settings.
import { describe, expect, it } from 'vitest';
import { type ProcessorId, STRIP_PROCESSORS } from '@/contract/processors/strip-processors';
import { defaultsOf } from '@/contract/settings';
import { createStripChain } from './strip-chain';
import { noise, play } from './testing/play';

const IDS = Object.keys(STRIP_PROCESSORS) as ProcessorId[];

/** Sets the effect of any id to its defaults. */
function switchOn(chain: ReturnType<typeof createStripChain>, id: ProcessorId): void {
  const set = chain[id].set.bind(chain[id]) as (settings: unknown, glide: boolean) => void;
  set(defaultsOf(STRIP_PROCESSORS[id].settings), true);
}

describe('createStripChain', () => {
  it('makes one effect per id, under that id, which is off until it is set', () => {
    const chain = createStripChain(44_100, 441);
    const wave = noise(1000);
    expect(Object.keys(chain)).toEqual(IDS);
    expect(IDS.map((id) => STRIP_PROCESSORS[id].id)).toEqual(IDS);
    for (const id of IDS) {
      expect(chain[id].isActive).toBe(false);
      expect(chain[id].isSilent).toBe(true);
      expect(chain[id].latency).toBe(0);
      expect(play(chain[id], wave)).toEqual([wave, wave]);
    }
  });

  it.each([8000, 22_050, 48_000, 96_000, 192_000])('keeps silence and audio finite at %i Hz', (rate) => {
    const chain = createStripChain(rate, Math.round(rate / 100));
    const wave = noise(3000);
    for (const id of IDS) {
      switchOn(chain, id);
      // 12 kHz and 6 kHz are beyond what the lowest rates can represent.
      const lowest = id === 'lowPass' ? 24_500 : id === 'deEsser' ? 12_300 : 0;
      expect(chain[id].isActive).toBe(rate > lowest);
      expect(play(chain[id], new Float64Array(3000))[0].every((x) => x === 0)).toBe(true);
      expect(play(chain[id], wave)[0].every((x) => Math.abs(x) < 4)).toBe(true);
    }
  });

  it('stays off when it is switched off twice, and drops its state when it is switched on again', () => {
    const wave = noise(5000);
    for (const id of IDS) {
      const [used, fresh] = [createStripChain(44_100, 441), createStripChain(44_100, 441)];
      switchOn(used, id);
      play(used[id], wave);
      used[id].set(null, true);
      used[id].set(null, true);
      play(used[id], wave);
      expect(used[id].isActive).toBe(false);
      switchOn(used, id);
      switchOn(fresh, id);
      expect(play(used[id], wave)).toEqual(play(fresh[id], wave));
    }
  });
});
