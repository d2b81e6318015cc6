// What the studio depends on, and what may be unavailable.
export type Dependency = 'database' | 'queue' | 'storage';
