// What is chosen in the open export dialog, from what was chosen last time.
'use client';
import { useState } from 'react';
import type { Samples } from '@/audio/units';
import { useStudio } from '@/components/session/studio-context';
import { usePlayer } from '@/components/session/transport/use-player';
import { useSelected } from '@/components/ui/store';
import { isHeard } from '@/contract/group-routing';
import { type ExportChoices, type ExportSettings, fitted, requestOf, type TagTexts } from './export-choices';
import type { ExportRules } from './export-rules';
import { type RangeChoice, sectionOf } from './range-field';
import { remember, rememberedSettings, rememberedTags } from './remembered';

const START = 0 as Samples;

export function useExportChoices(rules: ExportRules) {
  const { session } = useStudio();
  const { projectId, player } = session;
  const soloed = useSelected(session.control.soloed, (stems) => stems);
  const tracks = useSelected(session.connection.reader.tracks, (all) => all);
  const stems = tracks.filter(({ kind }) => kind === 'track');
  const strips = useSelected(session.connection.reader.mix, (mix) => mix.strips);
  const { loop, length } = usePlayer(player, (state) => state);
  const [stored, setSettings] = useState<ExportSettings>(rememberedSettings);
  const [tags, setTags] = useState<TagTexts>(() => rememberedTags(projectId));
  const [range, setRange] = useState<RangeChoice>({ kind: 'all', from: START, to: length });
  const [isSoloOnly, setSoloOnly] = useState(true);
  /** Null until the user chooses; then, the audible stems. */
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null);

  const settings = fitted(stored, rules);
  const solo = isSoloOnly ? [...soloed] : [];
  const heard = stems.filter(({ id }) => isHeard(strips, id, new Set(solo)));
  const chosen = picked ?? new Set(heard.map(({ id }) => id));
  const request = () => {
    const requested = stems.map(({ id }) => id).filter((id) => chosen.has(id));
    const choices: ExportChoices = {
      settings,
      tags,
      section: sectionOf(range, loop),
      solo,
      stems: requested,
    };
    return requestOf(projectId, choices);
  };
  return {
    settings,
    tags,
    range,
    isSoloOnly,
    chosen,
    stems,
    request,
    soloNames: tracks.filter(({ id }) => soloed.has(id)).map(({ name }) => name),
    change: (changes: Partial<ExportSettings>) => setSettings({ ...settings, ...changes }),
    setTags,
    setRange,
    setSoloOnly,
    setPicked,
    remember: () => remember(projectId, settings, tags),
  };
}
