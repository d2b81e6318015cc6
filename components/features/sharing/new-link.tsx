// Makes an invitation link and shows it once, ready to copy.
'use client';
import { Copy, Link2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { call } from '@/components/api/call';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { showToast } from '@/components/ui/toast';
import { useTask } from '@/components/ui/use-task';
import { createInvite } from '@/contract/http/members';
import styles from './new-link.module.css';
import { EXPIRY_CHOICES, givenRole, ROLE_CHOICES, USES_CHOICES, usesOf } from './role-choices';

interface NewLinkProps {
  readonly projectId: string;
  readonly onCreated: () => void;
}

export function NewLink({ projectId, onCreated }: NewLinkProps) {
  const [role, setRole] = useState('editor');
  const [hours, setHours] = useState('168');
  const [uses, setUses] = useState('any');
  const [url, setUrl] = useState<string | null>(null);
  const address = useRef<HTMLInputElement>(null);
  const task = useTask();

  const create = () =>
    task.run(async () => {
      const made = await call(createInvite, {
        id: projectId,
        body: { role: givenRole(role), expires_in_h: Number(hours), max_uses: usesOf(uses) },
      });
      setUrl(made.url);
      onCreated();
    });
  const copy = async () => {
    if (!url) return;
    try {
      await navigator.clipboard.writeText(url);
      showToast('Link copied');
    } catch {
      // Without the clipboard permission the person copies by hand what is now selected.
      address.current?.select();
    }
  };

  return (
    <div className={styles.block}>
      <div className={styles.choices}>
        <Select label="Whoever has the link" choices={ROLE_CHOICES} value={role} onChoose={setRole} />
        <Select label="Link works for" choices={EXPIRY_CHOICES} value={hours} onChoose={setHours} />
        <Select label="Lets in" choices={USES_CHOICES} value={uses} onChoose={setUses} />
        <Button
          kind="solid"
          icon={<Link2 aria-hidden />}
          onClick={() => void create()}
          disabled={task.isBusy}
        >
          Create link
        </Button>
      </div>
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      {url && (
        <div className={styles.made}>
          <input
            ref={address}
            aria-label="Invitation link"
            readOnly
            value={url}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button icon={<Copy aria-hidden />} onClick={() => void copy()}>
            Copy link
          </Button>
          <p>Shown once: keep it until you have sent it.</p>
        </div>
      )}
    </div>
  );
}
