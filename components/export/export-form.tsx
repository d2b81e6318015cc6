// What to export: format, bit depth, and whether solo counts.
'use client';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { type ExportFormat, requestMix } from '../api/mixes';
import { useSelected } from '../collaboration/store';
import { Button } from '../shell/button';
import { Notice } from '../shell/notice';
import { useTask } from '../shell/use-task';
import { useStudio } from '../studio/studio-context';
import styles from './export-form.module.css';
import { type ExportRules, explainRules } from './export-rules';
import { FORMAT_CHOICES } from './format-choices';

interface ExportFormProps {
  readonly rules: ExportRules;
  readonly onRequested: () => void;
}

interface FormatFieldProps {
  readonly chosen: ExportFormat;
  readonly rules: ExportRules;
  readonly onChoose: (format: ExportFormat) => void;
}

function FormatField({ chosen, rules, onChoose }: FormatFieldProps) {
  const explanation = explainRules(rules);
  return (
    <fieldset className={styles.group}>
      <legend>Format</legend>
      <div className={styles.formats}>
        {FORMAT_CHOICES.map(({ format, title, text }) => {
          const isLocked = !rules.formats.includes(format);
          const closed = `Part of ${rules.openedBy[format] ?? 'another plan'}`;
          return (
            <label key={format} className={styles.format} data-locked={isLocked}>
              <input
                type="radio"
                name="format"
                aria-label={isLocked ? `${title}. ${closed}` : title}
                checked={chosen === format}
                disabled={isLocked}
                onChange={() => onChoose(format)}
              />
              <span className={styles.title}>
                {title}
                {isLocked && <Lock aria-hidden />}
              </span>
              <span className={styles.text}>{isLocked ? closed : text}</span>
            </label>
          );
        })}
      </div>
      {explanation && <p className={styles.note}>{explanation}</p>}
    </fieldset>
  );
}

function DepthField({ chosen, onChoose }: { chosen: 16 | 24; onChoose: (depth: 16 | 24) => void }) {
  return (
    <fieldset className={styles.group}>
      <legend>Bit depth</legend>
      <div className={styles.depths}>
        {([16, 24] as const).map((depth) => (
          <label key={depth}>
            <input
              type="radio"
              name="bit-depth"
              checked={chosen === depth}
              onChange={() => onChoose(depth)}
            />
            {depth}-bit{depth === 16 ? ', dithered' : ''}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function ExportForm({ rules, onRequested }: ExportFormProps) {
  const { formats, bitDepths } = rules;
  const { session, canEdit } = useStudio();
  const soloed = useSelected(session.control.soloed, (stems) => stems);
  const stems = useSelected(session.connection.reader.stems, (all) => all);
  const soloNames = stems
    .filter((stem) => soloed.has(stem.id))
    .map((stem) => stem.name)
    .join(', ');
  const [format, setFormat] = useState<ExportFormat>(formats[0] ?? 'mp3');
  const [bitDepth, setBitDepth] = useState<16 | 24>(bitDepths.at(-1) ?? 16);
  const [isSoloOnly, setSoloOnly] = useState(true);
  const task = useTask();
  if (!canEdit) return <Notice>You can listen to this project. Its editors can export the mix.</Notice>;
  const start = async () => {
    const solo = isSoloOnly ? [...soloed] : [];
    const done = await task.run(async () => {
      await requestMix({ projectId: session.projectId, format, bitDepth, solo });
    });
    if (done) onRequested();
  };
  return (
    <div className={styles.form}>
      <FormatField chosen={format} rules={rules} onChoose={setFormat} />
      {format !== 'mp3' && bitDepths.length > 1 && <DepthField chosen={bitDepth} onChoose={setBitDepth} />}
      {soloed.size > 0 && (
        <label className={styles.solo}>
          <input
            type="checkbox"
            checked={isSoloOnly}
            onChange={(event) => setSoloOnly(event.currentTarget.checked)}
          />
          Only what I hear: {soloNames} on solo
        </label>
      )}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      <Button kind="solid" onClick={() => void start()} disabled={task.isBusy}>
        Export mix
      </Button>
    </div>
  );
}
