// The layers of components/: which folder may import which, and where React is not allowed.

/**
 * From the lowest layer up; a folder imports lower layers, and nothing in its own. `*` stands for each folder there.
 * The threads of player and recorder come first: what runs beside the page cannot reach anything of it.
 */
const LAYERS = [
  ['player', 'recorder'],
  ['player/audio-thread', 'player/decode-worker', 'recorder/capture-thread', 'recorder/take-worker'],
  ['api'],
  ['ui'],
  ['ui/controls'],
  ['player/page', 'recorder/page', 'collaboration'],
  ['session'],
  ['features/*'],
  ['pages/frame'],
  ['pages/*'],
] as const;

const PLACES: readonly string[] = LAYERS.flat();

/** The folder of a layer that a path in components/ lies in; null for a path in no layer. */
function placeOf(path: string): string | null {
  const [, folder = '', inner = ''] = path.split('/');
  const nested = `${folder}/${inner}`;
  if (PLACES.includes(nested) || PLACES.includes(`${folder}/*`)) return nested;
  return PLACES.includes(folder) ? folder : null;
}

const layerOf = (place: string): number => {
  const [folder = ''] = place.split('/');
  const exact = LAYERS.findIndex((layer) => layer.some((each) => each === place));
  return exact >= 0 ? exact : LAYERS.findIndex((layer) => layer.some((each) => each === `${folder}/*`));
};

/**
 * Why one file of components/ may not import another.
 * @param file and `target`: paths from the repository root
 */
export function layerViolation(file: string, target: string): string | null {
  const [from, to] = [placeOf(file), placeOf(target)];
  if (from === null || to === null) return `${from === null ? file : target} is in no layer of components/`;
  if (from === to || layerOf(from) > layerOf(to)) return null;
  const isSameLayer = layerOf(from) === layerOf(to);
  return `components/${from} stands ${isSameLayer ? 'beside' : 'below'} components/${to}`;
}

/** Code that draws nothing: it may stand below every component, and runs outside of pages and in tests as it is. */
const WITHOUT_JSX = /^components\/(?:api|player|recorder|collaboration)\/.*\.tsx$/;

/** Why a file may not be where it is. */
export const placeViolation = (file: string): string | null =>
  WITHOUT_JSX.test(file) ? 'api, player, recorder and collaboration draw nothing' : null;
