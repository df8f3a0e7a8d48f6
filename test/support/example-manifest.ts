import type {RunManifest, RunTotals} from '../../src/run/run-manifest.js';
import {exampleIdentity} from './open-run.js';

/** Every kind of trouble once or twice. */
export const exampleTotals: RunTotals = {
  places: 11,
  answered: 4,
  requests: 3,
  no_code: 2,
  cut_off: 1,
  shortened: 0,
  missing: 0,
  left_out: {},
  usage: null,
};

/** The manifest of a finished run; `changes` replaces what a test is about. */
export function exampleManifest(changes: Partial<RunManifest> = {}): RunManifest {
  return {
    ...exampleIdentity(),
    simulated: false,
    catalogue_sha256: null,
    partial_scope: 'first-3-tests',
    program_version: '0.1.0',
    scenarios: ['CF_SEF'],
    problems: 1,
    model_served: ['fake-served'],
    judge: {pythonMinor: '3.11', verdictVersion: 1, environment: 'e', sealLevel: 1},
    totals: exampleTotals,
    ...changes,
  };
}
