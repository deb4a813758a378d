import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOfStep } from '../../../../../../../src/engine/hosts/docker/images/dockerfile/lineOfStep.ts';
import { failedStep } from '../../../../../../../src/engine/hosts/docker/images/log/failedStep.ts';

const DOCKERFILE = `# why
ARG BASE
FROM \${BASE} AS build
WORKDIR /work
COPY package.json \\
  # not the lock
  lock.json ./
RUN npx one
ENV A=1
FROM build
RUN true && \\
  npmx ci
`;

/** Builders as they said it: the classic one of Docker 20.10, BuildKit of Docker 20.10 and of buildx 0.13, Podman 5.4. */
const LOGS: readonly (readonly [who: string, log: string, detail: string, line: number | undefined, cause: string])[] =
  [
    [
      'the classic builder',
      "Step 8/8 : RUN true &&   npmx ci\n ---> Running in 1f\n\u001B[91m/bin/sh: 1: npmx: not found\n\u001B[0mRemoving intermediate container 1f\nThe command '/bin/sh -c true &&   npmx ci' returned a non-zero code: 127\n",
      "The command '/bin/sh -c true &&   npmx ci' returned a non-zero code: 127",
      11,
      'npmx: not found',
    ],
    [
      'an old BuildKit',
      '#7 [stage-1 2/2] RUN true &&   npmx ci\n#7 0.271 /bin/sh: 1: npmx: not found\n#7 ERROR: executor failed running [/bin/sh -c true &&   npmx ci]: exit code: 127\n------\n > [stage-1 2/2] RUN true &&   npmx ci:\n------\nexecutor failed running [/bin/sh -c true &&   npmx ci]: exit code: 127\n',
      'executor failed running [/bin/sh -c true &&   npmx ci]: exit code: 127',
      11,
      'npmx: not found',
    ],
    [
      'a new BuildKit, beside a step that goes on',
      '#6 [build 4/4] RUN npx one\n#7 [build 3/4] COPY package.json   lock.json ./\n#6 0.1 working\n#6 ERROR: process "/bin/sh -c npx one" did not complete successfully: exit code: 1\n#7 CANCELED\n------\nDockerfile:8\n--------------------\n   8 | >>> RUN npx one\n--------------------\nERROR: failed to solve: process "/bin/sh -c npx one" did not complete successfully: exit code: 1\n',
      'process "/bin/sh -c npx one" did not complete successfully: exit code: 1',
      8,
      'working',
    ],
    [
      'a new BuildKit, of a command that says nothing',
      '#6 [build 4/4] RUN npx one\n#6 ERROR: process "/bin/sh -c npx one" did not complete successfully: exit code: 3\n------\nDockerfile:8\n--------------------\n   8 | >>> RUN npx one\n--------------------\nERROR: failed to solve: process "/bin/sh -c npx one" did not complete successfully: exit code: 3\n',
      'process "/bin/sh -c npx one" did not complete successfully: exit code: 3',
      8,
      'the command ended with status 3',
    ],
    [
      'Podman, which counts each stage',
      '[1/2] STEP 1/5: FROM base AS build\n[2/2] STEP 1/2: FROM 1f\n[2/2] STEP 2/2: RUN true &&   npmx ci\n/bin/sh: npmx: not found\n',
      'building at STEP "RUN true &&   npmx ci": while running runtime: exit status 127\n',
      11,
      'npmx: not found',
    ],
    [
      'a file that is missing',
      'Step 4/8 : COPY package.json   lock.json ./\nCOPY failed: file not found in build context: stat lock.json: file does not exist\n',
      'COPY failed: file not found in build context: stat lock.json: file does not exist',
      5,
      'COPY failed: file not found in build context: stat lock.json: file does not exist',
    ],
    [
      'the file itself',
      '',
      'failed to create LLB definition: dockerfile parse error on line 3: unknown instruction: FROMM',
      3,
      'unknown instruction: FROMM',
    ],
    [
      'npm',
      'Step 6/8 : RUN npx one\nnpm error code E404\nnpm error 404 Not Found - GET one\nnpm error A log\n',
      'returned a non-zero code: 1',
      8,
      '404 Not Found - GET one',
    ],
    [
      'a command without a word',
      'Step 6/8 : RUN npx one\n ---> Running in 1f\n',
      'returned a non-zero code: 3',
      8,
      'the command ended with status 3',
    ],
    [
      'an instruction that is gone by now',
      'Step 7/8 : RUN something else\nno\n',
      'returned a non-zero code: 3',
      undefined,
      'no',
    ],
    ['no step at all', 'base: pulling\n', 'no such host', undefined, 'no such host'],
  ];

describe('a build that failed', () => {
  it.each(LOGS)('of %s', (_who, log, detail, line, cause) => {
    const step = failedStep(log, detail);
    expect(step.cause).toBe(cause);
    expect(lineOfStep(DOCKERFILE, step)).toBe(line);
  });

  it('with an instruction whose variables are filled in is found by its number', () => {
    const step = failedStep('Step 2/8 : FROM node:24\nx\n', 'pull access denied');
    expect(lineOfStep(DOCKERFILE, step)).toBe(3);
    expect(lineOfStep(DOCKERFILE, { ...step, number: { of: 'all', stage: '', value: 1 } })).toBeUndefined();
  });

  it('never raises, whatever is printed', () => {
    const piece = fc.constantFrom(
      'Step 1/2 : ',
      'RUN x',
      '#1 [a 1/2] ',
      '#1 0.1 ',
      '#1 ERROR: ',
      'Dockerfile:9',
      '\n',
      ' ',
    );
    const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 5 }))).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, text, (log, detail, dockerfile) => {
        const line = lineOfStep(dockerfile, failedStep(log, detail));
        if (line === undefined) return;
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(dockerfile.split(/\r?\n/).length);
      }),
      { numRuns: 1000 },
    );
  });
});
