// The form of the DJ rules: what administrators set applies from the next planned set on.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '@/components/api/call';
import { messageOf } from '@/components/api/problem';
import { queryOf } from '@/components/api/query';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { DJ_RULE_GROUPS, type DjRules, TEMPLATE_WEIGHTS } from '@/contract/dj-rules';
import { getDjRules, setDjRules } from '@/contract/http/dj-rules';
import type { Setting } from '@/contract/settings';
import styles from './dj-rules-form.module.css';
import { RuleField } from './rule-field';

interface GroupProps {
  readonly title: string;
  readonly settings: Readonly<Record<string, Setting>>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly onChange: (key: string, value: number | boolean | string) => void;
}

function Group({ title, settings, values, onChange }: GroupProps) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      {Object.entries(settings).map(([key, setting]) => (
        <RuleField key={key} rule={setting} value={values[key]} onChange={(value) => onChange(key, value)} />
      ))}
    </fieldset>
  );
}

function Groups({ rules, onChange }: { rules: DjRules; onChange: (rules: DjRules) => void }) {
  const { templateWeights } = rules;
  return (
    <>
      {DJ_RULE_GROUPS.map((group) => (
        <Group
          key={group.title}
          {...group}
          values={{ ...rules }}
          onChange={(key, value) => onChange({ ...rules, [key]: value })}
        />
      ))}
      <Group
        title="How much each kind of transition is liked"
        settings={TEMPLATE_WEIGHTS}
        values={templateWeights}
        onChange={(key, value) =>
          onChange({ ...rules, templateWeights: { ...templateWeights, [key]: Number(value) } })
        }
      />
    </>
  );
}

const currentRules = queryOf(getDjRules, {});

export function DjRulesForm() {
  const client = useQueryClient();
  const { data, error } = useQuery(currentRules);
  const [edited, setEdited] = useState<DjRules | null>(null);
  const [isSaved, setSaved] = useState(false);
  const task = useTask();
  const rules = edited ?? data;
  if (error) return <Notice tone="danger">{messageOf(error)}</Notice>;
  if (!rules) return <p role="status">Reading the rules…</p>;
  const change = (next: DjRules) => {
    setSaved(false);
    setEdited(next);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const isDone = await task.run(async () => {
      client.setQueryData(currentRules.queryKey, await call(setDjRules, { body: rules }));
      setEdited(null);
    });
    setSaved(isDone);
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <Groups rules={rules} onChange={change} />
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      {isSaved && <Notice tone="ok">Saved. The next set is planned by these rules.</Notice>}
      <Button kind="solid" type="submit" disabled={task.isBusy}>
        Save the rules
      </Button>
    </form>
  );
}
