import {mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Judgement} from '../../src/judging/judge.js';
import {DEFAULT_LIMITS} from '../../src/judging/limits.js';
import {openVerdictCache} from '../../src/judging/verdict-cache.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const identity = {
  pythonMinor: '3.11',
  verdictVersion: 1,
  environment: 'e',
  sealLevel: 1,
} as const;
const candidate = {prelude: '', program: 'x = 1', test: 't', entryPoint: 'f', timeLimitMs: 1000};
const verdict: Judgement = {status: 'pass', report: {tests: ['test_a'], failures: []}};

function newCache() {
  const directory = join(temporaryDirectory(), 'verdicts');
  const cache = openVerdictCache(directory, identity, DEFAULT_LIMITS);
  const key = cache.key(candidate);
  const folder = join(directory, key.slice(0, 2));
  return {cache, directory, key, folder, file: join(folder, `${key}.json`)};
}

test('a verdict that was kept comes back; a missing one is none', () => {
  const {cache, key} = newCache();
  cache.put(key, {status: 'missing', reason: 'lost'});
  expect(cache.get(key)).toBeUndefined();
  cache.put(key, verdict);
  expect(cache.get(key)).toEqual(verdict);
});

test('a link in the place of a verdict is neither read nor written through', () => {
  const {cache, key, folder, file} = newCache();
  const victim = join(temporaryDirectory(), 'victim');
  writeFileSync(victim, JSON.stringify(verdict));
  mkdirSync(folder, {recursive: true});
  symlinkSync(victim, file);
  expect(cache.get(key)).toBeUndefined();
  cache.put(key, {...verdict, status: 'fail'});
  expect(cache.get(key)?.status).toBe('fail');
  expect(readFileSync(victim, 'utf8')).toBe(JSON.stringify(verdict));
});

test('a link in the place of one of its folders is not entered', () => {
  const {cache, key, directory, folder} = newCache();
  const elsewhere = temporaryDirectory();
  mkdirSync(directory, {recursive: true});
  symlinkSync(elsewhere, folder);
  cache.put(key, verdict);
  expect(readdirSync(elsewhere)).toEqual([]);
  rmSync(folder);
});
