import { escapeJson, escapeText } from '../../text/escape.ts';
import { nearestName } from '../../engine/index.ts';
import { defineCommand } from '../command.ts';
import { USAGE } from '../exitStatus.ts';
import { checkSettings } from '../input/checkSettings.ts';
import { lookAtConfig } from '../input/configFile.ts';
import { fallbacksOf, SETTINGS, variableOf } from '../input/settings.ts';
import { reportLine } from '../output/report.ts';

const NOTES = `
What one would repeat with every call can stand in a variable (HOOSEGOW_MEMORY=512m for --memory, HOOSEGOW_BASE_IMAGE
for --base-image …) or in the user's configuration, a JSON object of options: { "memory": "512m", "cpus": 2 }.
An option that is given goes before a variable, a variable before the configuration, and that before the default.
--host and --context are one: the one from the stronger place counts.
Nothing is read from the folder of an inmate, nor from the one at hand: they may be a stranger's.
Each value that cannot be right is told with its place, and the status is then 2.
`;

export const configCommand = defineCommand({
  name: 'config',
  usage: ['config [--json]'],
  summary: 'shows what stands in for options that are not given, and where it is set',
  notes: NOTES,
  options: { json: { type: 'boolean', help: 'a JSON object of {value, source} by option, and the path of the file' } },
  positionals: [0, 0],
  async run(_, values, { stdout, stderr, env }) {
    const config = await lookAtConfig(env, SETTINGS);
    const { path: file } = config;
    const settings = fallbacksOf(env, SETTINGS, config);
    if (values.flag('json')) {
      const list = [...settings].map(([name, { text, source }]) => [name, { value: text, source }] as const);
      const json = { file: file === '' ? null : file, settings: Object.fromEntries(list) };
      await stdout.write(`${escapeJson(JSON.stringify(json, null, 2))}\n`);
    } else {
      for (const name of SETTINGS) {
        const { text, source } = settings.get(name) ?? { text: '', source: '' };
        const shown = source === '' ? `${name.padEnd(14)} (default)` : `${name.padEnd(14)} ${text}  (${source})`;
        await stdout.write(`${escapeText(shown)}\n`);
      }
      await stderr.write(`Configuration: ${escapeText(file === '' ? 'no place for one: HOME is not set' : file)}\n`);
    }
    for (const line of slipsIn(env)) await reportLine(stderr, line);
    const problems = [...config.problems, ...(await checkSettings(settings, env))];
    for (const problem of problems) await reportLine(stderr, problem);
    return problems.length === 0 ? 0 : USAGE;
  },
});

/** Variables that look like a setting and are none; others with that prefix may belong to another program. */
function slipsIn(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = SETTINGS.map(variableOf);
  return Object.keys(env).flatMap((name) => {
    if (!name.startsWith('HOOSEGOW_') || known.includes(name)) return [];
    const near = nearestName(name, known);
    return near === undefined ? [] : [`${name} is not a setting (is ${near} meant?)`];
  });
}
