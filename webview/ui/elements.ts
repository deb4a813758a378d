/* oxlint-disable import/no-unassigned-import -- the import defines this element */
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
