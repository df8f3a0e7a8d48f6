/** How far the making of an environment has come. */
export type EnvironmentProgress = {
  step: 'create' | 'install' | 'check';
  /** Distributions (install), modules (check). */
  done: number;
  total: number;
  /**
   * What is being worked on: the largest distribution of the portion, or the module imported last.
   */
  current: string;
  /** Estimate for this step; null while there is nothing to judge by. */
  secondsLeft: number | null;
};
