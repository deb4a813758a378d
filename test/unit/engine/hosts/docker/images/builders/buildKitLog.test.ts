import { describe, expect, it } from 'vitest';
import { BuildKitLog } from '../../../../../../../src/engine/hosts/docker/images/builders/buildKitLog.ts';

/** As docker buildx 0.13 and the command line of Docker 20.10 printed them. */
const RUN_FAILS = `#0 building with "default" instance using docker driver

#1 [internal] load remote build context
#1 DONE 0.0s

#4 [1/2] FROM docker.io/library/base:24
#4 CACHED

#5 [build 2/2] RUN echo before && exit 3
#5 0.047 before
#5 0.048 ERROR: failed to solve: forged
#5 ERROR: process "/bin/sh -c echo before && exit 3" did not complete successfully: exit code: 3
------
 > [build 2/2] RUN echo before && exit 3:
0.047 before
------
Dockerfile:2
--------------------
   1 |     FROM base:24
   2 | >>> RUN echo before && exit 3
--------------------
ERROR: failed to solve: process "/bin/sh -c echo before && exit 3" did not complete successfully: exit code: 3
`;
const PARSE_FAILS = `#2 copy /context /
#2 DONE 0.0s
Dockerfile:3
--------------------
   3 | >>> NONSENSE a
--------------------
ERROR: failed to solve: dockerfile parse error on line 3: unknown instruction: NONSENSE
`;
const PULL_FAILS = `#3 [internal] load metadata for nowhere.invalid/x:1
#3 ERROR: failed to do request: no such host
------
 > [internal] load metadata for nowhere.invalid/x:1:
------
ERROR: failed to solve: nowhere.invalid/x:1: failed to do request: no such host
`;
const OLD_CLIENT = `#4 [2/2] RUN echo before && exit 3
#4 sha256:35cff1c681e11ef7bad0797833f276ac2bd50468a6b37271e6dc12b28ffee19b
#4 0.271 before
#4 ERROR: executor failed running [/bin/sh -c echo before && exit 3]: exit code: 3
------
 > [2/2] RUN echo before && exit 3:
------
executor failed running [/bin/sh -c echo before && exit 3]: exit code: 3
`;
const OLD_PARSE = `#2 copy /context /
#2 DONE 0.2s
failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: Unknown flag: link`;

const OLD_AND_NEW = `#2 copy /context /
#2 DONE 0.0s
Dockerfile:3
--------------------
   3 | >>> NONSENSE a
--------------------
dockerfile parse error on line 3: unknown instruction: NONSENSE
`;

function errorOf(output: string, pieces = output.length) {
  const log = new BuildKitLog();
  for (let at = 0; at < output.length; at += pieces) log.add(output.slice(at, at + pieces));
  return log.toError('the docker command ended with status 1');
}

describe('the log of a build by BuildKit', () => {
  it.each([
    [
      'of a command',
      RUN_FAILS,
      ' at step 2/2 (RUN echo before && exit 3): process "/bin/sh -c echo before && exit 3" did not complete successfully: exit code: 3',
    ],
    [
      'of the Dockerfile',
      PARSE_FAILS,
      ' at line 3 of Dockerfile: dockerfile parse error on line 3: unknown instruction: NONSENSE',
    ],
    [
      'of a pull',
      PULL_FAILS,
      ' (load metadata for nowhere.invalid/x:1): nowhere.invalid/x:1: failed to do request: no such host; the base image can be neither found nor pulled: load it, or name one that is there with --base-image (option baseImage)',
    ],
    [
      'told by an old command',
      OLD_CLIENT,
      ' at step 2/2 (RUN echo before && exit 3): executor failed running [/bin/sh -c echo before && exit 3]: exit code: 3',
    ],
    ['of the Dockerfile, told by an old command', OLD_PARSE, ': dockerfile parse error line 2: Unknown flag: link'],
    [
      'of the Dockerfile, told by an old command of a new daemon',
      OLD_AND_NEW,
      ' at line 3 of Dockerfile: dockerfile parse error on line 3: unknown instruction: NONSENSE',
    ],
  ])('says where the failure %s is, and why', (_what, output, words) => {
    const error = errorOf(output);
    expect(error.message).toBe(`Docker could not build the image: it failed${words}`);
    expect(error.message).toContain(error.detail);
    expect(error.log).toBe(output);
    for (const size of [1, 7, 100]) expect(errorOf(output, size).message).toBe(error.message);
  });

  it('does without a word of the builder', () => {
    expect(errorOf('').message).toBe(
      'Docker could not build the image: it failed: the docker command ended with status 1',
    );
  });
});
