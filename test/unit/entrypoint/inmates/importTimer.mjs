setTimeout(() => {
  throw new Error('before the call');
}, 1);
