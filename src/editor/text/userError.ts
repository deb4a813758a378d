import type { NextStep } from '../steps/nextStep.ts';

/** An error that the user can fix, and how; its message is shown unchanged. */
export class UserError extends Error {
  override name = 'UserError';
  readonly steps: readonly NextStep[];

  constructor(message: string, steps: readonly NextStep[], options?: ErrorOptions) {
    super(message, options);
    this.steps = steps;
  }
}
