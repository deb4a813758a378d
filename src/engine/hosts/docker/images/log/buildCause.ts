/** Maximum characters of a line that is reported. */
const MAX_LINE = 500;

/**
 * Podman reports a failed build only by the exit status of a process; the cause is in what it printed before.
 *
 * @param output of the step that failed
 * @returns the cause, where the error itself does not name it
 */
export function buildCause(detail: string, output: string): string | undefined {
  if (!/: exit status \d+\s*$/.test(detail)) return undefined;
  const [, refusal] = /^error running container: ([^]*)$/m.exec(output) ?? [];
  const line = refusal === undefined ? lastLine(output) : runtimeMessage(refusal);
  return line === '' ? undefined : line.slice(0, MAX_LINE);
}

/** The message in the log line that runc writes; crun writes it as it is. */
function runtimeMessage(refusal: string): string {
  const [, message] = /msg="((?:[^"\\]|\\.)*)"/s.exec(refusal) ?? [];
  return message?.replaceAll(/\\(.)/gs, '$1') ?? lastLine(refusal.replace(/\n?: exit status \d+\s*$/, ''));
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
