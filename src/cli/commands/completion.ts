import { nearestName, UsageError } from '../../engine/index.ts';
import { defineCommand } from '../command.ts';
import { SCRIPTS } from '../completion/scripts.ts';

const SHELLS = Object.keys(SCRIPTS);

const NOTES = `
bash:  eval "$(hoosegow completion bash)"        in ~/.bashrc
zsh:   source <(hoosegow completion zsh)         in ~/.zshrc, behind compinit
fish:  hoosegow completion fish | source         in ~/.config/fish/config.fish

Commands, options, some values, files and the methods of an inmate are completed. The methods are read from the
source, for two seconds at most, and nothing of it is run.
`;

export const completionCommand = defineCommand({
  name: 'completion',
  usage: ['completion bash|zsh|fish'],
  summary: 'prints what makes a shell complete this command',
  notes: NOTES,
  options: {},
  positionals: [1, 1],
  async run([shell = ''], _, { stdout }) {
    const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
    if (script === undefined) {
      const near = nearestName(shell, SHELLS);
      const meant = near === undefined ? '' : ` (is ${near} meant?)`;
      throw new UsageError(`there is no completion for "${shell}"${meant}; there is one for ${SHELLS.join(', ')}`);
    }
    await stdout.write(script);
    return 0;
  },
});
