// Where people write: Enter sends, Shift+Enter begins a new line, Escape gives up.
'use client';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Button } from './button';
import styles from './composer.module.css';

interface ComposerProps {
  readonly label: string;
  readonly action: string;
  readonly placeholder?: string;
  readonly initial?: string;
  readonly maxLength: number;
  readonly autoFocus?: boolean;
  readonly error?: string | null;
  /** Beside the button: what the text refers to. */
  readonly children?: ReactNode;
  /** The text goes when this resolves true. */
  readonly onSend: (text: string) => boolean | Promise<boolean>;
  readonly onCancel?: () => void;
}

export function Composer(props: ComposerProps) {
  const { label, action, placeholder, initial = '', maxLength, autoFocus, error, children } = props;
  const [text, setText] = useState(initial);
  const send = async () => {
    if (text.trim() !== '' && (await props.onSend(text))) setText('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter also ends the input of a character that needs several keys.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && props.onCancel) props.onCancel();
    else if (event.key === 'Enter' && !event.shiftKey) void send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.composer}>
      <textarea
        aria-label={label}
        placeholder={placeholder}
        value={text}
        rows={2}
        maxLength={maxLength}
        // biome-ignore lint/a11y/noAutofocus: it opens because somebody asked to write here.
        autoFocus={autoFocus}
        aria-invalid={error ? true : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {error && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      <div className={styles.line}>
        <div className={styles.about}>{children}</div>
        {props.onCancel && (
          <Button small kind="quiet" onClick={props.onCancel}>
            Cancel
          </Button>
        )}
        <Button small kind="solid" disabled={text.trim() === ''} onClick={() => void send()}>
          {action}
        </Button>
      </div>
    </div>
  );
}
