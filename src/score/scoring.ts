import type {BootstrapOptions} from './bootstrap.js';

/** Seed and size of the bootstrap in every `metrics.json`. */
export const scoring: BootstrapOptions = {seed: 20250, resamples: 1000};
