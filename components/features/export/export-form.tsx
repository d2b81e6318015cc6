// What to export, as which file, and how loud.
'use client';
import { call } from '@/components/api/call';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { requestMix } from '@/contract/http/mixes';
import { ChoiceGroup } from './choice-group';
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

function SoloField(props: { names: readonly string[]; checked: boolean; onCheck: (on: boolean) => void }) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onCheck(event.currentTarget.checked)}
      />
      Only what I hear: {props.names.join(', ')} on solo
    </label>
  );
}

function Choices({ rules, onRequested }: ExportFormProps) {
  const { projectId } = useStudio().session;
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
      {isStems && <StemsField stems={choices.stems} chosen={choices.chosen} onChoose={choices.setPicked} />}
      {isStems && (
        <ChoiceGroup
          legend="Sound"
          chosen={settings.processing}
          choices={PROCESSING_CARDS}
          onChoose={(processing) => change({ processing })}
        />
      )}
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
      {!isStems && choices.soloNames.length > 0 && (
        <SoloField names={choices.soloNames} checked={choices.isSoloOnly} onCheck={choices.setSoloOnly} />
      )}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      <Button
        kind="solid"
        onClick={() => void start()}
        disabled={task.isBusy || (isStems && choices.chosen.size === 0)}
      >
        {task.isBusy ? 'Starting the export…' : isStems ? 'Export stems' : 'Export mix'}
      </Button>
    </div>
  );
}

export function ExportForm(props: ExportFormProps) {
  const { canEdit } = useStudio();
  if (canEdit) return <Choices {...props} />;
  return (
    <Notice>
      Editors of this project export its mix; what they exported is listed here for you to download.
    </Notice>
  );
}
