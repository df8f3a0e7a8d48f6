import type {z} from 'zod';
import {formats} from '../../report/formats.js';
import {trustPolicies} from '../../score/count-trust.js';
import {choice, flagSwitch, value} from './flag.js';

const group = 'Result';

/**
 * What a verb makes. The schema says whether it must be named.
 * @param needs the flags without which it means nothing.
 */
export const out = <S extends z.ZodType>(
  schema: S,
  help: string,
  needs: readonly string[] = [],
): S => value(schema, {group, help, needs});

export const runDirectory = 'Directory of the run; the same command again goes on where it stopped';

/** Figures for programs. */
export const json = () => flagSwitch({group, help: 'Print as JSON'});

/** Which passes count. */
export const trust = () =>
  choice(trustPolicies, {
    group,
    help: 'Which passes count: any, or only those established with tests and program apart, where the problem allows that',
  });

/** In which form tables are printed. */
export const formatFlags = {
  format: choice(formats, {group, help: 'How to print'}),
  json: flagSwitch({group, help: 'The same as --format json', excludes: ['format']}),
};
