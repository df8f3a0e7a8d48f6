import {loadPythonParser} from '../../../src/conversation/python/parser.js';
import {refuseInSealed, refuseProcesses} from './refuse-processes.js';

refuseProcesses(refuseInSealed);
// What turns answers into programs finds the parser as a session leaves it.
await loadPythonParser();
