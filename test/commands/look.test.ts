import {describe, expect, test} from 'vitest';
import {runCommand} from './run-command.js';

const log = 'logs/starter/simulated--codellama-like_by_builtin';
const [hasty, careful] = ['hasty', 'careful'].map(
  (model) => `reference-runs/starter/simulated--${model}`,
);
const runs = [hasty ?? '', careful ?? ''];

describe('show', () => {
  test('prints a conversation: text, or JSON with the prompts that are asked for', async () => {
    const args = ['show', log, '2', '--scenario', 'cf_sef', '--turn', '1'];
    const {printed, code} = await runCommand(args);
    expect(code).toBe(0);
    expect(printed).toMatch(/^Starter\/2 in CF_SEF\n/);
    expect(printed).not.toContain('-- Prompt');
    const {turns} = JSON.parse((await runCommand([...args, '--prompt', '--json'])).printed);
    expect(turns).toHaveLength(1);
    expect(turns[0].prompt.messages.at(-1)).toMatchObject({role: 'user'});
  });

  test('of a run without answers says what is not there', async () => {
    const {printed} = await runCommand(['show', ...runs.slice(0, 1), '2', '--prompt']);
    const [, lacks = ''] = printed.split('Not shown:\n');
    expect(lacks.split('\n').map((line) => line.split(':')[0])).toEqual([
      '- what was said',
      '- answers',
      '- tracebacks',
    ]);
    expect(printed).toContain('Turns 1 to 10: fail; nobody was asked');
  });

  test.each([
    [['2', '--turn', '11'], /^--turn: turns are 0 to 10$/],
    [['Starter/400'], /did you mean Starter\/\d+\?/],
    [['2', '--prompts', 'x'], /--prompts: .*--prompt/],
  ])('refuses %s', async (args, message) => {
    await expect(runCommand(['show', log, ...args])).rejects.toThrow(message);
  });
});

describe('compare', () => {
  test('prints text, CSV or JSON', async () => {
    const printed = async (...flags: string[]) =>
      (await runCommand(['compare', ...runs, ...flags])).printed;
    expect(await printed()).toContain('McNemar');
    expect(await printed('--csv')).toMatch(/^record,scenario,task_id,/);
    const {convention, scenarios} = JSON.parse(
      await printed('--json', '--convention', 'upstream', '--scenarios', 'cf'),
    );
    expect(convention).toBe('upstream');
    expect(scenarios.map(({scenario}: {scenario: string}) => scenario)).toEqual(['NONE', 'CF']);
  });

  test('says that nothing flipped instead of drawing an empty table', async () => {
    const [run = ''] = runs;
    const {printed} = await runCommand(['compare', run, run]);
    expect(printed).toContain('No problem flipped.');
    expect(printed).not.toContain('first in A');
  });

  test('refuses what is no run, and two forms at once', async () => {
    await expect(runCommand(['compare', log, ...runs.slice(1)])).rejects.toThrow(
      /manifest\.json: format: /,
    );
    await expect(runCommand(['compare', ...runs, '--csv', '--json'])).rejects.toThrow('--csv');
  });
});
