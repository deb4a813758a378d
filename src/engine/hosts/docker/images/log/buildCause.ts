/** Characters of a line that are told. */
const MAX_LINE = 500;

/**
 * Podman ends a build by no more than the status of a process; what it was about stands in what it printed before.
 *
 * @param output of the step that failed
 * @returns what it was about, where the error does not say it itself
 */
export function buildCause(detail: string, output: string): string | undefined {
  if (!/: exit status \d+\s*$/.test(detail)) return undefined;
  const [, refusal] = /^error running container: ([^]*)$/m.exec(output) ?? [];
  const line = refusal === undefined ? lastLine(output) : runtimeMessage(refusal);
  return line === '' ? undefined : line.slice(0, MAX_LINE);
}

/** Of the log line that runc writes, the message; crun writes it as it is. */
function runtimeMessage(refusal: string): string {
  const [, message] = /msg="((?:[^"\\]|\\.)*)"/s.exec(refusal) ?? [];
  return message?.replaceAll(/\\(.)/gs, '$1') ?? lastLine(refusal.replace(/\n?: exit status \d+\s*$/, ''));
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
