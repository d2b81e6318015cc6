// What an analysis thread and the pool that started it say to each other: one request at a time, one answer each.
import type { AnalysisInput, AnalysisName, AnalysisResult } from './analyses';

export type ThreadRequest = {
  readonly [Name in AnalysisName]: { readonly name: Name; readonly input: AnalysisInput<Name> };
}[AnalysisName];

export type ThreadAnswer =
  | { readonly type: 'done'; readonly result: AnalysisResult<AnalysisName> }
  | { readonly type: 'failed'; readonly error: Error };
