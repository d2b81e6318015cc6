// The library as the strips of an open studio share it: read once for all of them.
'use client';
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { type LibraryState, useLibrary } from '@/components/session/use-library';
import { useSelected } from '@/components/ui/store';

const SoundsContext = createContext<LibraryState | null>(null);

/** Reads the library anew when a strip names a sound that is not in it: somebody may have shared it just now. */
function useNewSounds({ sounds, reload }: LibraryState): void {
  const styles = useSelected(useStudio().session.styles.styles, (all) => all);
  const asked = useRef(new Set<string>());
  useEffect(() => {
    if (!sounds) return;
    for (const { sound } of Object.values(styles)) {
      if (sound === null || asked.current.has(sound) || sounds.some(({ id }) => id === sound)) continue;
      asked.current.add(sound);
      reload();
    }
  }, [styles, sounds, reload]);
}

export function SoundsProvider({ children }: { readonly children: ReactNode }) {
  const library = useLibrary();
  useNewSounds(library);
  return <SoundsContext.Provider value={library}>{children}</SoundsContext.Provider>;
}

/** The library around this strip. @throws Error outside of a mixer */
export function useSounds(): LibraryState {
  const library = useContext(SoundsContext);
  if (!library) throw new Error('Sounds are known inside a mixer only.');
  return library;
}
