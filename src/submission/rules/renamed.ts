import type {AskedPlace} from '../../conversation/plan-replay.js';
import type {Model} from '../../model/model.js';
import type {Suite} from '../../problem/problem.js';
import {turnZeroScenario} from '../../problem/scenario.js';
import {createCanonicalModel} from '../../simulation/canonical-model.js';
import {loadCatalogue} from '../../simulation/catalogue.js';
import {createSimulatedCoder} from '../../simulation/coder.js';
import {isSimulated, profiles} from '../../simulation/profiles.js';
import type {Grounds} from '../grounds.js';
import type {Rule} from './rule.js';

/** So many first answers are compared. */
const compared = 20;

/**
 * The answers of a model that says it is real are not those of a coder that ships: each is asked
 * the first questions again, and half of its answers are more than chance.
 */
export const renamed: Rule = {
  name: 'renamed',
  holds: 'the answers are not those of a simulated coder, or the suite’s solutions',
  async check(grounds) {
    const {run} = grounds.bundle;
    if (run.simulated || isSimulated(run.model)) return [];
    const first = firstAnswers(grounds);
    const known = await Promise.all(first.map(({place}) => knownAnswers(place, grounds.suite)));
    for (const id of known[0]?.keys() ?? []) {
      const same = first.filter(({text}, i) => known[i]?.get(id) === text).length;
      if (same < first.length / 2) continue;
      const problem = `${same} of the first ${first.length} answers are those of ${id}`;
      const remedy = 'send the answers of the model that is named';
      return [{rule: 'renamed', where: 'completions.jsonl', problem, remedy}];
    }
    return [];
  },
};

type FirstAnswer = {place: AskedPlace; text: string};

function firstAnswers({plan, bundle}: Grounds): FirstAnswer[] {
  const asked = [...plan.values()].filter(
    (each) => each.kind === 'ask' && each.place.scenario === turnZeroScenario,
  );
  return asked.slice(0, compared).flatMap((place) => {
    if (place.kind !== 'ask') return [];
    const answer = bundle.answers.get(place.question.hash);
    return answer ? [{place, text: answer.text}] : [];
  });
}

type AnswersByModel = ReadonlyMap<string, string>;

/** Kept by the place of a plan: bundles of one board share both. */
const answersAt = new WeakMap<AskedPlace, Promise<AnswersByModel>>();
const modelsOf = new WeakMap<Suite, Promise<Model[]>>();

/** What each coder that ships answers there, by its name. */
function knownAnswers(place: AskedPlace, suite: Suite): Promise<AnswersByModel> {
  const known = answersAt.get(place) ?? askAll(place, suite);
  answersAt.set(place, known);
  return known;
}

async function askAll(place: AskedPlace, suite: Suite): Promise<AnswersByModel> {
  const models = modelsOf.get(suite) ?? knownModels(suite);
  modelsOf.set(suite, models);
  const question = place.question.build();
  const texts = new Map<string, string>();
  for (const model of await models) texts.set(model.id, (await model.ask(question)).text);
  return texts;
}

async function knownModels(suite: Suite): Promise<Model[]> {
  const catalogue = await loadCatalogue(suite);
  return [
    ...profiles.map((profile) => createSimulatedCoder({profile, suite, catalogue})),
    createCanonicalModel(suite),
  ];
}
