// Every function that this file exports is a method. Try this one, then put your own code in its place.

/** Greets, step by step, and shows all that a call brings back. */
export async function* greet(who = 'world', steps = 3): AsyncGenerator<{ step: number; of: number }, string> {
  if (steps < 1) throw new RangeError('greeting takes 1 step or more'); // a raise: call it with 0 steps
  console.log(`greeting ${who}`); // stdout
  for (let step = 1; step <= steps; step++) {
    yield { step, of: steps }; // a yield: it reaches you while the method goes on
  }
  console.error(`greeted in ${steps} steps`); // stderr
  return `Hello, ${who}!`; // the result
}

// A richer example, with a package and a process of its own. Without it, leave out this line.
export * from './render.ts';
