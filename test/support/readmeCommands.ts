/** A command in a README, for a user to type. */
export interface ReadmeCommand {
  /** Without a prompt, comments behind it included. */
  readonly text: string;
  /** Whether it stands in a block; else it is a part of a sentence, or of a table. */
  readonly isBlock: boolean;
}

const PROGRAM = /^(?:hoosegow|npm|npx) /;

/** Every command of a README in Markdown that begins with hoosegow, npm or npx, in its order. */
export function readmeCommands(markdown: string): readonly ReadmeCommand[] {
  const commands: ReadmeCommand[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const [, language] = /^```(\w*)/.exec(line) ?? [];
    if (language !== undefined) {
      fence = fence === undefined ? language : undefined;
      continue;
    }
    if (fence !== undefined || line.startsWith('    ')) {
      const text = line.trim().replace(/^\$ /, '');
      if ((fence === undefined || ['sh', 'bash', 'console', ''].includes(fence)) && PROGRAM.test(text)) {
        commands.push({ text, isBlock: true });
      }
      continue;
    }
    for (const [, text = ''] of line.matchAll(/`([^`]+)`/g)) {
      if (PROGRAM.test(text)) commands.push({ text, isBlock: false });
    }
  }
  return commands;
}
