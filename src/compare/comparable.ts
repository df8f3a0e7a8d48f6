import {UsageError} from '../errors.js';
import {canonicalJson} from '../files/canonical-hash.js';
import type {StoredRun} from '../run/read-run.js';
import type {RunManifest} from '../run/run-manifest.js';

/**
 * Holds two runs to what makes their figures comparable.
 * @throws {UsageError} naming the first field in which they must not differ and do, with both
 * values: mode, suite, log, the convention of partial feedback.
 */
export function refuseIncomparable(a: StoredRun, b: StoredRun): void {
  for (const [field, read, why] of mustAgree) {
    const [one, other] = [read(a), read(b)];
    if (one === other) continue;
    throw new UsageError(
      `${b.label}: ${field}: ${shown(other)}, but ${a.label} has ${shown(one)}; ${why}`,
    );
  }
}

type Value = string | boolean | null;
type Agreed = [field: string, read: (run: StoredRun) => Value, why: string];

const mustAgree: readonly Agreed[] = [
  ['mode', ({mode}) => mode, 'compare two static runs, or two live ones'],
  [
    'suite.sha256',
    ({manifest}) => manifest.suite.sha256,
    'runs on different problems are not compared',
  ],
  [
    'log.sha256',
    ({manifest}) => manifest.log?.sha256 ?? null,
    'answers to different logs are not compared; replay one log with both models',
  ],
  [
    'log.reference_model',
    ({manifest}) => manifest.log?.reference_model ?? null,
    'answers to different logs are not compared; replay one log with both models',
  ],
  [
    'partial_scope',
    ({manifest}) => manifest.partial_scope,
    'partial feedback was chosen by different conventions',
  ],
  [
    'imported',
    ({manifest}) => manifest.imported ?? null,
    'verdicts that were imported are not compared with our own',
  ],
];

/** A setting in which two compared runs differ; both values as JSON. */
export type DifferingSetting = {field: string; a: string; b: string};

/** What may differ, since it may be what is compared: all of it, in the manifest's order. */
export function differingSettings(a: RunManifest, b: RunManifest): DifferingSetting[] {
  const [ones, others] = [settingsOf(a), settingsOf(b)];
  return Object.keys(ones).flatMap((field) => {
    const [one, other] = [canonicalJson(ones[field] ?? null), canonicalJson(others[field] ?? null)];
    return one === other ? [] : [{field, a: one, b: other}];
  });
}

function settingsOf({decoding, judge, ...manifest}: RunManifest): Record<string, unknown> {
  const {model, prompt_set_sha256, system_prompt, history, critic} = manifest;
  return {
    model,
    'decoding.temperature': decoding?.temperature,
    'decoding.max_tokens': decoding?.max_tokens,
    'decoding.stop': decoding?.stop,
    'decoding.seed': decoding?.seed,
    'decoding.extra_body': decoding?.extra_body,
    'decoding.mode': decoding?.mode,
    prompt_set_sha256,
    system_prompt,
    history,
    critic,
    critic_max_tokens: manifest.critic_max_tokens,
    first_answers_sha256: manifest.first_answers_sha256,
    program_version: manifest.program_version,
    'judge.pythonMinor': judge?.pythonMinor,
    'judge.verdictVersion': judge?.verdictVersion,
    'judge.environment': judge?.environment,
    'judge.sealLevel': judge?.sealLevel,
    limits: manifest.limits,
  };
}

function shown(value: Value): string {
  if (value === null) return 'none that is known';
  return /^[0-9a-f]{64}$/.test(String(value)) ? `${String(value).slice(0, 12)}…` : String(value);
}
