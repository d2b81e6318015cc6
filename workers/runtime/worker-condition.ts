// Whether a worker is fit to take jobs: it stops when something is wrong with its machine and resumes by itself.
import { log } from '@/platform/log';
import type { FitnessCheck } from './fitness-checks';
import { problemOf, type WorkerProblem } from './worker-problem';

/** How often a worker checks whether it is fit. */
const CHECK_EVERY_MS = 15_000;

export class WorkerCondition {
  readonly #checks: readonly FitnessCheck[];
  readonly #everyMs: number;
  #problem: WorkerProblem | null = null;
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<void> | undefined;
  #onChange: (problem: WorkerProblem | null) => void = () => undefined;

  /** @param everyMs milliseconds between checks */
  constructor(checks: readonly FitnessCheck[], everyMs = CHECK_EVERY_MS) {
    this.#checks = checks;
    this.#everyMs = everyMs;
  }

  /** Why no job may be taken now; null when the worker is fit. */
  get problem(): WorkerProblem | null {
    return this.#problem;
  }

  /** Goes on checking until stop(). `onChange` is called at once where the worker is unfit already. */
  watch(onChange: (problem: WorkerProblem | null) => void): void {
    this.#onChange = onChange;
    if (this.#problem) onChange(this.#problem);
    this.#timer = setInterval(() => void this.check(), this.#everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Records a problem that a job encountered. The next check, some seconds later, decides whether it has passed. */
  report(problem: WorkerProblem): void {
    this.#become(problem);
  }

  /** Runs the checks now; calls that meet share one run. */
  check(isThorough = this.#problem !== null): Promise<void> {
    this.#checking ??= this.#runChecks(isThorough).finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  async #runChecks(isThorough: boolean): Promise<void> {
    const before = this.#problem;
    for (const check of this.#checks) {
      const problem = await attempt(check, isThorough);
      if (problem) return this.#become(problem);
    }
    // A problem that was reported during the checks is newer than what they found.
    if (this.#problem === before) this.#become(null);
  }

  #become(problem: WorkerProblem | null): void {
    if (problem?.message === this.#problem?.message) {
      this.#problem = problem;
      return;
    }
    this.#problem = problem;
    if (problem)
      log.error({ problem: problem.kind }, `${problem.message} It takes no jobs until that has passed.`);
    else log.info('The worker is fit again and takes jobs.');
    this.#onChange(problem);
  }
}

/** An exception in a check does not make the worker unfit, unless it describes a worker problem. */
async function attempt(check: FitnessCheck, isThorough: boolean): Promise<WorkerProblem | null> {
  try {
    return await check(isThorough);
  } catch (error) {
    log.warn({ err: error }, 'A check of this worker could not be made.');
    return problemOf(error);
  }
}
