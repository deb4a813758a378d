/* oxlint-disable import/no-unassigned-import -- importing them is what defines these elements */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
