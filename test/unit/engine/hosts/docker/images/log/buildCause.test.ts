import { describe, expect, it } from 'vitest';
import { refusalHint } from '../../../../../../../src/engine/hosts/docker/connection/refusalHint.ts';
import { buildCause } from '../../../../../../../src/engine/hosts/docker/images/log/buildCause.ts';
import { BuildLog } from '../../../../../../../src/engine/hosts/docker/images/log/buildLog.ts';

const STEP = 'STEP 2/2: RUN echo one && echo two >&2 && echo "unique"\n';
/** As Podman 5.4 with runc said it. */
const RLIMIT =
  'error running container: from /usr/bin/runc creating container for [/bin/sh -c echo one]: time="2026-11-27T14:07:10Z" level=error msg="runc create failed: unable to start container process: error during container init: error setting rlimits for ready process: error setting rlimit type 7: operation not permitted"\n: exit status 1\n';
const DETAIL = 'building at STEP "RUN echo one": while running runtime: exit status 1\n';

describe('the cause of a failed build', () => {
  it('of Podman stands two lines above what it ends with', () => {
    expect(buildCause(DETAIL, RLIMIT)).toBe(
      'runc create failed: unable to start container process: error during container init: error setting rlimits for ready process: error setting rlimit type 7: operation not permitted',
    );
  });

  it.each([
    [
      'error running container: crun: setrlimit `RLIMIT_NOFILE`: Operation not permitted: OCI permission denied\n: exit status 1\n',
      'crun: setrlimit `RLIMIT_NOFILE`: Operation not permitted: OCI permission denied',
    ],
    [
      'error running container: x: msg="exec: \\"/bin/sh\\": not there"\n: exit status 1\n',
      'exec: "/bin/sh": not there',
    ],
    ['one\nnpm error code E404\n\n', 'npm error code E404'],
    ['', undefined],
  ])('is found in %j', (output, cause) => {
    expect(buildCause(DETAIL, output)).toBe(cause);
  });

  it('is not looked for where the error tells it', () => {
    expect(buildCause("The command '/bin/sh -c false' returned a non-zero code: 1", 'one\n')).toBeUndefined();
    expect(buildCause('creating build container: no such host\n', 'one\n')).toBeUndefined();
  });

  it('takes no time for a long output', () => {
    const output = `${'error running container: msg="'.repeat(500)}${'\\'.repeat(16_000)}`;
    const before = performance.now();
    buildCause(DETAIL, output);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('is told with the engine, the step and the way out', () => {
    const log = new BuildLog('Podman');
    for (const text of ['STEP 1/2: FROM base\n', 'of the step before\n', STEP, RLIMIT]) log.add({ kind: 'text', text });
    const { message, detail } = log.toError(DETAIL);
    expect(message).toMatch(
      /^Podman could not build the image: it failed at step 2\/2 \(RUN echo one .*\): building at STEP .*exit status 1: runc create failed: .*error setting rlimit type 7: operation not permitted; it may not raise that limit/s,
    );
    expect(detail).toBe(DETAIL);
  });

  it('is of the step that failed and not of one before', () => {
    const log = new BuildLog('Podman');
    for (const text of ['STEP 1/2: FROM base\n', RLIMIT, STEP]) log.add({ kind: 'text', text });
    expect(log.toError(DETAIL).message).toMatch(/exit status 1$/);
  });
});

describe('a refusal', () => {
  it.each([
    ['container create: container-init binary not found on the host: stat /nonexistent/x', /catatonit/],
    ['exec: "docker-init": executable file not found in $PATH', /docker-init on its machine/],
    ['runc create failed: error setting rlimit type 6: operation not permitted', /LimitNPROC/],
    ['crun: setrlimit `RLIMIT_NPROC`: Operation not permitted', /LimitNPROC/],
    ['NanoCPUs can not be set, as your kernel does not support CPU CFS scheduler', /Delegate=/],
    ['crun: the requested cgroup controller `cpu` is not available: OCI runtime error', /Delegate=/],
    ['Client sent an HTTP request to an HTTPS server.', /https:/],
    ['container create: opening seccomp profile failed: open {: no such file', /path of a profile/],
    ['container create: unknown mount option "uid=1": invalid mount option', /Tmpfs/],
  ])('of %j says what to do', (message, hint) => {
    expect(refusalHint(message)).toMatch(hint);
  });

  it('that says it all is left as it is', () => {
    expect(refusalHint('No such image: x')).toBeUndefined();
  });
});
