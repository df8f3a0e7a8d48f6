import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {type CliResult, temporaryFolder} from '../support/e2e/cli.js';
import {expectRefused, type Refusal, runAll} from '../support/e2e/refusal.js';

const out = join(temporaryFolder(), 'out');
const generate = (...more: string[]) => ['generate', '--model', 'canonical', '--out', out, ...more];
const replay = (...more: string[]) => [
  'replay',
  '--log',
  starterLog,
  '--model',
  'canonical',
  '--out',
  out,
  ...more,
];

const cases: Record<string, Refusal> = {
  'an unknown verb': {
    args: ['regenerate'],
    says: 'regenerate: no such verb; did you mean generate?',
  },
  'a verb like no other': {
    args: ['xyzzy'],
    says: /^xyzzy: no such verb; there are quickstart, generate, /,
  },
  'an unknown flag': {
    args: generate('--frobnicate'),
    says: '--frobnicate: generate has no such flag; see convcodebench generate --help',
  },
  'a word too many': {
    args: generate('now'),
    says: 'now: a word too many for generate; see convcodebench generate --help',
  },
  'no directory': {args: ['generate', '--model', 'canonical'], says: /^--out: missing/},
  'no log': {
    args: ['replay', '--model', 'canonical', '--out', out],
    says: /^--log: missing; replay needs it: .*; see convcodebench replay --help$/,
  },
  'no model': {
    args: ['replay', '--log', starterLog, '--out', out],
    says: /^--model: missing; replay needs it: .*; see convcodebench replay --help$/,
  },
  'no run': {args: ['judge'], says: 'too few words; expected convcodebench judge <run>'},
  'a flag without its value': {
    args: generate('--limit'),
    says: '--limit: needs a value',
  },
  'words for a number': {
    args: generate('--limit', 'few'),
    says: '--limit: expected a whole number of at least 1, got "few"',
  },
  'a number and words': {args: generate('--limit', '3x'), says: '--limit: expected a whole number'},
  'a number in another notation': {
    args: generate('--max-tokens', '0x10'),
    says: '--max-tokens: expected a whole number',
  },
  'a whole number with a fraction': {
    args: generate('--seed', '1.5'),
    says: '--seed: expected a whole number',
  },
  'too small a number': {
    args: generate('--workers', '0'),
    says: '--workers: expected a whole number of at least 1, got "0"',
  },
  'a negative number': {
    args: generate('--temperature=-1'),
    says: '--temperature: expected a number of at least 0, got "-1"',
  },
  'no time at all': {
    args: generate('--time-limit', '0'),
    says: '--time-limit: expected a number of at least 0.1',
  },
  'more time than timers count': {
    args: generate('--time-limit', '86401'),
    says: '--time-limit: expected at most 86400 seconds (a day)',
  },
  'no number': {args: generate('--limit', ''), says: '--limit: expected a whole number'},
  'infinitely many': {
    args: generate('--concurrency', 'Infinity'),
    says: '--concurrency: expected a whole number',
  },
  'a flag given twice': {
    args: generate('--limit', '1', '--limit', '2'),
    says: '--limit: given more than once',
  },
  'a directory given twice': {
    args: generate('--out', 'other'),
    says: '--out: given more than once',
  },
  'a model given twice': {
    args: replay('--model', 'simulated:hasty'),
    says: '--model: given more than once',
  },
  'an empty model': {args: ['generate', '--model', '', '--out', out], says: '--model: is empty'},
  'an unknown scenario': {
    args: generate('--scenarios', 'CF,CF_XX'),
    says: '--scenarios: CF_XX: unknown scenario',
  },
  'no scenario': {args: generate('--scenarios', ','), says: '--scenarios: names nothing'},
  'an unknown profile': {
    args: ['generate', '--model', 'simulated:nobody', '--out', out],
    says: /no such profile; there are simulated:beginner, /,
  },
  'an unknown task': {
    args: generate('--tasks', 'Starter/3,Starter/99'),
    says: '--tasks: Starter/99: the suite starter has no such problem',
  },
  'no task': {args: generate('--tasks', ''), says: '--tasks: names nothing'},
  'a profile without its prefix': {
    args: ['generate', '--model', 'careful', '--out', out],
    says: '--model careful: simulated coders are written simulated:careful',
  },
  'an unknown history': {
    args: generate('--history', 'some'),
    says: '--history: got "some"; expected one of "last", "full"',
  },
  'a wait longer than a timer counts': {
    args: generate('--timeout', '2147484'),
    says: '--timeout: expected at most 2147483 seconds',
  },
  'an extra body that is not JSON': {
    args: generate('--extra-body', '{'),
    says: '--extra-body: not JSON',
  },
  'an extra body that is no object': {
    args: generate('--extra-body', '[]'),
    says: '--extra-body: expected a JSON object',
  },
  'a base URL that is none': {
    args: ['generate', '--model', 'm', '--base-url', 'ftp://x', '--out', out],
    says: '--base-url: not an http(s) URL',
  },
  'a time limit beyond all numbers of seconds': {
    args: generate('--time-limit', '1e300'),
    says: '--time-limit: expected at most 86400 seconds (a day)',
  },
  'a number that is none': {
    args: generate('--time-limit', '1e999'),
    says: '--time-limit: expected a number of at least 0.1, got "1e999"',
  },
  'tasks beyond the suite’s last': {
    args: generate('--tasks', '0-99'),
    says: '--tasks: 0-99: ends beyond the suite’s last problem, 39',
  },
  'a suite of no such name': {
    args: generate('--suite', 'nosuite'),
    says: 'nosuite: no suite is called that, and no file; there are starter, bigcodebench, ',
  },
  'a suite of nearly that name': {
    args: generate('--suite', 'startr'),
    says: 'startr: no suite is called that, and no file; did you mean starter?',
  },
  'a suite that is not there': {
    args: generate('--suite', 'nosuch.jsonl'),
    says: 'nosuch.jsonl: no such file',
  },
  'prompts that are not there': {
    args: generate('--prompts', 'nosuch'),
    says: /nosuch\/system\.eta: no such file/,
  },
  'answers that are not there': {
    args: ['generate', '--model', 'file:nosuch.jsonl', '--out', out],
    says: 'nosuch.jsonl: no such file',
  },
  'a log that is not there': {
    args: ['replay', '--log', 'nosuch', '--model', 'canonical', '--out', out],
    says: 'nosuch: no such directory; "convcodebench list logs"',
  },
  'a run that is not there': {args: ['report', 'nosuch'], says: 'nosuch: no such directory'},
  'a run to judge that is not there': {
    args: ['judge', 'nosuch'],
    says: 'nosuch: no such directory',
  },
  'a log to verify that is not there': {
    args: ['log', 'verify', 'nosuch'],
    says: 'nosuch: no such directory; "convcodebench list logs"',
  },
  'an unknown format': {
    args: ['report', '--format', 'xml', 'nosuch'],
    says: '--format: got "xml"; expected one of "text", "md", "json", "csv", "html"',
  },
  'an unknown listing': {
    args: ['list', 'wishes'],
    says: 'list wishes: no such verb; there are models, scenarios, suites, prompts, logs',
  },
  'only one side to correlate': {args: ['correlate', '--static', 'nosuch'], says: /--live/},
  'no Python': {
    args: generate('--python', '/nonexistent'),
    says: /^Python "\/nonexistent": it does not start.*apt-get install python3/,
    code: 3,
  },
  'a Python that is none': {
    args: generate('--python', '/bin/false'),
    says: /^Python "\/bin\/false"/,
    code: 3,
  },
  'a suite that must be pulled': {
    args: generate('--suite', 'bigcodebench'),
    says: /convcodebench pull bigcodebench/,
    code: 3,
    options: {env: {CONVCODEBENCH_CACHE: temporaryFolder()}},
  },
  'a key that is named and not set': {
    args: [
      'replay',
      '--log',
      starterLog,
      '--model',
      'm',
      '--base-url',
      'http://127.0.0.1:9/v1',
      '--api-key-env',
      'NO_KEY_IN_HERE',
      '--out',
      out,
    ],
    says: 'the environment variable NO_KEY_IN_HERE holds no API key',
    code: 3,
  },
};

describe('on the command line, each refused with one line that says what is wrong', () => {
  let results: Map<string, CliResult>;

  beforeAll(async () => {
    results = await runAll(cases);
  });

  test.each(Object.keys(cases))('%s', (name) => {
    const refusal = cases[name];
    if (refusal) expectRefused(results.get(name), refusal);
  });

  test('and nothing is written', () => {
    expect(existsSync(out)).toBe(false);
  });
});
