// What the entrypoint's tests make an inmate do.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs, { existsSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export const notAMethod = 5;
export class Klass {}
export default function byDefault() {
  return 'default';
}
export function then() {
  throw new Error('then was called');
}

export function echo(...values) {
  return values;
}

export async function later(value) {
  await pause(5);
  return value;
}

export function* count(to) {
  for (let n = 0; n < to; n++) yield n;
  return to;
}

export async function* mixed(rounds, childEvery) {
  for (let n = 0; n < rounds; n++) {
    console.log(`line ${n}`);
    yield n;
    if (n % childEvery === 0) execFileSync('/bin/sh', ['-c', `echo child ${n}`], { stdio: 'inherit' });
  }
  process.stdout.write('last');
  return 'end';
}

export async function delegates() {
  return count(2);
}

export function iterable() {
  return [1, 2, 3];
}

export function* sized(...sizes) {
  for (const [n, size] of sizes.entries()) {
    writeSync(1, `${n};`);
    yield 'x'.repeat(size);
  }
}

export async function* lockstep(file, rounds) {
  for (let n = 0; n < rounds; n++) {
    yield n;
    // The next step only when the test has seen this one.
    while (!existsSync(`${file}-${n}`)) await pause(2);
  }
  return 'seen';
}

// Last bytes

export function printThenExit(bytes) {
  console.log('x'.repeat(bytes - 1));
  process.exit(7);
}

export function printThenKill(text) {
  writeSync(1, text);
  process.kill(process.pid, 'SIGKILL');
  for (;;) fs.statSync('/');
}

export function childThenKill() {
  execFileSync('/bin/sh', ['-c', 'echo from the child'], { stdio: 'inherit' });
  process.kill(process.pid, 'SIGKILL');
  for (;;) fs.statSync('/');
}

export function abort() {
  writeSync(1, 'before');
  process.abort();
}

export function exitWith(code) {
  process.on('exit', () => console.log('exit handler'));
  process.exit(code);
}

export function killWhileYielding(size) {
  console.log('before');
  // Somebody else ends this process within the payload.
  spawn('/bin/sh', ['-c', `sleep 0.05; kill -KILL ${process.pid}`], { stdio: 'ignore', detached: true }).unref();
  return fill(size);
}

function* fill(size) {
  for (;;) yield 'y'.repeat(size);
}

export async function troubled(bytes) {
  const worker = new Worker('console.log("worker")', { eval: true });
  await once(worker, 'exit');
  // A child that shares fd 1 makes it non-blocking for everybody, and stays.
  const child = spawn(process.execPath, ['-e', 'console.log("child"); setInterval(() => {}, 1000)'], {
    stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
  });
  await pause(300);
  writeSync(1, `${'a'.repeat(bytes - 1)}\n`);
  fs.writeFileSync(1, `${'b'.repeat(bytes - 1)}\n`);
  console.log('c'.repeat(bytes - 1));
  child.kill('SIGKILL');
  process.exit(7);
}

export function viaDevStdout() {
  execFileSync('/bin/sh', ['-c', 'echo one >/dev/stdout; echo two >/proc/self/fd/1'], { stdio: 'inherit' });
  fs.appendFileSync('/dev/stdout', 'three\n');
  return 'done';
}

export function closeStdout() {
  console.log('before');
  fs.closeSync(1);
  return 'still here';
}

export function leaveChild() {
  spawn('/bin/sh', ['-c', 'while :; do echo again; sleep 0.01; done'], { stdio: 'inherit' });
  return 'left';
}

export function leaveChildAndExit() {
  spawn('/bin/sh', ['-c', 'while :; do echo again; done'], { stdio: 'inherit' });
  process.exit(4);
}

export function lateOutput() {
  process.on('exit', () => console.log('too late'));
  setTimeout(() => console.log('too late'), 0);
  return 'result';
}

// Errors

export function raiseType() {
  throw new TypeError('outer', { cause: new RangeError('inner') });
}

export function raiseNamed() {
  const error = new Error('with a name');
  error.name = 'ValidationError';
  throw error;
}

export function raiseCyclic() {
  const error = new Error('turtles');
  error.cause = error;
  throw error;
}

export function raiseValue(kind) {
  const values = { text: 'just a text', nothing: null, undefined, number: 7, object: { a: [1, 2] } };
  throw values[kind];
}

export function raiseErrno() {
  spawnSync('nothing-of-this-name');
  readFileSync('/nothing/of/this/name');
}

export function raiseHostile() {
  throw new Proxy(new Error('x'), {
    get() {
      throw new Error('get');
    },
    getPrototypeOf() {
      throw new Error('getPrototypeOf');
    },
    getOwnPropertyDescriptor() {
      throw new Error('getOwnPropertyDescriptor');
    },
  });
}

export function raiseHostileGetters() {
  class Hostile extends Error {
    get message() {
      throw new Error('message');
    }
    get stack() {
      throw new Error('stack');
    }
    get cause() {
      throw new Error('cause');
    }
    get name() {
      throw new Error('name');
    }
  }
  throw new Hostile();
}

export function raiseLong() {
  throw new Error(`${'m'.repeat(1e6)}\ud800`);
}

export async function rejectUnhandled() {
  void Promise.reject(new Error('nobody caught this'));
  await never();
}

export async function throwLater() {
  setTimeout(() => {
    throw new Error('from a timer');
  }, 1);
  await never();
}

export function unserialisable() {
  return { list: [1, { callback: () => 1 }] };
}

export function* unserialisableYield() {
  yield 1;
  yield new Set([1]);
  console.log('never reached');
}

// Life

export async function never() {
  console.log('waiting');
  await new Promise(() => {});
}

export function spin() {
  console.log('spinning');
  for (;;) fs.statSync('/');
}

export async function leaveChildAndWait() {
  spawn('/bin/sh', ['-c', 'sleep 600'], { stdio: 'ignore' });
  await never();
}

export function descriptors() {
  const list = 'for fd in /proc/self/fd/*; do echo "${fd##*/} $(readlink "$fd")"; done';
  return execFileSync('/bin/sh', ['-c', list], { encoding: 'utf8' });
}

export function standardInput() {
  return readFileSync(0, 'utf8');
}

export function flags() {
  return { tty: process.stdout.isTTY, fd: process.stdout.fd, sameStream: process.stdout === process.stdout };
}

export async function flood(megabytes) {
  const block = Buffer.alloc(65536, 'line of text\n');
  for (let n = 0; n < megabytes * 16; n++) process.stdout.write(block);
  return megabytes;
}

export function forge(marker) {
  writeSync(1, Buffer.from(marker));
  return 'forged';
}
