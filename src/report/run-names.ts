import {replayedLog} from '../run/replayed-log.js';
import type {ScoredRun} from '../score/score-stored-run.js';

/** How a run came about, as tables name it. */
export function modeName({metrics, manifest}: ScoredRun): string {
  return metrics.mode === 'live' ? 'live' : `static on ${replayedLog(manifest).reference_model}`;
}

/** A run and what a table calls it. */
export type NamedRun = {run: ScoredRun; name: string};

/** The runs of a table with their names. */
export function namedRuns(runs: readonly ScoredRun[]): NamedRun[] {
  const names = runNames(runs);
  return runs.map((run, i) => ({run, name: names[i] ?? run.manifest.model}));
}

/**
 * What each run of a table is called: its model, and, where another run has the same model and
 * came about alike, in parentheses what tells it from the others; its directory where nothing
 * else does.
 */
export function runNames(runs: readonly ScoredRun[]): string[] {
  return runs.map((run) => {
    const {model} = run.manifest;
    const alike = runs.filter(
      (other) =>
        other !== run && other.manifest.model === model && modeName(other) === modeName(run),
    );
    if (alike.length === 0) return model;
    const differs = (trait: Trait) => alike.some((other) => trait(other) !== trait(run));
    const telling = traits.filter(differs);
    const isTold = alike.every((other) => telling.some((trait) => trait(other) !== trait(run)));
    const told = telling.map((trait) => trait(run));
    return `${model} (${[...told, ...(isTold ? [] : [run.label])].join(', ')})`;
  });
}

/** Something in which runs of one model may differ, as a table names it. */
type Trait = (run: ScoredRun) => string;

const traits: readonly Trait[] = [
  ({manifest: {suite}}) => `suite ${suite.name} ${short(suite.sha256)}`,
  ({manifest: {log}}) => `log ${short(log?.sha256)}`,
  ({manifest: {critic}}) => `critic ${critic ?? 'none'}`,
  ({manifest: {prompt_set_sha256: hash}}) => `prompts ${short(hash)}`,
  ({manifest: {history}}) => `history ${history}`,
  ({manifest: {system_prompt: has}}) => `${has ? 'with' : 'without'} system prompt`,
  ...(['temperature', 'max_tokens', 'seed', 'stop', 'extra_body', 'mode'] as const).map(
    (field): Trait =>
      ({manifest: {decoding}}) =>
        `${field.replace('_', ' ')} ${written(decoding?.[field])}`,
  ),
  ({manifest: {model_served: served}}) => `served as ${served.join(', ')}`,
];

function short(hash: string | null | undefined): string {
  return hash?.slice(0, 8) ?? 'unknown';
}

function written(value: unknown): string {
  if (value === undefined) return 'unknown';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
