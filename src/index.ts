/** The library: the same calls that the command line makes. */
export * from './api/errors.js';
export * from './api/exchange.js';
export * from './api/figures.js';
export * from './api/machine.js';
export * from './api/ports.js';
export * from './api/runs.js';
export * from './api/submissions.js';
export * from './api/suites-and-logs.js';
