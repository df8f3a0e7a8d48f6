import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type ParquetWriteOptions, parquetWriteFile} from 'hyparquet-writer';
import {onTestFinished} from 'vitest';
import {
  type PublishedTurn,
  publishedSchema,
  turnName,
  turns,
} from '../../../src/interchange/published/published-shape.js';
import type {Problem, Suite} from '../../../src/problem/problem.js';
import type {ScenarioId} from '../../../src/problem/scenario.js';

/** A row as short as a test can say it: code, compilation, execution and verbal feedback, label. */
export type Row = [
  code: string,
  compilation: string | null,
  execution: string | null,
  verbal: string | null,
  label: string | null,
];

/** Ten rows of a problem; fewer are filled up with the last. */
export type Conversations = {[taskId: string]: Row[]};

export type Columns = {[scenario in ScenarioId]?: {[turn: string]: PublishedTurn}};

export const ok = 'No syntax errors';
export const syntaxError = 'Traceback (most recent call last):\nSyntaxError: invalid syntax';

/** A row of code that failed: it compiles and has execution feedback. */
export function failing(code: string, label = 'fail'): Row {
  return [code, ok, 'TEST\nTraceback', 'look again', label];
}

/** A row of code that had passed: upstream says nothing of it. */
export function solved(code: string): Row {
  return [code, null, null, null, 'pass'];
}

/** Code that compiles, and code that does not. */
export const good = (name: string) => `def task_func():\n    return ${JSON.stringify(name)}\n`;
export const broken = (name: string) => `def task_func(:\n    return ${JSON.stringify(name)}\n`;

/**
 * Three conversations that the two readings of `label` tell apart: solved at turn 0, at turn 2,
 * never.
 */
export function threeConversations(): Conversations {
  return {
    'Toy/0': [solved(good('a0'))],
    'Toy/1': [failing(good('b0')), failing(good('b1'), 'timeout'), solved(good('b2'))],
    'Toy/2': turns.map((turn) => failing(good(`c${turn - 1}`))),
  };
}

export function toColumns(scenarios: {[scenario in ScenarioId]?: Conversations}): Columns {
  return Object.fromEntries(
    Object.entries(scenarios).map(([scenario, byTask]) => [scenario, toColumn(byTask)]),
  );
}

function toColumn(byTask: Conversations): {[turn: string]: PublishedTurn} {
  return Object.fromEntries(
    turns.map((turn) => {
      const rows = Object.values(byTask).map(
        (conversation) => conversation[turn - 1] ?? conversation.at(-1) ?? solved(''),
      );
      const lists: PublishedTurn = {
        task_id: Object.keys(byTask),
        previous_code: rows.map(([code]) => code),
        compilation_feedback: rows.map(([, compilation]) => compilation),
        execution_feedback: rows.map(([, , execution]) => execution),
        verbal_feedback: rows.map(([, , , verbal]) => verbal),
        label: rows.map(([, , , , label]) => label),
      };
      return [turnName(turn), lists];
    }),
  );
}

export function writeParquet(
  filename: string,
  columns: Columns,
  options: Partial<ParquetWriteOptions> = {},
): string {
  const columnData = Object.entries(columns).map(([name, column]) => ({name, data: [column]}));
  parquetWriteFile({
    filename,
    columnData,
    schema: publishedSchema(scenariosOf(columns)),
    statistics: false,
    ...options,
  });
  return filename;
}

export function scenariosOf(columns: Columns): ScenarioId[] {
  return Object.keys(columns).filter((name): name is ScenarioId => name.startsWith('CF'));
}

export function toySuite(taskIds: readonly string[] = ['Toy/0', 'Toy/1', 'Toy/2']): Suite {
  const problems = taskIds.map(toyProblem);
  return {
    name: 'toy',
    hash: sha256(JSON.stringify(taskIds)),
    problems,
    timeLimitMs: 2_000,
    standardLibraryOnly: true,
  };
}

function toyProblem(task_id: string): Problem {
  return {
    task_id,
    complete_prompt: '',
    instruct_prompt: `Write ${task_id}.`,
    canonical_solution: '    return 1\n',
    code_prompt: 'def task_func():\n',
    test: 'import unittest\nclass TestCases(unittest.TestCase):\n    def test_it(self):\n        pass\n',
    entry_point: 'task_func',
    doc_struct: '{}',
    libs: '[]',
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A directory that is gone after the test. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ccb-interchange-'));
  onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
  return directory;
}
