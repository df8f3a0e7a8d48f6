/** Writes docs/sweep.schema.json, the schema of a sweep's file. */
import {writeFileSync} from 'node:fs';
import {sweepJsonSchema} from '../src/sweep/sweep-file.js';

writeFileSync('docs/sweep.schema.json', sweepJsonSchema());
