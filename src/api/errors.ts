/**
 * Errors, by who must act.
 *
 * @module errors
 */
export {FileFormatError, HarnessError, MissingRequirementError, UsageError} from '../errors.js';
