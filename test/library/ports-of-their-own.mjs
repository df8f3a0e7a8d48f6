// What a user in plain JavaScript would write: no types, classes for ports, nothing else of ours
// than the package.
import {generateLog, loadSuite, replayLog, requestHash} from 'convcodebench';

/** Answers wrongly at first, and rightly once it is shown feedback that it trusts. */
class StubbornModel {
  asked = [];
  closed = 0;

  constructor(id, problems, trusted) {
    this.id = id;
    this.problems = problems;
    this.trusted = trusted;
  }

  async ask(request) {
    this.asked.push(requestHash(request));
    const question = request.messages.map(({content}) => content).join('\n');
    const problem = this.problems.find(({instruct_prompt}) => question.includes(instruct_prompt));
    const verdict = question.includes(this.trusted) ? 'passes' : 'fails test_one';
    const text = `\`\`\`python\ndef ${problem.entry_point}():\n    pass  # ${verdict}\n\`\`\``;
    return {text, reasoning: null, finish_reason: 'stop', usage: null, model: `${this.id}-1`};
  }

  async close() {
    this.closed += 1;
  }
}

/** Believes what code says of itself. */
class CredulousJudge {
  identity = {pythonMinor: '3.11', verdictVersion: 7, environment: 'none at all', sealLevel: 2};
  judged = 0;
  closed = 0;

  async judge({program}) {
    this.judged += 1;
    const failures = program.includes('# passes')
      ? []
      : [{test: 'test_one', text: 'Traceback: no'}];
    const report = {tests: ['test_one', 'test_two'], failures};
    return {status: failures.length === 0 ? 'pass' : 'fail', report};
  }

  jobsRun() {
    return this.judged;
  }

  async close() {
    this.closed += 1;
  }
}

class BluntCritic {
  id = 'blunt';
  closed = 0;

  async novice() {
    return {text: 'It does not do what I want.', leak: false};
  }

  async expert({problem}) {
    return {text: `You forgot ${problem.entry_point}.`, leak: false};
  }

  async close() {
    this.closed += 1;
  }
}

export async function driveBoth(folder) {
  const tasks = ['Starter/0', 'Starter/1'];
  const {problems} = await loadSuite('starter');
  const judge = new CredulousJudge();
  const critic = new BluntCritic();
  const reference = new StubbornModel('reference', problems, 'never said');
  const target = new StubbornModel('target', problems, 'You forgot');
  const scenarios = ['CF_EF_UNIT_SEF'];
  const notices = [];
  const shared = {judge, scenarios, tasks, onNotice: (notice) => notices.push(notice)};
  const generated = await generateLog({
    ...shared,
    suite: 'starter',
    model: reference,
    critic,
    out: `${folder}/live`,
  });
  const replayed = await replayLog({
    ...shared,
    log: `${folder}/live/log`,
    model: target,
    out: `${folder}/static`,
  });
  return {generated, replayed, judge, critic, reference, target, notices};
}
