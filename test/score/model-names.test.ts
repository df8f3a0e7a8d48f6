import fc from 'fast-check';
import {expect, it} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {isSameModel, matchModels, modelKey, parseAlias} from '../../src/score/model-names.js';

it('models match on the last path segment, whatever the case', () => {
  const {matched, unmatchedStatic, unmatchedLive} = matchModels({
    static: ['deepseek-ai/DeepSeek-Coder-33B-Instruct', 'mine/Unknown'],
    live: ['deepseek-coder-33b-instruct', 'GPT-4-0613'],
    aliases: [],
  });
  expect(matched).toEqual([
    {
      model: 'deepseek-coder-33b-instruct',
      static: 'deepseek-ai/DeepSeek-Coder-33B-Instruct',
      live: 'deepseek-coder-33b-instruct',
    },
  ]);
  expect(unmatchedStatic).toEqual(['mine/Unknown']);
  expect(unmatchedLive).toEqual(['GPT-4-0613']);
});

it('another token limit is another model', () => {
  expect(modelKey('a/R1 (16K)')).not.toBe(modelKey('a/R1'));
  expect(modelKey('a/R1 (16K)')).toBe(modelKey('b/r1 (16k)'));
});

it('an alias joins two names, given either way round', () => {
  const names = {static: ['codellama/CodeLlama-7b-Instruct-hf'], live: ['CodeLlama-7B-Instruct']};
  for (const text of [
    'CodeLlama-7b-Instruct-hf=CodeLlama-7B-Instruct',
    'codellama-7b-instruct=codellama-7b-instruct-hf',
  ]) {
    expect(matchModels({...names, aliases: [parseAlias(text)]}).matched).toHaveLength(1);
  }
});

it('two names are of one model by their last part or by an alias, else not', () => {
  expect(isSameModel('x/A', 'a', [])).toBe(true);
  expect(isSameModel('a', 'b', [])).toBe(false);
  expect(isSameModel('a', 'b', [parseAlias('x/B = A')])).toBe(true);
  expect(isSameModel('a', 'b', [parseAlias('b=c')])).toBe(false);
});

it('aliases join names over several steps, in whatever order they are given', () => {
  const chain = ['a=b', 'b=c', 'e=a', 'c=a', 'x=y'].map(parseAlias);
  fc.assert(
    fc.property(fc.shuffledSubarray(chain, {minLength: 5}), (aliases) => {
      for (const name of ['b', 'c', 'e']) expect(isSameModel('a', name, aliases)).toBe(true);
      expect(isSameModel('a', 'x', aliases)).toBe(false);
      expect(isSameModel('x', 'y', aliases)).toBe(true);
    }),
  );
});

it('spaces around a name are no part of it', () => {
  expect(modelKey(' org/ A ')).toBe('a');
  expect(parseAlias(' a = b ')).toEqual({name: 'a', same: 'b'});
});

it('an alias of a name that is known otherwise is no slip', () => {
  const names = {static: ['a'], live: ['a'], aliases: [parseAlias('served=reference')]};
  const found = (alsoKnown: string[]) => matchModels({...names, alsoKnown}).unusedAliases;
  expect(found(['served', 'reference'])).toEqual([]);
  expect(found(['served'])).toEqual(names.aliases);
  expect(found(['reference'])).toEqual(names.aliases);
});

it('an alias that joins nothing is listed', () => {
  const alias = parseAlias('slip=a');
  expect(matchModels({static: ['a'], live: ['a'], aliases: [alias]}).unusedAliases).toEqual([
    alias,
  ]);
});

it('two names of one model on one side are refused', () => {
  expect(() => matchModels({static: ['x/A', 'y/a'], live: [], aliases: []})).toThrow(
    new UsageError('static runs: "x/A" and "y/a" are one model; give one run of each model'),
  );
  expect(() => matchModels({static: [], live: ['a', 'b'], aliases: [parseAlias('a=b')]})).toThrow(
    'live runs: "a" and "b" are one model',
  );
});

it.each(['a', '=b', 'a=', 'a=b=c', ''])('"%s" is no alias', (text) => {
  expect(() => parseAlias(text)).toThrow(
    `\`aliases\`: "${text}" was given; expected a=b, two names of one model`,
  );
});
