/** `npm run check`: everything at once, since most of it takes one core. */
import {execa} from 'execa';

const checks = [
  ['tsc', '-p', 'tsconfig.json'],
  ['tsc', '-p', 'src/report/viewer/tsconfig.json'],
  ['pyright'],
  ['tsx', 'scripts/check-python.ts'],
  ['biome', 'check', '.'],
  ['tsx', 'scripts/check-width.ts'],
];

const ended = await Promise.all(
  checks.map(async ([command = '', ...args]) => {
    const {exitCode, all} = await execa(command, args, {
      all: true,
      preferLocal: true,
      reject: false,
    });
    return {name: [command, ...args].join(' '), exitCode, all};
  }),
);
for (const {name, exitCode, all} of ended)
  console.log(
    `${exitCode === 0 ? 'ok' : 'FAILED'}: ${name}\n${exitCode === 0 ? '' : all}`.trimEnd(),
  );
process.exitCode = ended.every(({exitCode}) => exitCode === 0) ? 0 : 1;
