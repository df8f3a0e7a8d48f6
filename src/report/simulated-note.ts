/** Stands under every table that has figures of simulated models. */
export const simulatedNote = 'Simulated models: these figures say nothing about any real model.';
