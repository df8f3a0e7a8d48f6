import {expect, test} from 'vitest';
import {
  type Disagreement,
  signedOff,
  type VerificationContents,
  verificationSchema,
} from '../../src/submission/verification.js';

const hash = 'a'.repeat(64);
const counts = {same: 2, 'other-kind': 0, time: 0, flaky: 0, environment: 0, turned: 0, missing: 0};
const sound: VerificationContents = {
  format: 'convcodebench-verification',
  format_version: 1,
  ...{bundle_sha256: hash, scored_sha256: hash, by: 'x', program_version: '0.1.0'},
  where: {platform: 'linux x64', processors: 2},
  judge: {pythonMinor: '3.11', verdictVersion: 1, environment: 'fake', sealLevel: 1},
  ...{other: [], sample: 'all', seed: 0, programs: 2, judged: 2, counts},
  ...{separate: {told: 0, found: 0}, disagreements: [], asked: null},
};
const otherKind: Disagreement = {
  ...{task_id: 'Starter/0', turn: 1, code_sha256: hash, places: 1},
  ...({told: 'fail', again: ['timeout'], comparison: 'other-kind'} as const),
};
const asked = {model: 'm', questions: 2, refused: 1, same_answer: 1, same_program: 1};

test('a result that agrees with itself is taken', () => {
  const all = {...sound, asked: {...asked, same_verdict: 1}};
  expect(verificationSchema.safeParse(signedOff(all)).success).toBe(true);
  const told = {...all, counts: {...counts, same: 1, 'other-kind': 1}, disagreements: [otherKind]};
  expect(verificationSchema.safeParse(signedOff(told)).success).toBe(true);
});

test.each<[string, Partial<VerificationContents>]>([
  ['judged', {programs: 1}],
  ['counts', {judged: 1}],
  ['disagreements', {counts: {...counts, same: 1, turned: 1}}],
  ['disagreements', {counts: {...counts, same: 1, turned: 1}, disagreements: [otherKind]}],
  ['disagreements', {disagreements: [{...otherKind, comparison: 'same'}]}],
  ['asked', {asked: {...asked, same_verdict: 2}}],
])('one that was signed off and contradicts itself is refused for %s', (field, changes) => {
  const parsed = verificationSchema.safeParse(signedOff({...sound, ...changes}));
  expect(parsed.error?.issues.map(({path}) => path.join())).toEqual([field]);
});
