import type { Dockerfile, Instruction } from './parseDockerfile.ts';

/** Flags that Docker's classic builder refuses. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  RUN: ['mount', 'network', 'security', 'device'],
  COPY: ['chmod', 'link', 'parents', 'exclude'],
  ADD: ['chmod', 'link', 'checksum', 'keep-git-dir', 'exclude', 'unpack'],
};

/** @returns features of a Dockerfile that only BuildKit has, for people: `RUN --mount (line 4)` … */
export function buildKitNeeds({ instructions }: Dockerfile): readonly string[] {
  return instructions.flatMap(needOf);
}

function needOf({ keyword, flags, heredoc, line }: Instruction): readonly string[] {
  const flag = flags.find(({ name }) => FLAGS[keyword]?.includes(name));
  if (flag !== undefined) return [`${keyword} --${flag.name} (line ${line})`];
  return heredoc ? [`a here-document of ${keyword} (line ${line})`] : [];
}
