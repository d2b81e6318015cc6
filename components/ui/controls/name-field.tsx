// A field in place of a name while it is changed: Enter and leaving it keep what was typed, Escape does not.
'use client';
import { type KeyboardEvent, useEffect, useRef } from 'react';

interface NameFieldProps {
  /** What screen readers call it. */
  readonly label: string;
  readonly name: string;
  readonly maxLength: number;
  readonly className?: string | undefined;
  /** Called when the name was changed. */
  readonly onRename: (name: string) => void;
  readonly onEnd: () => void;
}

export function NameField({ label, name, maxLength, className, onRename, onEnd }: NameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const commit = (typed: string) => {
    if (typed.trim() !== name) onRename(typed);
    onEnd();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // The keys of strip and page are for letters that are not typed.
    event.stopPropagation();
    if (event.key === 'Enter') commit(event.currentTarget.value);
    else if (event.key === 'Escape') onEnd();
  };
  return (
    <input
      ref={field}
      className={className}
      aria-label={label}
      defaultValue={name}
      maxLength={maxLength}
      onBlur={(event) => commit(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
