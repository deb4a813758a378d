import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKitNeeds } from '../../../../../src/engine/hosts/docker/images/dockerfile/buildKitNeeds.ts';
import { namedImages } from '../../../../../src/engine/hosts/docker/images/dockerfile/namedImages.ts';
import { parseDockerfile } from '../../../../../src/engine/hosts/docker/images/dockerfile/parseDockerfile.ts';

const needsOf = (text: string) => buildKitNeeds(parseDockerfile(text));
const imagesOf = (text: string, args: Record<string, string> = {}) => namedImages(parseDockerfile(text), args);

describe('what only BuildKit can do', () => {
  it.each<[string, string[]]>([
    ['FROM a\nRUN --mount=type=secret,id=x cat /run/secrets/x\n', ['RUN --mount (line 2)']],
    ['FROM a\n\nRUN \\\n  # why\n\n  --mount=type=cache,target=/c \\\n  npm ci\nCOPY . .', ['RUN --mount (line 3)']],
    ['FROM a\r\nrun --network=none true\r\n', ['RUN --network (line 2)']],
    ['FROM a\nCOPY --chown=1 --chmod=755 a b\nADD --link a b', ['COPY --chmod (line 2)', 'ADD --link (line 3)']],
    ['FROM a\nONBUILD COPY --link a b', ['COPY --link (line 2)']],
    ['FROM a\nRUN <<EOF\necho a\nCOPY --link in the text\nEOF\nRUN true', ['a here-document of RUN (line 2)']],
    ['FROM a\nCOPY <<-"A B" /x\n\tone\n\tA B\n', []],
    [
      "FROM a\nCOPY <<A <<-'B' /x/\none\nA\ntwo\n\tB\nRUN --mount=x y",
      ['a here-document of COPY (line 2)', 'RUN --mount (line 7)'],
    ],
    ['# escape=`\nFROM a\nRUN dir c:\\ `\n --mount=no\nRUN --mount=x y', ['RUN --mount (line 5)']],
  ])('is found in %j', (text, needs) => {
    expect(needsOf(text)).toEqual(needs);
  });

  it.each([
    'FROM --platform=linux/amd64 a\nCOPY --from=b --chown=1:1 c d\nHEALTHCHECK --interval=5s CMD true',
    'FROM a\nRUN echo "a <<EOF b" \\\n  && echo $((1<<2)) --mount=x',
    'FROM a\nRUN cat <<EOF\n',
    "FROM a\nRUN echo 'x <<EOF'\nEOF\n",
    'FROM a\n# RUN --mount=x\nENV A=--mount\nRUN x --mount=y',
    '',
    '--mount',
  ])('is not found in %j', (text) => {
    expect(needsOf(text)).toEqual([]);
  });

  it('is looked for without a fault in any text', () => {
    const lines = fc.constantFrom(
      'FROM a',
      'RUN <<E',
      'E',
      'COPY --chmod=1 a b \\',
      '# syntax=x',
      '`',
      '\\',
      'ARG A=$A',
      '',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(lines).map((all) => all.join('\n')),
        ),
        (text) => {
          const file = parseDockerfile(text);
          expect(file.instructions.length).toBeLessThanOrEqual(text.split('\n').length);
          buildKitNeeds(file);
          namedImages(file, { A: 'b' });
        },
      ),
    );
  });

  it.each<[string, string]>([
    ['here-documents without an end', `FROM a\n${'RUN <<A <<B <<-C\n'.repeat(50_000)}`],
    ['here-documents of the same end', `FROM a\n${'RUN <<A\nA\n'.repeat(50_000)}`],
    ['a quote that nothing closes', `FROM a\nRUN ${'\\"'.repeat(400_000)}"\nA`],
    ['quotes on continued lines', `FROM a\n${'RUN a "b \\\n'.repeat(50_000)}`],
    ['flags', `FROM a\nRUN ${'--mount=x '.repeat(80_000)}`],
    ['variables that are never closed', `FROM ${'${a:-'.repeat(150_000)}\nARG ${`"'`.repeat(300_000)}\nFROM $b`],
    ['variables that double', `ARG A=xxxx\n${'ARG A=$A$A\n'.repeat(200)}FROM $A`],
    ['white space', `FROM a\nRUN${' '.repeat(500_000)}x\n#${' '.repeat(500_000)}\nARG${'\t'.repeat(500_000)}`],
  ])('takes little time for %s', (_what, text) => {
    const started = performance.now();
    const file = parseDockerfile(text);
    buildKitNeeds(file);
    namedImages(file, {});
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('the images that a Dockerfile names', () => {
  it.each<[string, Record<string, string>, (string | undefined)[]]>([
    ['FROM a:1', {}, ['a:1']],
    ['FROM scratch', {}, []],
    ['ARG BASE_IMAGE=node:24-slim\nFROM ${BASE_IMAGE}\n', {}, ['node:24-slim']],
    ['ARG BASE_IMAGE=node:24-slim\nFROM ${BASE_IMAGE}\n', { BASE_IMAGE: 'corp.io/node' }, ['corp.io/node']],
    ['ARG R="corp.io" V=2\nARG I=$R/x\nFROM --platform=$TARGETPLATFORM $I:$V AS one\nFROM one', {}, ['corp.io/x:2']],
    ['FROM ${NONE:-b}\nFROM ${NONE:+c}d', {}, ['b', 'd']],
    ['FROM $NONE', {}, [undefined]],
    [
      'FROM a AS Build\nFROM b\nCOPY --from=build x y\nCOPY --from=0 x y\nCOPY --from=c.io/d x y',
      {},
      ['a', 'b', 'c.io/d'],
    ],
    ['FROM a\nRUN --mount=type=bind,from=e:1,target=/x true\nCOPY --from=$X a b', {}, ['a', 'e:1', undefined]],
    ['# syntax=docker/dockerfile:1\nFROM a', {}, ['docker/dockerfile:1', 'a']],
    ['#\n# syntax=docker/dockerfile:1\nFROM a', {}, ['a']],
  ])('are those of %j with %j', (text, args, images) => {
    expect(imagesOf(text, args)).toEqual(images);
  });
});
