/**
 * Suite hash (DESIGN.md, section 5) of BigCodeBench's split `v0.1.0_hf`, the 1,140 problems that
 * every published figure is over.
 */
export const bigCodeBenchHash = '3f684a90957564701550085cdc45672bd05c8b360e9c599d01c8a3167f723667';
