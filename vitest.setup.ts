// Property tests draw the same cases in every run of `npm test`, so that a red run is about the change at hand.
// ISOMIX_PROPERTY_SEED draws others; `npm run test:long` draws new ones every time.
import fc from 'fast-check';

const isLong = process.env.ISOMIX_LONG_TESTS === '1';
const wanted = process.env.ISOMIX_PROPERTY_SEED;
const FIXED_SEED = 20_261_121;

if (!isLong) fc.configureGlobal({ seed: wanted ? Number(wanted) : FIXED_SEED });
