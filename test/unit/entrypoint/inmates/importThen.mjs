/** The namespace of a module with this export is taken for a promise by `import()`. */
export function then() {}

export function method() {
  return 'result';
}
