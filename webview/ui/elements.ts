/* oxlint-disable import/no-unassigned-import -- the imports define these elements */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
