// The push buttons of the studio: one solid for the main action, the others quiet.
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './button.module.css';
import { classes } from './classes';

export type ButtonKind = 'solid' | 'outline' | 'quiet' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind;
  readonly small?: boolean;
  readonly icon?: ReactNode;
}

/** The look of a button, for links that act like one. */
export function buttonClass(kind: ButtonKind = 'outline', small = false): string {
  return classes(styles.button, styles[kind], small && styles.small);
}

export function Button({ kind = 'outline', small = false, icon, children, className, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={classes(buttonClass(kind, small), className)}>
      {icon}
      {children}
    </button>
  );
}
