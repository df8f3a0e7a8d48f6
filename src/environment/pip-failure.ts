import {option} from '../options/option-name.js';
/**
 * One line on why pip failed: what is missing for which Python, and what to do. `output` is all
 * that pip printed, `target` reads `Python 3.11 on linux x64`.
 */
export function explainPipFailure(output: string, target: string): string {
  const known = causes.find(({pattern}) => pattern.test(output));
  if (known) return known.explain(pattern(output, known.pattern), target);
  const errors = output.split('\n').filter((line) => line.startsWith('ERROR:'));
  return `pip failed: ${errors.at(-1)?.slice('ERROR: '.length) ?? lastLine(output)}. ${goOn}`;
}

const goOn = 'What was installed stays: the same command goes on from there.';
const ownPython = () =>
  `or make an environment of your own and name its Python with ${option('python')}`;

/**
 * Asked in this order: an index that cannot be reached also looks, further down in pip's output,
 * like a wheel that does not exist.
 */
const causes: {pattern: RegExp; explain: (found: string, target: string) => string}[] = [
  {
    pattern: /No space left on device/,
    explain: () =>
      `the disk is full; the environment takes about 3 GB, and its downloads 1 GB while they are unpacked. ${goOn}`,
  },
  {
    pattern:
      /(?:Failed to establish a new connection|Name or service not known|Temporary failure in name resolution|Read timed out|SSLError|ProxyError|Connection refused|Connection reset)/,
    explain: (found) =>
      `pip cannot reach its package index (${found}); see "pip config list" for its address. ${goOn}`,
  },
  {
    pattern: /DO NOT MATCH THE HASHES[\s\S]*?\n\s+(\S+==\S+)/,
    explain: (found) =>
      `${found}: what the package index sent is not what the lock file names by hash, and was not installed. Empty pip's cache ("pip cache purge") or use another index. ${goOn}`,
  },
  {
    pattern: /No matching distribution found for ([^\s(]+)/,
    explain: (found, target) =>
      `${found}: the package index has no wheel of it for ${target}. Wheels exist for Python 3.10 to 3.12 on Linux (x86-64 and 64-bit ARM, glibc 2.28 or newer): name such a Python with ${option('python')} (3.11 is the one this was run with), ${ownPython()}.`,
  },
  {
    pattern:
      /(?:Failed (?:to build|building wheel for)|Failed to build installable wheels[^\n]*\() ?([\w.-]+)/,
    explain: (found, target) =>
      `${found}: it exists as source only and could not be built for ${target}. Try another Python with ${option('python')}, ${ownPython()}.`,
  },
];

function pattern(output: string, expression: RegExp): string {
  const match = expression.exec(output);
  return match?.[1] ?? match?.[0] ?? '';
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? 'no message';
}
