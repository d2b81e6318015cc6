// Goes to what an entry of the activity list is about.
'use client';
import { useRouter } from 'next/navigation';
import { usePanel } from '@/components/session/panel-context';

import { useProcessors } from '@/components/session/processors-context';
import { showStrip } from '@/components/session/strip-element';
import { useStudio } from '@/components/session/studio-context';
import type { ActivityPlace } from '@/contract/http/activity';

/** Where the side panel lies over the mixer as a drawer, see side-panel.module.css. */
const DRAWER = '(max-width: 860px)';

export interface ActivityDoors {
  readonly onPeople: () => void;
  readonly onExports: () => void;
}

/** What a press on an entry with such a place does, for its title. */
export const PLACE_TITLES: Readonly<Record<ActivityPlace['in'], string>> = {
  strip: 'Show the strip',
  effects: 'Show the effects',
  comments: 'Go to that moment',
  versions: 'Show the versions',
  exports: 'Show the exports',
  people: 'Show the people of this project',
  automix: 'Show the DJ set',
};

export function useActivityPlace({ onPeople, onExports }: ActivityDoors): (place: ActivityPlace) => void {
  const router = useRouter();
  const { session } = useStudio();
  const panel = usePanel();
  const effects = useProcessors();
  const uncover = () => {
    if (window.matchMedia(DRAWER).matches) panel.close();
  };
  const showComments = (stem: string | null, position: number) => {
    session.transport.seek(position);
    const threads = session.connection.comments.threads.get();
    const thread = threads.find((each) => each.stemId === stem && each.position === position);
    if (thread) panel.focus(thread.key);
    else panel.open('comments');
  };
  return (place) => {
    switch (place.in) {
      case 'strip':
        uncover();
        return showStrip(place.entity);
      case 'effects':
        uncover();
        return effects.open(place.entity);
      case 'comments':
        return showComments(place.stem, place.position);
      case 'versions':
        return panel.open('versions');
      case 'exports':
        return onExports();
      case 'people':
        return onPeople();
      case 'automix':
        return router.push(`/projects/${encodeURIComponent(session.projectId)}/automix`);
    }
  };
}
