// The two places of a project, beside its name: the mixing desk of its song, and the DJ set.
import { Disc3, SlidersVertical } from 'lucide-react';
import Link from 'next/link';
import { Tip } from '@/components/ui/tooltip';
import styles from './project-places.module.css';

const PLACES = [
  { id: 'studio', label: 'Studio', path: '', Icon: SlidersVertical },
  { id: 'automix', label: 'AutoMix', path: '/automix', Icon: Disc3 },
] as const;

interface ProjectPlacesProps {
  readonly projectId: string;
  readonly place: (typeof PLACES)[number]['id'];
}

export function ProjectPlaces({ projectId, place }: ProjectPlacesProps) {
  return (
    <nav className={styles.places} aria-label="Places of this project">
      {PLACES.map(({ id, label, path, Icon }) => (
        <Tip key={id} text={label}>
          <Link
            href={`/projects/${encodeURIComponent(projectId)}${path}`}
            aria-current={id === place ? 'page' : undefined}
          >
            <Icon aria-hidden />
            <span>{label}</span>
          </Link>
        </Tip>
      ))}
    </nav>
  );
}
