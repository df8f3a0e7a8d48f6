import {join} from 'node:path';
import {execa} from 'execa';
import {z} from 'zod';
import {MissingRequirementError} from '../errors.js';
import {isolatedPython} from '../judging/server/isolated-python.js';
import type {PythonRuntime} from '../judging/server/python-runtime.js';
import {canonicalProgram, type Problem, type Suite} from '../problem/problem.js';
import type {Finding} from './finding.js';

/**
 * Data of nltk that no package registry has: by its download name (newer ones first), where it
 * lies, and what in a problem's code asks for it.
 */
const corpora: {names: string[]; folder: string; sign: RegExp}[] = [
  {
    names: ['stopwords'],
    folder: 'corpora',
    sign: /\bimport[^\n]{0,500}\bstopwords\b|corpus\.stopwords|['"]stopwords['"]/,
  },
  {
    names: ['words'],
    folder: 'corpora',
    sign: /nltk\.corpus import[^\n]{0,500}\bwords\b|corpus\.words\b/,
  },
  {names: ['wordnet'], folder: 'corpora', sign: /WordNetLemmatizer|\bwordnet\b/},
  {
    names: ['punkt_tab', 'punkt'],
    folder: 'tokenizers',
    // From the first TextBlob on, not from each.
    sign: /\b(?:word|sent)_tokenize\b|^(?:(?!\bTextBlob\b)[\s\S])*\bTextBlob\b[\s\S]*\.(?:ngrams|words|sentences|tags)\b/,
  },
  {
    names: ['averaged_perceptron_tagger_eng', 'averaged_perceptron_tagger'],
    folder: 'taggers',
    sign: /\bpos_tag\(/,
  },
  {names: ['vader_lexicon'], folder: 'sentiment', sign: /SentimentIntensityAnalyzer/},
];

/**
 * nltk 3.8.2 and later want the new names, earlier ones the old. The home folder is hidden, as it
 * is from jobs.
 */
const findData = `
import json, re, sys
import nltk
new = tuple(int(part) for part in re.findall(r"\\d+", nltk.__version__)[:3]) >= (3, 8, 2)
answer = {}
for folder, names in json.load(sys.stdin):
    name = names[0] if new else names[-1]
    try:
        nltk.data.find(folder + "/" + name)
        answer[name] = True
    except LookupError:
        try:
            nltk.data.find(folder + "/" + name + ".zip")
            answer[name] = True
        except LookupError:
            answer[name] = False
json.dump(list(answer.items()), sys.stdout)
`;

const answerSchema = z.array(z.tuple([z.string(), z.boolean()]));

/**
 * Whether the nltk data that problems name is where jobs find it; null where no problem needs any,
 * or nltk itself is missing.
 */
export async function checkData(suite: Suite, python: PythonRuntime): Promise<Finding | null> {
  const needs = corpora
    .map((corpus) => ({
      ...corpus,
      problems: suite.problems.filter((problem) => asksFor(problem, corpus.sign)),
    }))
    .filter(({problems}) => problems.length > 0);
  if (needs.length === 0) return null;
  const present = await lookForData(python.path, needs);
  if (present === null) return null;
  const missing = needs.flatMap(({problems}, i) => {
    const [name, there] = present[i] ?? ['', true];
    return there ? [] : [{name, problems}];
  });
  const subject = 'Data';
  if (missing.length === 0)
    return {subject, verdict: 'good', found: `nltk: ${present.map(([name]) => name).join(', ')}`};
  const names = missing.map(({name}) => name);
  const target = join(
    python.prefixes.find((prefix) => python.path.startsWith(`${prefix}/`)) ?? '',
    'nltk_data',
  );
  return {
    subject,
    verdict: 'bad',
    found: `nltk lacks ${names.join(', ')}`,
    remedy: `${python.path} -m nltk.downloader -d ${target} ${names.join(' ')}`,
    details: missing.map(
      ({name, problems}) => `${name}: ${problems.map(({task_id}) => task_id).join(', ')}`,
    ),
  };
}

function asksFor(problem: Problem, sign: RegExp): boolean {
  const source = `${canonicalProgram(problem)}\n${problem.test}`;
  return /\b(?:nltk|textblob)\b/.test(source) && sign.test(source);
}

async function lookForData(
  python: string,
  needs: readonly {folder: string; names: string[]}[],
): Promise<[string, boolean][] | null> {
  const {file, options} = isolatedPython(python, {HOME: '/nonexistent'});
  const result = await execa(file, ['-I', '-c', findData], {
    ...options,
    input: JSON.stringify(needs.map(({folder, names}) => [folder, names])),
    reject: false,
    timeout: 120_000,
  });
  if (/ModuleNotFoundError: No module named 'nltk'/.test(result.stderr)) return null;
  if (result.failed) {
    throw new MissingRequirementError(
      `${python} cannot tell which data nltk has: ${result.stderr || result.shortMessage}`,
    );
  }
  return answerSchema.parse(JSON.parse(result.stdout));
}
