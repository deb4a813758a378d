/** A msgpack extension value that nothing here gives a meaning to: `type` (-128 to 127) and its bytes. */
export { ExtData } from '@msgpack/msgpack';
