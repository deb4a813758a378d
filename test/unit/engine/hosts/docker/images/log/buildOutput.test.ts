import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../../../../../src/engine/errors/errors.ts';
import { BuildLog } from '../../../../../../../src/engine/hosts/docker/images/log/buildLog.ts';
import { BuildOutput, type BuildMessage } from '../../../../../../../src/engine/hosts/docker/images/log/buildOutput.ts';

function parse(bytes: Buffer, cuts: readonly number[] = []): BuildMessage[] {
  const output = new BuildOutput();
  const bounds = [0, ...cuts.map((cut) => cut % bytes.length).toSorted((a, b) => a - b), bytes.length];
  const pieces = bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
  return [...pieces.flatMap((piece) => output.push(piece)), ...output.end()];
}

const ANSWER = [
  { stream: 'Step 1/2 : FROM größe\n' },
  { status: 'Pulling fs layer', progressDetail: {}, id: 'ab12' },
  { status: 'Downloading', progressDetail: { current: 1 }, id: 'ab12' },
  { status: 'Downloading', progressDetail: { current: 2 }, id: 'ab12' },
  { stream: '\u001b[31m日本\u001b[0m' },
  { aux: { ID: 'sha256:1' } },
  { unheard: 'of' },
  { errorDetail: { code: 1, message: 'it broke' }, error: 'it broke' },
];
const BYTES = Buffer.from(ANSWER.map((line) => `${JSON.stringify(line)}\r\n`).join(''));
const MESSAGES: BuildMessage[] = [
  { kind: 'text', text: 'Step 1/2 : FROM größe\n' },
  { kind: 'status', id: 'ab12', status: 'Pulling fs layer' },
  { kind: 'status', id: 'ab12', status: 'Downloading' },
  { kind: 'status', id: 'ab12', status: 'Downloading' },
  { kind: 'text', text: '\u001b[31m日本\u001b[0m' },
  { kind: 'image', id: 'sha256:1' },
  { kind: 'error', message: 'it broke' },
];

describe('BuildOutput', () => {
  it('reads the same messages however the answer is cut', () => {
    expect(parse(BYTES)).toEqual(MESSAGES);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (cuts) => {
        expect(parse(BYTES, cuts)).toEqual(MESSAGES);
      }),
    );
  });

  it('takes a last line without an end', () => {
    expect(parse(Buffer.from('{"stream":"x"}'))).toEqual([{ kind: 'text', text: 'x' }]);
  });

  it.each(['<html>', '{"stream":"cut', '[1]\n', 'null\n'])('refuses %j', (text) => {
    expect(() => parse(Buffer.from(text))).toThrow(EngineError);
  });

  it('does not gather a line without an end for ever', () => {
    const output = new BuildOutput();
    const piece = Buffer.alloc(1024 * 1024, 'x');
    expect(() => {
      for (let i = 0; i < 100; i++) output.push(piece);
    }).toThrow(/a line without an end/);
  });
});

describe('BuildLog', () => {
  it('says each change of a layer once', () => {
    const log = new BuildLog();
    expect(MESSAGES.map((message) => log.add(message))).toEqual([
      'Step 1/2 : FROM größe\n',
      'ab12: Pulling fs layer\n',
      'ab12: Downloading\n',
      '',
      '\u001b[31m日本\u001b[0m',
      '',
      'it broke\n',
    ]);
    expect(log.text).toContain('it broke');
  });

  it('names the step that failed, with Docker’s detail', () => {
    const log = new BuildLog();
    log.add({ kind: 'text', text: 'Step 3/7 : RUN npm ci\n' });
    log.add({ kind: 'text', text: 'Step forward\n' });
    const error = log.toError('code 1');
    expect(error.message).toBe('Docker could not build the image: it failed at step 3/7 (RUN npm ci): code 1');
    expect(error).toMatchObject({ detail: 'code 1', log: 'Step 3/7 : RUN npm ci\nStep forward\n' });
  });

  it.each([
    'pull access denied for nope, repository does not exist or may require docker login',
    'manifest for node:99 not found: manifest unknown',
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
    'Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting (Client.Timeout exceeded)',
  ])('points to --base-image for %j', (detail) => {
    const log = new BuildLog();
    expect(log.toError(detail).message).not.toContain('--base-image');
    log.add({ kind: 'text', text: 'Step 1/7 : FROM ${BASE_IMAGE}\n' });
    expect(log.toError(detail).message).toContain('--base-image');
    log.add({ kind: 'text', text: 'Step 2/7 : RUN curl x\n' });
    expect(log.toError(detail).message).not.toContain('--base-image');
  });

  it('keeps the end of a log that is too long, and says so', () => {
    const log = new BuildLog();
    for (let i = 0; i < 100; i++) log.add({ kind: 'text', text: `${i}`.padEnd(100_000, '.') });
    expect(log.text.length).toBeLessThan(6 * 1024 * 1024);
    expect(log.text).toMatch(/^\[\d+ characters left out\]/);
    expect(log.text).toContain('99...');
  });
});
