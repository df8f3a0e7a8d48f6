import {loadPythonParser} from '../../../src/conversation/python/parser.js';

// What turns answers into programs finds the parser as a session leaves it.
await loadPythonParser();
