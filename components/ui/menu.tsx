// Menus: what can be done with a thing, behind a button with three dots.
'use client';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import buttonStyles from './button.module.css';
import { classes } from './classes';
import styles from './menu.module.css';
import { useUppermost } from './open-dialogs';

interface MenuProps {
  /** What screen readers call the button. */
  readonly label: string;
  readonly children: ReactNode;
}

export function Menu({ label, children }: MenuProps) {
  const container = useUppermost();
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger className={classes(buttonStyles.icon, styles.trigger)} aria-label={label}>
        <Ellipsis aria-hidden />
      </BaseMenu.Trigger>
      <BaseMenu.Portal container={container}>
        <BaseMenu.Positioner positionMethod="fixed" sideOffset={4} align="start" className={styles.place}>
          <BaseMenu.Popup className={styles.popup}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

interface MenuItemProps {
  readonly icon: ReactNode;
  readonly children: string;
  readonly disabled?: boolean;
  /** It takes something away. */
  readonly isDanger?: boolean;
  readonly onSelect: () => void;
}

export function MenuItem({ icon, children, disabled = false, isDanger = false, onSelect }: MenuItemProps) {
  return (
    <BaseMenu.Item className={styles.item} data-danger={isDanger} disabled={disabled} onClick={onSelect}>
      {icon}
      {children}
    </BaseMenu.Item>
  );
}

export interface Swatch {
  readonly value: string;
  readonly label: string;
  /** A CSS colour. */
  readonly color: string;
}

interface MenuSwatchesProps {
  readonly label: string;
  readonly swatches: readonly Swatch[];
  readonly value: string;
  readonly onSelect: (value: string) => void;
}

/** A row of colours to choose one from. */
export function MenuSwatches({ label, swatches, value, onSelect }: MenuSwatchesProps) {
  return (
    <BaseMenu.RadioGroup
      aria-label={label}
      className={styles.swatches}
      value={value}
      onValueChange={onSelect}
    >
      {swatches.map((swatch) => (
        <BaseMenu.RadioItem
          key={swatch.value}
          value={swatch.value}
          className={styles.swatch}
          aria-label={swatch.label}
          style={{ background: swatch.color }}
          closeOnClick
        />
      ))}
    </BaseMenu.RadioGroup>
  );
}
