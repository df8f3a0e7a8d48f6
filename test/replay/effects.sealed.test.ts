import {describe, expect, it} from 'vitest';
import {openLog, readConversations} from '../../src/log/read-log.js';
import type {Suite} from '../../src/problem/problem.js';
import type {ScenarioId} from '../../src/problem/scenario.js';
import {loadSuite} from '../../src/problem/suite.js';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {replayLog} from '../../src/replay/replay-log.js';
import {readRun} from '../../src/run/read-run.js';
import {type Effect, effectsOfFeedback} from '../../src/score/effects.js';
import {scoring} from '../../src/score/scoring.js';
import {findProgram} from '../../src/simulation/bugs-in-code.js';
import {type Catalogue, loadCatalogue} from '../../src/simulation/catalogue.js';
import {feedbackKinds, readFeedback} from '../../src/simulation/heard-feedback.js';
import {findProfile, type Profile} from '../../src/simulation/profiles.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const scenarios: ScenarioId[] = ['CF', 'CF_EF_FULL', 'CF_SEF', 'CF_EF_FULL_SEF'];

/**
 * The share of the reference's wrong programs that a profile mends in one turn, by its uptakes
 * alone: each bug that feedback points at is mended unless every kind that points at it is missed,
 * all bugs have to be, and no new one may be made.
 */
async function expectedShare(
  profile: Profile,
  scenario: ScenarioId,
  {suite, catalogue}: {suite: Suite; catalogue: Catalogue},
): Promise<number> {
  const conversations = await readConversations(openLog(starterLog), scenario);
  const chances = conversations.flatMap(({taskId, lines}) => {
    const [line] = lines;
    const problem = suite.problems.find(({task_id}) => task_id === taskId);
    if (line === undefined || problem === undefined || line.previous_status === 'pass') return [];
    const bugs = catalogue.bugsOf(taskId);
    const present = [...(findProgram(line.previous_code, problem, bugs)?.bugs ?? [])];
    const said = [line.compilation_feedback, line.execution_feedback, line.verbal_feedback];
    const pointed = readFeedback(said.filter(Boolean).join('\n').split('\n'), problem, present);
    const mended = present.map(
      (bug) =>
        1 -
        feedbackKinds.reduce(
          (missed, kind) => missed * (pointed[kind].has(bug) ? 1 - profile.uptake[kind] : 1),
          1,
        ),
    );
    const isWhole = bugs.length === present.length ? 1 : 1 - profile.regression;
    return [mended.reduce((all, chance) => all * chance, isWhole)];
  });
  return chances.reduce((sum, chance) => sum + chance, 0) / chances.length;
}

const find = (effects: readonly Effect[], wanted: Partial<Effect>) =>
  effects.find((effect) =>
    (['kind', 'execution', 'verbal'] as const).every((key) => effect[key] === wanted[key]),
  )?.difference;

describe('the effects of feedback on the starter suite', () => {
  it.each(['careful', 'test-reader', 'expert-listener'])(
    'recover the uptakes of the profile %s within their intervals',
    async (name) => {
      const profile = findProfile(name);
      if (profile === undefined) throw new Error(`no profile ${name}`);
      const out = temporaryDirectory();
      await replayLog({log: starterLog, model: profile.id, scenarios, out});
      const {rows} = await readRun(out);
      const effects = effectsOfFeedback({rows, ...scoring});

      const suite = await loadSuite('starter');
      const world = {suite, catalogue: await loadCatalogue(suite)};
      const [control, full, expert, both] = await Promise.all(
        scenarios.map((scenario) => expectedShare(profile, scenario, world)),
      );
      const expected = (plus: number | undefined, minus: number | undefined) =>
        (plus ?? Number.NaN) - (minus ?? Number.NaN);
      const cells = [
        {
          found: {kind: 'execution', execution: 'full', verbal: 'none'},
          is: expected(full, control),
        },
        {
          found: {kind: 'execution', execution: 'full', verbal: 'expert'},
          is: expected(both, expert),
        },
        {
          found: {kind: 'verbal', execution: 'none', verbal: 'expert'},
          is: expected(expert, control),
        },
        {found: {kind: 'verbal', execution: 'full', verbal: 'expert'}, is: expected(both, full)},
      ] as const;
      for (const {found, is} of cells) {
        const difference = find(effects, found);
        expect(difference, JSON.stringify(found)).toMatchObject({n: 30, missing: 0});
        if (difference?.value == null) throw new Error('no value');
        expect(is, JSON.stringify(found)).toBeGreaterThanOrEqual(difference.low);
        expect(is, JSON.stringify(found)).toBeLessThanOrEqual(difference.high);
      }
    },
  );
});
