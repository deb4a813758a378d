/** What a folder may hold in which nothing was begun yet. */
const BESIDE_NOTHING =
  /^(?:\.git|\.github|\.gitignore|\.gitattributes|\.gitkeep|\.editorconfig|\.vscode|\.idea|\.devcontainer|\.DS_Store|Thumbs\.db|(?:README|LICEN[CS]E)(?:\.\w+)?)$/i;

/** Whether a project can be made in the folder itself: it is empty, or a new repository. */
export function isBlankFolder(names: readonly string[]): boolean {
  return names.every((name) => BESIDE_NOTHING.test(name));
}
