// Makes an API token and shows it once, ready to copy.
'use client';
import { Copy, KeyRound } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { call } from '@/components/api/call';
import { Button } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { type Choice, Select } from '@/components/ui/select';
import { showToast } from '@/components/ui/toast';
import { useTask } from '@/components/ui/use-task';
import { createToken } from '@/contract/http/credentials';
import styles from './access.module.css';

const READ = 'read';
const WRITE = 'write';
const SCOPE_CHOICES: readonly Choice[] = [
  { value: WRITE, label: 'Read and change' },
  { value: READ, label: 'Only read' },
];

const FOREVER = 'forever';
const EXPIRY_CHOICES: readonly Choice[] = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: FOREVER, label: 'Until revoked' },
];

interface ShownOnceProps {
  readonly token: string;
}

function ShownOnce({ token }: ShownOnceProps) {
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(token);
      showToast('Token copied');
    } catch {
      // Without the clipboard permission the person copies by hand what is now selected.
      field.current?.select();
    }
  };
  return (
    <div className={styles.made}>
      <input
        ref={field}
        aria-label="New API token"
        readOnly
        value={token}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button icon={<Copy aria-hidden />} onClick={() => void copy()}>
        Copy
      </Button>
      <p>Shown once: keep it where your program finds it.</p>
    </div>
  );
}

interface NewTokenProps {
  readonly onCreated: () => void;
}

export function NewToken({ onCreated }: NewTokenProps) {
  const [label, setLabel] = useState('');
  const [scope, setScope] = useState(WRITE);
  const [days, setDays] = useState('90');
  const [token, setToken] = useState<string | null>(null);
  const task = useTask();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isDone = await task.run(async () => {
      const made = await call(createToken, {
        body: {
          label,
          scopes: scope === READ ? [READ] : [READ, WRITE],
          expires_in_days: days === FOREVER ? null : Number(days),
        },
      });
      setToken(made.token);
    });
    if (!isDone) return;
    setLabel('');
    onCreated();
  };
  return (
    <form className={styles.block} onSubmit={(event) => void submit(event)} aria-label="New API token">
      <div className={classes(styles.fields)}>
        <Field
          label="What it is for"
          value={label}
          maxLength={80}
          placeholder="Upload script"
          autoComplete="off"
          required
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Select label="It may" choices={SCOPE_CHOICES} value={scope} onChoose={setScope} />
        <Select label="Works for" choices={EXPIRY_CHOICES} value={days} onChoose={setDays} />
      </div>
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      <Button
        kind="solid"
        type="submit"
        className={styles.send}
        icon={<KeyRound aria-hidden />}
        disabled={task.isBusy}
      >
        Create token
      </Button>
      {token && <ShownOnce key={token} token={token} />}
    </form>
  );
}
