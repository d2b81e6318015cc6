// The form of the DJ rules: what administrators set holds for the next set that is planned.
'use client';
import { type FormEvent, useEffect, useState } from 'react';
import { type RuleValues, readDjRules, writeDjRules } from '../api/dj-rules';
import { sentenceOf } from '../api/problem';
import { Button } from '../shell/button';
import { Notice } from '../shell/notice';
import { useTask } from '../shell/use-task';
import styles from './dj-rules-form.module.css';
import { RuleField } from './rule-field';
import { RULE_GROUPS, TEMPLATE_RULES } from './rule-words';

type Weights = Readonly<Record<string, number>>;

function Groups({ rules, onChange }: { rules: RuleValues; onChange: (rules: RuleValues) => void }) {
  const weights = rules.templateWeights as Weights;
  return (
    <>
      {RULE_GROUPS.map((group) => (
        <fieldset key={group.title} className={styles.group}>
          <legend>{group.title}</legend>
          {group.rules.map((rule) => (
            <RuleField
              key={rule.field}
              rule={rule}
              value={rules[rule.field]}
              onChange={(value) => onChange({ ...rules, [rule.field]: value })}
            />
          ))}
        </fieldset>
      ))}
      <fieldset className={styles.group}>
        <legend>How much each kind of transition is liked</legend>
        {TEMPLATE_RULES.map((rule) => (
          <RuleField
            key={rule.field}
            rule={rule}
            value={weights[rule.field]}
            onChange={(value) =>
              onChange({ ...rules, templateWeights: { ...weights, [rule.field]: Number(value) } })
            }
          />
        ))}
      </fieldset>
    </>
  );
}

export function DjRulesForm() {
  const [rules, setRules] = useState<RuleValues | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaved, setSaved] = useState(false);
  const task = useTask();
  useEffect(() => {
    readDjRules()
      .then(setRules)
      .catch((error: unknown) => setFailure(sentenceOf(error)));
  }, []);
  if (failure) return <Notice tone="danger">{failure}</Notice>;
  if (!rules) return <p role="status">Reading the rules…</p>;
  const change = (next: RuleValues) => {
    setSaved(false);
    setRules(next);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setSaved(await task.run(async () => setRules(await writeDjRules(rules))));
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
