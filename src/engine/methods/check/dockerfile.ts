import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { assetPath } from '../../assets/assets.ts';
import { readIfThere, type FoundText } from '../thread/readWithin.ts';

/** What a Dockerfile says of how an inmate runs in its image. */
export interface DockerfileFacts {
  /** The last base image, its variables replaced; with the line that names it. */
  readonly base: { readonly image: string; readonly line: number } | undefined;
  /** Whether it may make code run that Node alone does not: it compiles, generates, or loads other modules. */
  readonly isCustom: boolean;
  /** Whether it may bring packages that `package.json` does not name: it runs or copies something of its own. */
  readonly mayBringPackages: boolean;
  /** Why it was not read, if it was not. */
  readonly problem?: Extract<FoundText, { readonly kind: 'refused' }> | undefined;
}

interface Instruction {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/** Variables that change how the entrypoint starts the inmate. */
const CHANGES_START = /\b(?:NODE_OPTIONS|NODE_PATH|HOOSEGOW_[A-Z]+)\b/;

/** Instructions that may put a package into the image. */
const BRINGS = /^(?:RUN|COPY|ADD|ENV|WORKDIR|ONBUILD)$/;

/** Commands that install things, move them about, or set up users, and leave source files as they are. */
const HARMLESS =
  /^(?:npm (?:ci|i|install|cache|config|pkg)|pnpm (?:i|install|fetch|config)|yarn(?: install| config|$| -)|corepack|apt-get|apk|rm|mkdir|chown|chmod|adduser|addgroup|useradd|groupadd|usermod|echo|true|set|test|\[|ls|cd|exit|exec|ln)\b|^\[/;
/** Words of the shell in front of a command. */
const SHELL_WORDS = /^(?:(?:if|then|elif|else|fi|do|done|!|\{|\}|[A-Z_]+=\S*)(?:\s+|$))+/;

/** Characters of the longest name of an image that is considered. */
const MAX_NAME = 1000;

/** Reads the Dockerfile of an inmate. @param baseImage replaces its BASE_IMAGE */
export async function readDockerfile(root: string, baseImage: string | undefined): Promise<DockerfileFacts> {
  const source = await readIfThere(root, 'Dockerfile');
  if (source.kind !== 'text') {
    return {
      base: undefined,
      isCustom: false,
      mayBringPackages: true,
      problem: source.kind === 'refused' ? source : undefined,
    };
  }
  return dockerfileFacts(source.text, await templateText(), baseImage);
}

/** What a Dockerfile says. @param template the one that `hoosegow new` writes, in which nothing is unusual */
export function dockerfileFacts(text: string, template: string, baseImage: string | undefined): DockerfileFacts {
  const instructions = instructionsOf(text);
  const known = new Set(instructionsOf(template).map((instruction) => instruction.text));
  return {
    base: baseOf(instructions, baseImage),
    isCustom: instructions.some((instruction) => !known.has(instruction.text) && isUnusual(instruction)),
    mayBringPackages: instructions.some(({ name, text: own }) => BRINGS.test(name) && !known.has(own)),
  };
}

async function templateText(): Promise<string> {
  try {
    return await readFile(assetPath('inmate-template', 'Dockerfile'), 'utf8');
  } catch {
    return '';
  }
}

function instructionsOf(text: string): readonly Instruction[] {
  const instructions: Instruction[] = [];
  let parts: string[] = [];
  let first = 0;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (parts.length === 0) first = index + 1;
    if (line.endsWith('\\')) {
      parts.push(line.slice(0, -1).trimEnd());
      continue;
    }
    const joined = [...parts, line].join(' ');
    instructions.push({ text: joined, line: first, name: (/^\w+/.exec(joined)?.[0] ?? '').toUpperCase() });
    parts = [];
  }
  return instructions;
}

function isUnusual({ name, text }: Instruction): boolean {
  switch (name) {
    case 'ENV':
    case 'ARG':
      return CHANGES_START.test(text);
    case 'ENTRYPOINT':
    case 'CMD':
    case 'ONBUILD':
    case 'SHELL':
      return true;
    case 'RUN':
      return !isHarmless(text.replace(/^\w+\s+(?:--\S+\s+)*/, ''));
    case 'COPY':
    case 'ADD':
      // What is missing here may come from another image or stage.
      return /\s--from=/.test(text) || name === 'ADD' || copiesElsewhere(text);
    default:
      return false;
  }
}

/** Whether files of the project are copied to another place in its folder than they have here. */
function copiesElsewhere(text: string): boolean {
  const rest = text.replace(/^\w+\s+(?:--\S+\s+)*/, '');
  const words = rest.startsWith('[')
    ? [...rest.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word)
    : rest.split(/\s+/);
  const places = words.map((word) => path.posix.join(word.replace(/^\/hoosegow(?=\/|$)/, '.'), '.').replace(/\/$/, ''));
  const target = places.pop() ?? '.';
  if (target.startsWith('/')) return false;
  // What looks like a file keeps its name in the target folder; of a folder, only what is in it is copied.
  return places.some((source) => {
    return source !== target && !(path.posix.dirname(source) === target && /[.*]/.test(path.posix.basename(source)));
  });
}

function isHarmless(command: string): boolean {
  if (command.includes('bin/entrypoint.cjs compile')) return true;
  return command.split(/&&|\|\||[;|&]/).every((part) => {
    const bare = part.trim().replace(SHELL_WORDS, '').trim();
    return bare === '' || HARMLESS.test(bare);
  });
}

function baseOf(instructions: readonly Instruction[], baseImage: string | undefined): DockerfileFacts['base'] {
  const variables = new Map<string, string>();
  let base: DockerfileFacts['base'];
  for (const { name, text, line } of instructions) {
    if (name === 'ARG' && !base) {
      const [, variable, value] = /^\w+\s+(\w+)=["']?([^"'\s]*)/.exec(text) ?? [];
      if (variable !== undefined && value !== undefined) variables.set(variable, value.slice(0, MAX_NAME));
    } else if (name === 'FROM') {
      if (baseImage !== undefined) variables.set('BASE_IMAGE', baseImage);
      const named = /^\w+\s+(?:--\S+\s+)*(\S+)/.exec(text)?.[1] ?? '';
      const image = named
        .slice(0, MAX_NAME)
        .replace(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (_, variable: string, fallback = '') => {
          return variables.get(variable) ?? String(fallback);
        });
      base = { image, line };
    }
  }
  return base;
}
