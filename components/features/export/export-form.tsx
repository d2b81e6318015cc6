// What to export, as which file, and how loud.
'use client';
import { call } from '@/components/api/call';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { requestMix } from '@/contract/http/mixes';
import { ChoiceGroup } from './choice-group';
import { isSession } from './export-choices';
import styles from './export-form.module.css';
import { type ExportRules, explainRules } from './export-rules';
import { formatCards, PROCESSING_CARDS, whatCards } from './format-choices';
import { QualityFields } from './quality-fields';
import { RangeField } from './range-field';
import { StemsField } from './stems-field';
import { TagsField } from './tags-field';
import { useExportChoices } from './use-export-choices';

interface ExportFormProps {
  readonly rules: ExportRules;
  readonly onRequested: () => void;
}

function CheckField(props: { label: string; checked: boolean; onCheck: (on: boolean) => void }) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onCheck(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}

type Choices = ReturnType<typeof useExportChoices>;

/** Which stems, how they sound, and what goes along with them. */
function StemChoices({ choices }: { readonly choices: Choices }) {
  const { settings, change } = choices;
  return (
    <>
      <StemsField stems={choices.stems} chosen={choices.chosen} onChoose={choices.setPicked} />
      <ChoiceGroup
        legend="Sound"
        chosen={settings.processing}
        choices={PROCESSING_CARDS}
        onChoose={(processing) => change({ processing })}
      />
      <CheckField
        label="Click track on the beats"
        checked={settings.click}
        onCheck={(click) => change({ click })}
      />
    </>
  );
}

/** What is chosen of a file with sound. */
function SoundChoices({ choices, rules }: { readonly choices: Choices; readonly rules: ExportRules }) {
  const { projectId } = useStudio().session;
  const { settings, change } = choices;
  return (
    <>
      <ChoiceGroup
        legend="Format"
        chosen={settings.format}
        choices={formatCards(rules)}
        note={explainRules(rules)}
        onChoose={(format) => change({ format })}
      />
      <QualityFields settings={settings} rules={rules} onChange={change} />
      <RangeField chosen={choices.range} onChoose={choices.setRange} />
      {settings.format !== 'wav' && (
        <TagsField projectId={projectId} tags={choices.tags} onChange={choices.setTags} />
      )}
    </>
  );
}

const EXPORT_LABELS = {
  mix: 'Export mix',
  stems: 'Export stems',
  dawproject: 'Export DAWproject',
  midi: 'Export tempo map',
} as const;

function ExportChoicesForm({ rules, onRequested }: ExportFormProps) {
  const choices = useExportChoices(rules);
  const { settings, change } = choices;
  const task = useTask();
  const isStems = settings.what === 'stems';
  const start = async () => {
    const done = await task.run(async () => {
      await call(requestMix, { body: choices.request() });
    });
    if (!done) return;
    choices.remember();
    onRequested();
  };
  return (
    <div className={styles.form}>
      <ChoiceGroup
        legend="What"
        chosen={settings.what}
        choices={whatCards(rules)}
        onChoose={(what) => change({ what })}
      />
      {isStems && <StemChoices choices={choices} />}
      {!isSession(settings.what) && <SoundChoices choices={choices} rules={rules} />}
      {settings.what === 'mix' && choices.soloNames.length > 0 && (
        <CheckField
          label={`Only what I hear: ${choices.soloNames.join(', ')} on solo`}
          checked={choices.isSoloOnly}
          onCheck={choices.setSoloOnly}
        />
      )}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      <Button
        kind="solid"
        onClick={() => void start()}
        disabled={task.isBusy || (isStems && choices.chosen.size === 0)}
      >
        {task.isBusy ? 'Starting the export…' : EXPORT_LABELS[settings.what]}
      </Button>
    </div>
  );
}

export function ExportForm(props: ExportFormProps) {
  const { canEdit } = useStudio();
  if (canEdit) return <ExportChoicesForm {...props} />;
  return (
    <Notice>
      Editors of this project export its mix; what they exported is listed here for you to download.
    </Notice>
  );
}
