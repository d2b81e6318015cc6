// The map of a sound's grains: pitch against brightness; a click or an arrow key plays one.
'use client';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { errorMessage } from '@/components/api/problem';
import { noteName } from '@/components/session/mix/sound-facts';
import { useWidth } from '@/components/ui/use-width';
import type { Grain } from '@/contract/http/library';
import { layOutGrains, nearestDot } from './grain-layout';
import styles from './grain-map.module.css';
import { drawGrainMap, mapColors } from './grain-map-drawing';
import { GrainVoice } from './grain-voice';

interface GrainMapProps {
  readonly name: string;
  readonly grains: readonly Grain[];
  /** URLs of the grains' audio: `<url>/<index>.wav` */
  readonly url: string;
  readonly onProblem: (message: string | null) => void;
}

/** How far from a dot a click may be, as a share of the map's height. */
const REACH = 0.12;

function describeGrain({ pitch_hz, brightness_hz, duration_s }: Grain): string {
  const pitch = pitch_hz > 0 ? `${noteName(pitch_hz)}, ${pitch_hz.toFixed(0)} Hz` : 'no pitch';
  return `${pitch} · brightness ${(brightness_hz / 1000).toFixed(1)} kHz · ${Math.round(duration_s * 1000)} ms`;
}

/** The step that an arrow key makes through the grains. */
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function GrainMap({ name, grains, url, onProblem }: GrainMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(canvas);
  const dots = useMemo(() => layOutGrains(grains), [grains]);
  const [lit, setLit] = useState(-1);
  const voice = useRef<GrainVoice | null>(null);
  useEffect(() => () => voice.current?.dispose(), []);
  useEffect(() => {
    const element = canvas.current;
    if (!element || width === 0) return;
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const draw = () => drawGrainMap(element, dots, lit, mapColors(element));
    draw();
    scheme.addEventListener('change', draw);
    return () => scheme.removeEventListener('change', draw);
  }, [dots, lit, width]);

  const play = (index: number) => {
    setLit(index);
    voice.current ??= new GrainVoice();
    voice.current.play(`${url}/${index}.wav`).then(
      () => onProblem(null),
      (failure: unknown) => onProblem(errorMessage(failure)),
    );
  };
  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const point = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    const index = nearestDot(dots, point, { reach: REACH, aspect: box.width / box.height });
    if (index >= 0) play(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || grains.length === 0) return;
    event.preventDefault();
    play((Math.max(lit, step < 0 ? 0 : -1) + step + grains.length) % grains.length);
  };
  const chosen = grains[lit];
  return (
    <figure className={styles.figure}>
      <canvas
        ref={canvas}
        className={styles.map}
        role="slider"
        tabIndex={0}
        aria-label={`Grains of ${name}`}
        aria-valuemin={1}
        aria-valuemax={grains.length}
        aria-valuenow={Math.max(0, lit) + 1}
        aria-valuetext={chosen ? describeGrain(chosen) : 'none chosen'}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
      />
      <figcaption className={styles.caption}>
        <span>
          {chosen ? describeGrain(chosen) : 'Click a grain to hear it; arrow keys step through them.'}
        </span>
        <span className={styles.axes}>→ pitch, ↑ brightness</span>
      </figcaption>
    </figure>
  );
}
