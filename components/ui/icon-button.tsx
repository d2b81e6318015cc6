// A button that is only an icon; its name is its tooltip, or the tooltip says more.
'use client';
import styles from './button.module.css';
import { classes } from './classes';
import { TipButton, type TipButtonProps } from './tip-button';

interface IconButtonProps extends Omit<TipButtonProps, 'tip' | 'describes'> {
  /** What it does, for screen readers; the tooltip as well, unless `tip` has more to say. */
  readonly label: string;
  readonly tip?: string;
}

export function IconButton({ label, tip = label, className, ...rest }: IconButtonProps) {
  return (
    <TipButton
      {...rest}
      tip={tip}
      describes={tip !== label}
      aria-label={label}
      className={classes(styles.icon, className)}
    />
  );
}
