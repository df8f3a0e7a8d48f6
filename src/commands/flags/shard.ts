import {z} from 'zod';
import {UsageError} from '../../errors.js';
import {parseShard} from '../../problem/shard.js';
import {value} from './flag.js';
import {text} from './schemas.js';

/** `i/n` as a shard. */
export const shardText = text
  .transform((given, context) => {
    try {
      return parseShard(given);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      context.addIssue({code: 'custom', message: error.message});
      return z.NEVER;
    }
  })
  .optional();

/** Which part of the problems is meant, as `i/n`. */
export const shard = (about: {needs?: readonly string[]} = {}) =>
  value(shardText, {
    ...about,
    group: 'Questions',
    help: 'Only part i of n of the problems, counted from 0, as in 3/20; a run of its own, and merge makes one of all',
    otherwise: 'all of them',
  });
