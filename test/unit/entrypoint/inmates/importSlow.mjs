console.log('importing');
await new Promise((resolve) => setTimeout(resolve, 200));
console.log('imported');

export function method() {
  return 'result';
}
