import {describe, expect, test} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {runCommand} from './run-command.js';

const replay = (...more: string[]) => ['replay', '--log', starterLog, '--model', 'm', ...more];
const generate = (...more: string[]) => ['generate', '--model', 'm', '--out', 'x', ...more];

const refusals: [name: string, args: string[], says: string | RegExp][] = [
  ['no verb', [], 'give a verb; convcodebench --help tells more'],
  ['a family alone', ['log'], /^log: give one of verify, stats, .*; see convcodebench log --help$/],
  ['a mistyped verb', ['replya'], 'replya: no such verb; did you mean replay?'],
  ['the beginning of a verb', ['gen'], 'gen: no such verb; did you mean generate?'],
  ['a mistyped verb of a family', ['log', 'verfy', 'x'], 'did you mean log verify?'],
  ['help with a verb that is none', ['help', 'replya'], 'did you mean replay?'],
  ['help with a verb of no family', ['help', 'log', 'frob'], 'log frob: no such verb; there are'],
  ['a verb’s flag before any verb', ['--limit', '3'], '--limit: no such flag'],
  ['a mistyped flag', generate('--scenarioss', 'CF'), 'did you mean --scenarios?'],
  ['a flag in capitals', generate('--Scenarios', 'CF'), 'did you mean --scenarios?'],
  ['the beginning of a flag', generate('--azure', '1'), 'did you mean --azure-api-version?'],
  [
    'a switch that is none',
    generate('--no-limit'),
    '--limit: needs a value; there is no --no-limit',
  ],
  ['a flag of another verb', ['log', 'verify', 'x', '--out', 'y'], 'log verify has no such flag'],
  ['a mistyped scenario', generate('--scenarios', 'cf_ef_ful'), 'did you mean CF_EF_FULL?'],
  [
    'a value that is given twice',
    ['pull', 'bigcodebench', '--from', 'a', '--from', 'b'],
    '--from: given more than once',
  ],
  [
    'a cost bound without prices',
    generate('--max-cost', '1'),
    '--max-cost: needs --price-prompt and --price-completion',
  ],
  [
    'a cost bound with the price of prompts alone',
    generate('--max-cost', '1', '--price-prompt', '2'),
    '--price-completion: missing',
  ],
  [
    'a cost bound with the price of answers alone',
    generate('--max-cost', '1', '--price-completion', '2'),
    '--price-prompt: missing',
  ],
  [
    'one price for an estimate',
    replay('--dry-run', '--price-completion', '2'),
    '--price-prompt: missing',
  ],
  [
    'one price of a critic',
    generate(
      ...['--max-cost', '1', '--price-prompt', '1', '--price-completion', '1'],
      ...['--critic', 'c', '--critic-price-prompt', '2'],
    ),
    '--critic-price-completion: missing',
  ],
];

test.each(refusals)('%s is refused', async (_, args, says) => {
  const refused = runCommand(args);
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(says);
});

const contradictions: [args: string[], says: string][] = [
  [replay('--batch-in', 'a', '--batch-out', 'b'), '--batch-out, --batch-in: contradict'],
  [replay('--batch-in', 'a', '--batch', 'fetch', '--batch-out', 'b'), 'contradict'],
  [replay('--batch', 'submit'), '--batch: belongs to --batch-out'],
  ...[
    ['--max-requests', '1'],
    ['--max-cost', '1', '--price-prompt', '1', '--price-completion', '1'],
    ['--fit', 'x'],
    ['--json'],
  ].map((flags): [string[], string] => [
    replay('--batch-out', '/nowhere/b', ...flags),
    `${flags[0]}, --batch-out: contradict without --batch fetch`,
  ]),
  [replay('--batch-out', '/nowhere/b', '--batch', 'status', '--json'), '--json, --batch-out'],
  [replay('--price-prompt', '1'), '--price-prompt: belongs to --max-cost or --dry-run'],
  [generate('--price-completion', '1'), '--price-completion: belongs to --max-cost; '],
  [replay('--dry-run', '--batch-out', 'b'), '--dry-run, --batch-out: contradict'],
  [replay('--dry-run', '--batch-in', 'b'), '--dry-run, --batch-in: contradict'],
  [replay('--dry-run', '--fit', 'b'), '--fit, --dry-run: contradict'],
  [replay('--critic-price-prompt', '1'), '--critic-price-prompt: belongs to --dry-run'],
  [
    generate('--critic', 'c', '--critic-price-prompt', '1', '--critic-price-completion', '1'),
    '--critic-price-prompt: belongs to --max-cost',
  ],
  [
    generate('--max-cost', '1', '--critic-price-prompt', '1'),
    '--critic-price-prompt: belongs to --critic',
  ],
  [generate('--critic-retries', '1'), '--critic-retries: belongs to --critic'],
  [generate('--critic-base-url', 'http://x'), '--critic-base-url: belongs to --critic'],
  [
    ['generate', '--model', 'canonical', '--base-url', 'http://x', '--out', 'x'],
    '--base-url: canonical: answered here',
  ],
  [['report', 'x', '--json', '--format', 'md'], '--json, --format: contradict'],
  [['report', '--published', '--convention', 'upstream'], '--published, --convention: contradict'],
  [['report', '--published', 'x'], '--published: stands alone'],
  [['correlate', '--references', '--power'], '--references, --power: contradict'],
  [['correlate', '--power', '--predict', 'm'], '--power, --predict: contradict'],
  [['correlate', '--log', 'x'], '--log: belongs to --references'],
  [['doctor', '--again'], '--again: belongs to --ground-truth'],
  [['doctor', '--workers', '2'], '--workers: belongs to --ground-truth'],
  [['doctor', '--api-key-env', 'KEY'], '--api-key-env: there is no server to show a key to'],
  [['pull', 'bigcodebench', '--from', 'a', '--revision', 'b'], '--from, --revision: contradict'],
  [
    ['log', 'subset', 'x', '--out', 'y', '--problems', '3', '--alias', 'a=b'],
    '--alias: belongs to --agreement',
  ],
];

describe('contradicting flags are refused by name', () => {
  test.each(contradictions)('%j', async (args, says) => {
    const refused = runCommand(args);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(says);
  });
});

test('scenario ids are taken in any case', async () => {
  const estimate = async (ids: string) =>
    (await runCommand(replay('--dry-run', '--json', '--limit', '3', '--scenarios', ids))).printed;
  expect(await estimate('cf_ef_unit,Cf_Sef')).toBe(await estimate('CF_EF_UNIT,CF_SEF'));
});

test('a price of nothing may be said', async () => {
  const prices = ['--price-prompt', '0', '--price-completion', '0'];
  expect(await runCommand(replay('--dry-run', '--limit', '1', ...prices))).toMatchObject({code: 0});
});
