import {buildLeaderboard, checkLeaderboard} from '../../leaderboard/build.js';
import {counted} from '../../options/counted.js';
import {createCommand, exitCode} from '../command.js';
import {flagSwitch, value, word} from '../flags/flag.js';
import {json, out} from '../flags/result.js';
import {text} from '../flags/schemas.js';
import {groundsFlags} from '../submit/grounds-flags.js';

const flags = {
  directory: word(text, {help: 'Folder of bundles, and of the results of verifying them'}),
  ...groundsFlags,
  rules: value(text.optional(), {
    group: 'Input',
    help: 'The board’s rules.json',
    otherwise: 'the one in that folder',
  }),
  json: json(),
};

export const build = createCommand({
  flags: {
    ...flags,
    published: flagSwitch(
      {group: 'Result', help: 'The paper’s tables as well; --no-published leaves them out'},
      true,
    ),
    reports: flagSwitch(
      {
        group: 'Result',
        help: 'A page for each entry without a fault; --no-reports makes the site without',
      },
      true,
    ),
    out: out(text, 'Folder of the site'),
  },
  examples: [
    ['leaderboard build board --out site', 'then open site/index.html'],
    ['leaderboard build board --out site --no-published', 'without the paper’s figures'],
  ],
  async run({json: asJson, ...options}, context) {
    const built = await buildLeaderboard(options);
    if (asJson) context.print(JSON.stringify(built, null, 2));
    else {
      context.print(
        `${built.path}: ${counted(built.entries, 'entry', 'entries')}, ${built.made} checked anew`,
      );
      for (const {file, faults} of built.refused)
        for (const fault of faults) context.print(`left out: ${file}: ${fault}`);
    }
    return exitCode.done;
  },
});

export const check = createCommand({
  flags,
  examples: [
    ['leaderboard check board', 'for who reviews what was sent'],
    ['leaderboard check board --rules rules.json --json', 'by other rules, for programs'],
  ],
  async run({json: asJson, ...options}, context) {
    const checked = await checkLeaderboard(options);
    if (asJson) context.print(JSON.stringify(checked, null, 2));
    else {
      for (const {file, model, level, faults} of checked.entries) {
        context.print(`${file}: ${model}: ${level}`);
        for (const fault of faults) context.print(`  ${fault}`);
      }
      for (const {file, faults} of checked.refused)
        for (const fault of faults) context.print(`${file}: ${fault}`);
    }
    return checked.sound ? exitCode.done : exitCode.no;
  },
});
