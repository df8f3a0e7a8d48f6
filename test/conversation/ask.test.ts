import {describe, expect, test} from 'vitest';
import {
  type AnswerStore,
  createAsker,
  type Question,
  questionOf,
} from '../../src/conversation/ask.js';
import type {CompletionRow} from '../../src/model/completion-row.js';
import {defaultDecoding, ModelError, type Request, requestHash} from '../../src/model/model.js';
import {fixedPace} from '../../src/model/pace.js';
import {createFakeModel, lastMessage} from '../support/fakes.js';

function requestOf(content: string): Request {
  return {messages: [{role: 'user', content}], decoding: defaultDecoding, sample: 0};
}

function createStore(): AnswerStore & {completions: Map<string, CompletionRow>} {
  const completions = new Map<string, CompletionRow>();
  return {
    completions,
    cutsTried: () => [],
    addCompletion: (row) => completions.set(row.request, row),
    journal: () => {},
  };
}

const cut = {front: 500, rear: 500, dropped_turns: 0};

/** A question whose only shortening is `short`. */
function question(long: string, short: string): Question {
  return questionOf(requestOf(long), () => [{request: requestOf(short), cut}]);
}

const narrow = () =>
  createFakeModel((request) => {
    if (lastMessage(request).length > 5) throw new ModelError('context-length', 'too long');
    return 'answer';
  });

describe('asking', () => {
  test('asks a request that was refused as too long once, also of a question that comes later', async () => {
    const model = narrow();
    const asker = createAsker(model, createStore(), {pace: fixedPace(2)});
    const first = await asker.ask(question('a long question', 'short'));
    const second = await asker.ask(question('a long question', 'short'));
    expect(model.asked.map(lastMessage)).toEqual(['a long question', 'short']);
    expect(second).toEqual(first);
    expect(first).toMatchObject({request: requestHash(requestOf('short')), cut});
  });

  describe('that gives up', () => {
    const outcomes = async (answers: readonly (string | ModelError)[], more = {givesUp: true}) => {
      const model = createFakeModel((_, nth) => {
        const said = answers[nth - 1] ?? new ModelError('refused', `400: no ${nth}`);
        if (typeof said !== 'string') throw said;
        return said;
      });
      const asker = createAsker(model, createStore(), {pace: fixedPace(1), ...more});
      const kinds: string[] = [];
      for (let nth = 1; nth <= 40; nth += 1)
        kinds.push(
          await asker.ask(question(`q${nth}`, `q${nth}`)).then(
            () => 'answered',
            (error: unknown) => (error instanceof ModelError ? error.kind : String(error)),
          ),
        );
      return {kinds, asked: model.asked.length};
    };

    test('ends after 32 questions that failed alike, and asks no more', async () => {
      const {kinds, asked} = await outcomes([]);
      expect(kinds.slice(0, 31)).toEqual(Array(31).fill('refused'));
      expect(kinds.slice(31)).toEqual(Array(9).fill('fatal'));
      expect(asked).toBe(32);
    });

    test.each([
      ['one was answered', ['yes']],
      [
        'they differ',
        Array.from({length: 40}, (_, i) => new ModelError('refused', i % 2 === 0 ? 'a' : 'b')),
      ],
    ])('but not where %s', async (_what, answers) => {
      expect((await outcomes(answers)).kinds).not.toContain('fatal');
    });

    test('two kinds of failure in turn are counted apart, and one is enough', async () => {
      const {kinds} = await outcomes(
        Array.from({length: 40}, (_, nth) => {
          return new ModelError('refused', nth % 2 === 0 ? 'a' : 'b', undefined, 6);
        }),
      );
      // Six requests each: the sixth of a kind, the eleventh of all, makes 36.
      expect(kinds.indexOf('fatal')).toBe(10);
    });

    test('counts the attempts that each took', async () => {
      const worn = new ModelError('refused', '500', undefined, 6);
      const {kinds} = await outcomes(Array<ModelError>(40).fill(worn));
      expect(kinds.indexOf('fatal')).toBe(5);
    });

    test('says the words of the last; models that are at no server go on', async () => {
      const model = createFakeModel(() => {
        throw new ModelError('refused', '400: stream only');
      });
      const asker = createAsker(model, createStore(), {pace: fixedPace(1), givesUp: true});
      const all = Array.from({length: 32}, (_, i) => asker.ask(question(`${i}`, `${i}`)));
      const ended = await Promise.allSettled(all);
      expect(ended.at(-1)).toMatchObject({
        reason: {message: expect.stringContaining('none was answered: 400: stream only')},
      });
      expect((await outcomes([], {givesUp: false})).kinds).not.toContain('fatal');
    });
  });

  test('tries what may be too long with the first cut; if that is answered, it was', async () => {
    const model = createFakeModel((request) => {
      if (lastMessage(request).length > 5) throw new ModelError('perhaps-too-long', '400: tokens?');
      return 'answer';
    });
    const asker = createAsker(model, createStore(), {pace: fixedPace(2)});
    const row = await asker.ask(question('a long question', 'short'));
    expect(row).toMatchObject({text: 'answer', cut});
    expect(model.asked.map(lastMessage)).toEqual(['a long question', 'short']);
  });

  test('what no cut mends is refused in the words of the server', async () => {
    const model = createFakeModel(() => {
      throw new ModelError('perhaps-too-long', '400: input of this kind is not for me');
    });
    const asker = createAsker(model, createStore(), {pace: fixedPace(2)});
    await expect(asker.ask(question('a long question', 'short'))).rejects.toMatchObject({
      kind: 'refused',
      message: '400: input of this kind is not for me',
    });
    expect(model.asked).toHaveLength(2);
  });

  test('asks again what was refused for another reason: it may go better', async () => {
    const model = createFakeModel((_, nth) => {
      if (nth === 1) throw new ModelError('refused', '500');
      return 'answer';
    });
    const asker = createAsker(model, createStore(), {pace: fixedPace(2)});
    await expect(asker.ask(question('x', 'y'))).rejects.toMatchObject({
      kind: 'refused',
      message: '500',
    });
    expect((await asker.ask(question('x', 'y'))).text).toBe('answer');
  });

  test('takes an answer to the long form before one to a shorter', async () => {
    const store = createStore();
    const model = createFakeModel((request) => `to ${lastMessage(request)}`);
    await createAsker(model, store, {pace: fixedPace(1)}).ask(question('long', 'none'));
    const row = store.completions.get(requestHash(requestOf('long')));
    if (!row) throw new Error('not stored');
    store.addCompletion({...row, request: requestHash(requestOf('short')), text: 'to short', cut});
    const asker = createAsker(model, {...store, cutsTried: () => [cut]}, {pace: fixedPace(1)});
    expect((await asker.ask(question('long', 'short'))).text).toBe('to long');
  });

  test('takes no answer to what another question was cut to, unless its own long form was refused too', async () => {
    const earlier = createStore();
    const shortenings: unknown[] = [];
    const store = {...earlier, journal: (event: unknown) => void shortenings.push(event)};
    await createAsker(narrow(), store, {pace: fixedPace(1)}).ask(
      question('a long question', 'short'),
    );
    expect(shortenings).toEqual([
      expect.objectContaining({request: requestHash(requestOf('a long question')), cut}),
    ]);
    // The next sitting, with what is on record from the first.
    const resumed = {
      ...earlier,
      cutsTried: (request: string) =>
        request === requestHash(requestOf('a long question')) ? [cut] : [],
    };
    const model = createFakeModel((request) => `to ${lastMessage(request)}`);
    const asker = createAsker(model, resumed, {pace: fixedPace(1)});
    expect((await asker.ask(question('a long question', 'short'))).text).toBe('answer');
    expect((await asker.ask(question('another question', 'short'))).text).toBe(
      'to another question',
    );
    expect(model.asked.map(lastMessage)).toEqual(['another question']);
  });

  test('has no more in flight than allowed', async () => {
    let [inFlight, most] = [0, 0];
    const model = createFakeModel(() => 'answer');
    const counting = {
      ...model,
      ask: async (request: Request) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        const answer = await model.ask(request);
        inFlight -= 1;
        return answer;
      },
    };
    const asker = createAsker(counting, createStore(), {pace: fixedPace(3)});
    await Promise.all(Array.from({length: 20}, (_, i) => asker.ask(question(`q${i}`, ''))));
    expect(most).toBe(3);
  });

  test('stores the answer before it counts', async () => {
    const store = createStore();
    const row = await createAsker(narrow(), store, {pace: fixedPace(1)}).ask(question('q', ''));
    expect(store.completions.get(row.request)).toBe(row);
  });
});
